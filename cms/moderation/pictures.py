"""What a moderator does to an image, each as a step that can be put back."""

from typing import Any

from cms.access.audience import Review
from cms.extensions import db, now
from cms.images import blocked
from cms.images.changes import changed
from cms.images.models import Classification, Image
from cms.images.results import judged, locked

Step = dict[str, Any]
KEPT = ("review", "sensitivity", "is_trashed")


def hide(image: Image) -> Step:
    """Nobody but its owner and moderators sees it."""
    return _set(image, review=Review.HIDDEN)


def restore(image: Image) -> Step:
    """Others may see it, whatever held it back."""
    return _set(image, review=Review.PASSED)


def mark(image: Image, level: str) -> Step:
    """Say how sensitive it is: it is shown blurred."""
    return _set(image, sensitivity=level)


def remove_and_block(image: Image) -> Step:
    """To the trash, hidden, for 30 days and then for ever; whatever looks like it is not added again."""
    step = _set(image, review=Review.HIDDEN, is_trashed=True)
    return {**step, "block": blocked.block(image)}


def _set(image: Image, **values: object) -> Step:
    row = locked(image.id) or image
    step: Step = {"do": "image", "was": {name: getattr(row, name) for name in values}}
    _apply(row, values)
    return step


def _apply(image: Image, values: dict[str, object]) -> None:
    for name, value in values.items():
        setattr(image, name, value)
    if "is_trashed" in values:
        image.trashed_at = now() if image.is_trashed else None
    changed(image)


def put_back(image: Image, step: Step) -> None:
    """As it was. What the gate had not judged then it has perhaps judged since."""
    row = locked(image.id) or image
    was = dict(step["was"])
    seen = db.session.get(Classification, image.id)
    if was.get("review") == Review.PENDING and seen is not None:
        was["review"] = judged(seen)
    _apply(row, was)
