"""Who sees images, stated once, as data. Python, SQL and the search index each read the same clause."""

from enum import StrEnum

from cms.access.viewer import Viewer
from cms.clauses import AllOf, AnyOf, Clause, Equals


class Privacy(StrEnum):
    PUBLIC = "public"
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

OPEN_TO_ALL = AllOf(
    (
        Equals("effective_privacy", Privacy.PUBLIC),
        Equals("review", Review.PASSED),
        READY,
        NOT_TRASHED,
        NOT_SUSPENDED,
    )
)
WAITING_FOR_MODERATORS = AllOf(
    (Equals("effective_privacy", Privacy.PUBLIC), Equals("review", Review.HELD), READY, NOT_TRASHED)
)
"""What others would see if it were not held; a private picture is nobody's business but its owner's."""


def image_audience(viewer: Viewer | None) -> Clause:
    """Which images this viewer may know of: open ones, own ones in any state, held ones for moderators."""
    if viewer is None:
        return OPEN_TO_ALL
    ways: list[Clause] = [OPEN_TO_ALL, own_images(viewer)]
    if viewer.is_moderator:
        ways.append(WAITING_FOR_MODERATORS)
    return AnyOf(tuple(ways))


def own_images(viewer: Viewer) -> Clause:
    return Equals("owner_id", viewer.id)
