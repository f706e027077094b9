"""Everything about one image that a document of the search index is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from cms.classes.queries import Carried
from cms.images.models import Classification, Image, Tag

UNKNOWN = -(10**15)
"""Stands for a time that is not known: before all that are."""


@dataclass(frozen=True)
class Told:
    """An image with its owner loaded, its words, what was seen and read in it, its album as far as it is told."""

    image: Image
    tags: tuple[Tag, ...]
    classification: Classification | None
    album_id: str | None
    album_title: str | None
    lines: Sequence[str]
    own_classes: Sequence[Carried]
    vector: Sequence[float] | None


def camera_of(image: Image) -> str:
    """Maker, model and lens as the camera wrote them."""
    return " ".join(str(image.exif[name]) for name in ("make", "model", "lens") if image.exif.get(name))


def milliseconds(moment: datetime) -> int:
    """Since 1970; a camera's local time counts as if it were UTC, so that days compare as they are written."""
    whole = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return int(whole.timestamp() * 1000)
