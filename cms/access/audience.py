"""Who sees images, albums and people, stated once, as data. Python, SQL and the index each read the same clause."""

from enum import StrEnum

from cms.access.viewer import Opened, Viewer
from cms.clauses import NOTHING, AllOf, AnyOf, Clause, Equals, Not, OneOf, Tie, Tied


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
    HIDDEN = "hidden"
    """A moderator decided so; nothing that a model says changes it."""


class Sensitivity(StrEnum):
    """How much a picture shows, the least first. It changes who sees it veiled, never who sees it."""

    SAFE = "safe"
    SUGGESTIVE = "suggestive"
    EXPLICIT = "explicit"


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

WATCHED = AllOf((NOT_PRIVATE, OneOf("review", frozenset({Review.HELD, Review.HIDDEN})), READY, NOT_TRASHED))
"""The same with what a moderator has hidden."""


def strictest(*levels: str) -> Privacy:
    """The narrowest of these levels; the widest of all where there are none."""
    order = list(Privacy)
    return order[max((order.index(Privacy(level)) for level in levels), default=0)]


def is_public(level: str) -> bool:
    """Whether everybody may see what has this level."""
    return level == Privacy.PUBLIC


def no_closer_than(level: str) -> frozenset[str]:
    """This level and the wider ones."""
    order = list(Privacy)
    return frozenset(order[: order.index(Privacy(level)) + 1])


WITHIN_ALBUM = AnyOf(
    (
        Equals("album_privacy", Privacy.PRIVATE),
        AllOf((Equals("album_privacy", Privacy.FOLLOWERS), Not(Equals("privacy", Privacy.PRIVATE)))),
        Equals("privacy", Privacy.PUBLIC),
    )
)
"""Of images: their owner keeps them no closer than their album is kept."""


SHOWN_IN_ALBUM = AllOf((Equals("effective_privacy", Privacy.PRIVATE), WITHIN_ALBUM))
"""Of private images: the people of their album see them when they look into it."""


def in_album(level: str, *, is_guest: bool) -> Privacy:
    """What the level of an album is for an image in it: the followers of its owner are not those of a guest."""
    return Privacy.PRIVATE if is_guest and not is_public(level) else Privacy(level)


def image_audience(viewer: Viewer | None) -> Clause:
    """Which images this viewer may know of: by level, own ones in any state, held and hidden ones for moderators."""
    if viewer is not None and viewer.opened is not None:
        return opened_images(viewer.opened, viewer)
    by_level = AllOf((within_level(viewer), SHOWN))
    if viewer is None:
        return by_level
    ways = (own_things(viewer), by_level, *inside_album(viewer))
    return AnyOf((*ways, WATCHED) if viewer.is_moderator else ways)


def inside_album(viewer: Viewer) -> tuple[Clause, ...]:
    """Which images the people of an album see when they look into it, beside what they see anyway."""
    if viewer.inside is None:
        return ()
    inside = Equals("album_id", viewer.inside)
    return (AllOf((inside, WITHIN_ALBUM, SHOWN, no_block_between(viewer))),)


def inside_albums(viewer: Viewer) -> Clause:
    """Which images this viewer sees anyway, or would when looking into one of the albums that they have a role in."""
    inside = AllOf((Tied("album_id", Tie.SHOWN_TO, viewer.id), WITHIN_ALBUM, SHOWN, no_block_between(viewer)))
    return AnyOf((image_audience(viewer), inside))


def album_audience(viewer: Viewer | None) -> Clause:
    """Which albums and collections this viewer may know of: by their level, own ones, and those they have a role in."""
    if viewer is not None and viewer.opened is not None:
        return opened_thing(viewer.opened, viewer) if viewer.opened.kind != "image" else NOTHING
    by_level = AllOf((within_level(viewer), NOT_SUSPENDED))
    if viewer is None:
        return by_level
    by_role = AllOf((Tied("id", Tie.SHOWN_TO, viewer.id), NOT_SUSPENDED, no_block_between(viewer)))
    return AnyOf((own_things(viewer), by_level, by_role))


def shown_of_others(viewer: Viewer) -> Clause:
    """Which images of others this viewer may see as everybody does: none that waits for moderators."""
    return AllOf((within_level(viewer), SHOWN, Not(own_things(viewer))))


def opened_images(opened: Opened, viewer: Viewer) -> Clause:
    """Which images a share link shows to who holds it: what its maker keeps no closer than the thing that it opens."""
    kept = AllOf((OneOf("effective_privacy", opened.levels), Not(OneOf("album_id", opened.closed_albums))))
    of_maker = AllOf((Equals("owner_id", opened.maker_id), kept))
    match opened.kind:
        case "image":
            shown: Clause = AllOf((Equals("id", opened.thing_id), of_maker))
        case "album":
            shown = AllOf((OneOf("album_id", opened.places), of_maker))
        case "collection":
            shown = AllOf((Tied("id", Tie.HELD_BY, opened.thing_id), AnyOf((PUBLIC, of_maker))))
    return AllOf((shown, SHOWN, no_block_between(viewer)))


def opened_thing(opened: Opened, viewer: Viewer) -> Clause:
    """The albums or the collection that a share link opens, while they are its maker's and no moderator hides them."""
    itself = AllOf((OneOf("id", opened.places), Equals("owner_id", opened.maker_id)))
    kept = AllOf((NOT_SUSPENDED, Equals("is_hidden", value=False)))
    return AllOf((itself, kept, Not(OneOf("id", opened.closed_albums)), no_block_between(viewer)))


def link_audience(viewer: Viewer | None) -> Clause:
    """Which share links open anything for this viewer: of accounts in force, with no block in between."""
    in_force = Equals("is_owner_active", value=True)
    return in_force if viewer is None else AllOf((in_force, no_block_between(viewer)))


def told_account(viewer: Viewer) -> Clause:
    """Of what accounts are told: it is told to the viewer."""
    return Equals("account_id", viewer.id)


def person_audience(viewer: Viewer | None) -> Clause:
    """Which accounts this viewer may know of: all that are not suspended and have not blocked them."""
    active = Equals("active", value=True)
    return active if viewer is None else AllOf((active, Not(Tied("id", Tie.BLOCKS, viewer.id))))


def nothing_between(viewer: Viewer) -> Clause:
    """Of accounts: in force, and no block stands between them and the viewer."""
    blocks, blocked = (Not(Tied("id", tie, viewer.id)) for tie in (Tie.BLOCKS, Tie.BLOCKED_BY))
    return AllOf((Equals("active", value=True), blocks, blocked))


def comment_audience(viewer: Viewer | None, owner_id: str) -> Clause:
    """Which comments on a thing of this owner a viewer is shown who sees the thing.

    One that is hidden is shown to its author, to the owner and to moderators; none is shown across a block.
    """
    there = AllOf((Equals("deleted_at", None), Equals("is_author_suspended", value=False)))
    open_to_all = AllOf((Equals("is_hidden", value=False), Equals("is_held", value=False)))
    if viewer is None:
        return AllOf((there, open_to_all))
    apart = AllOf((Not(Tied("author_id", Tie.BLOCKS, viewer.id)), Not(Tied("author_id", Tie.BLOCKED_BY, viewer.id))))
    sees_hidden = viewer.is_moderator or viewer.id == owner_id
    of_others = apart if sees_hidden else AllOf((apart, open_to_all))
    return AllOf((there, AnyOf((Equals("author_id", viewer.id), of_others))))


def shares_with(viewer: Viewer) -> Clause:
    """Of what somebody shares with accounts by name: it is shared with the viewer."""
    return Equals("receiver_id", viewer.id)


def within_level(viewer: Viewer | None) -> Clause:
    """The level of a thing reaches this viewer, and no block stands between them and its owner."""
    if viewer is None:
        return PUBLIC
    for_them = AnyOf((PUBLIC, AllOf((FOR_FOLLOWERS, followed_by(viewer)))))
    return AllOf((for_them, no_block_between(viewer)))


def no_block_between(viewer: Viewer) -> Clause:
    """Neither the viewer nor the owner has blocked the other."""
    return AllOf((Not(tied(Tie.BLOCKS, viewer)), Not(tied(Tie.BLOCKED_BY, viewer))))


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
