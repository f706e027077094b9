"""Who sees images, albums and people, stated once, as data. Python, SQL and the index each read the same clause."""

from enum import StrEnum

from cms.access.viewer import Viewer
from cms.clauses import AllOf, AnyOf, Clause, Equals, Not, OneOf, Tie, Tied


class Privacy(StrEnum):
    """From the widest to the narrowest."""

    PUBLIC = "public"
    FOLLOWERS = "followers"
    PRIVATE = "private"


class ImageState(StrEnum):
    PENDING = "pending"
    PROCESSING = "processing"
    READY = "ready"
    FAILED = "failed"


class Review(StrEnum):
    PENDING = "pending"
    PASSED = "passed"
    HELD = "held"


READY = Equals("state", ImageState.READY)
NOT_TRASHED = Equals("is_trashed", value=False)
NOT_SUSPENDED = Equals("is_owner_suspended", value=False)
PUBLIC = Equals("effective_privacy", Privacy.PUBLIC)
FOR_FOLLOWERS = Equals("effective_privacy", Privacy.FOLLOWERS)
NOT_PRIVATE = OneOf("effective_privacy", frozenset({Privacy.PUBLIC, Privacy.FOLLOWERS}))
SHOWN = AllOf((Equals("review", Review.PASSED), READY, NOT_TRASHED, NOT_SUSPENDED))
"""What others may see of an image at all, whatever its level."""

WAITING_FOR_MODERATORS = AllOf((NOT_PRIVATE, Equals("review", Review.HELD), READY, NOT_TRASHED))
"""What others would see if it were not held; a private picture is nobody's business but its owner's."""


def strictest(*levels: str) -> Privacy:
    """The narrowest of these levels; the widest of all where there are none."""
    order = list(Privacy)
    return order[max((order.index(Privacy(level)) for level in levels), default=0)]


def image_audience(viewer: Viewer | None) -> Clause:
    """Which images this viewer may know of: by their level, own ones in any state, held ones for moderators."""
    by_level = AllOf((within_level(viewer), SHOWN))
    if viewer is None:
        return by_level
    ways = (own_things(viewer), by_level)
    return AnyOf((*ways, WAITING_FOR_MODERATORS) if viewer.is_moderator else ways)


def album_audience(viewer: Viewer | None) -> Clause:
    """Which albums this viewer may know of: by their level, and own ones."""
    by_level = AllOf((within_level(viewer), NOT_SUSPENDED))
    return by_level if viewer is None else AnyOf((own_things(viewer), by_level))


def person_audience(viewer: Viewer | None) -> Clause:
    """Which accounts this viewer may know of: all that are not suspended and have not blocked them."""
    active = Equals("active", value=True)
    return active if viewer is None else AllOf((active, Not(Tied("id", Tie.BLOCKS, viewer.id))))


def within_level(viewer: Viewer | None) -> Clause:
    """The level of a thing reaches this viewer, and no block stands between them and its owner."""
    if viewer is None:
        return PUBLIC
    for_them = AnyOf((PUBLIC, AllOf((FOR_FOLLOWERS, followed_by(viewer)))))
    return AllOf((for_them, Not(tied(Tie.BLOCKS, viewer)), Not(tied(Tie.BLOCKED_BY, viewer))))


def followed_by(viewer: Viewer) -> Clause:
    """The viewer follows the owner."""
    if viewer.as_follower_of is not None:
        return Equals("owner_id", viewer.as_follower_of)
    return tied(Tie.FOLLOWED_BY, viewer)


def mine_alone(clause: Clause, viewer: Viewer) -> Clause:
    """Of these things the viewer's own."""
    return AllOf((own_things(viewer), clause))


def but_not_of(owner_ids: frozenset[str], clause: Clause, viewer: Viewer | None) -> Clause:
    """Of these things the viewer's own, and those of others than these owners."""
    of_others = Not(OneOf("owner_id", owner_ids))
    return AllOf((clause, of_others if viewer is None else AnyOf((own_things(viewer), of_others))))


def tied(tie: Tie, viewer: Viewer) -> Clause:
    return Tied("owner_id", tie, viewer.id)


def own_things(viewer: Viewer) -> Clause:
    return Equals("owner_id", viewer.id)
