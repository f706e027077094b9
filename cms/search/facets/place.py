"""The place: the nearest city, by its number or by its name or its country's in any language."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, false

from cms.access.viewer import Viewer
from cms.images.models import Image
from cms.index.base import Having, Mark
from cms.index.tokens import folded
from cms.media.places import LANGUAGES
from cms.media.places import label as place_label
from cms.search.facets.base import Asked, Facet, always
from cms.search.told import Told

LONGEST = 9
NAMED = "place-name"


def marks(told: Told) -> Iterable[Mark]:
    place_id = told.image.place_id
    if place_id is None:
        return []
    names = dict.fromkeys(name for language in LANGUAGES if (name := place_label(place_id, language)))
    spelt = dict.fromkeys(folded(part) for name in names for part in name.split(", "))
    return [Mark("place", str(place_id), names=tuple(names)), *(Mark(NAMED, name) for name in spelt)]


def ask(value: str, _viewer: Viewer | None) -> Asked:
    return Asked(Having("place" if is_number(value) else NAMED, frozenset({folded(value.strip())})))


def stored(value: str, _viewer: Viewer | None) -> ColumnElement[bool]:
    return Image.place_id == int(value) if is_number(value) else false()


def is_number(value: str) -> bool:
    """Whether it can be the number of a place."""
    return value.isascii() and value.isdigit() and len(value) <= LONGEST


def label(key: str, language: str) -> str:
    known = place_label(int(key), language) if is_number(key) else None
    return known or key


PLACE = Facet("place", ask, stored, marks, kind=always("place"), label=label)
