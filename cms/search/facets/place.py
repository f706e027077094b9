"""The place: the nearest city, by its number; its name is in the reader's language."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, false

from cms.access.viewer import Viewer
from cms.images.models import Image
from cms.index.base import Mark
from cms.media.places import LANGUAGES
from cms.media.places import label as place_label
from cms.search.facets.base import Facet, always, having
from cms.search.told import Told

LONGEST = 9


def marks(told: Told) -> Iterable[Mark]:
    place_id = told.image.place_id
    if place_id is None:
        return []
    names = (place_label(place_id, language) for language in LANGUAGES)
    return [Mark("place", str(place_id), names=tuple(dict.fromkeys(name for name in names if name)))]


def stored(value: str, _viewer: Viewer | None) -> ColumnElement[bool]:
    return Image.place_id == int(value) if is_number(value) else false()


def is_number(value: str) -> bool:
    """Whether it can be the number of a place."""
    return value.isascii() and value.isdigit() and len(value) <= LONGEST


def label(key: str, language: str) -> str:
    known = place_label(int(key), language) if is_number(key) else None
    return known or key


PLACE = Facet("place", having("place"), stored, marks, kind=always("place"), label=label)
