"""The category: exactly one of eight, with how sure the models are of it."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement

from cms.access.viewer import Viewer
from cms.images.models import Image, Source
from cms.index.base import WHOLE, Having, Mark
from cms.search.facets.base import Asked, Facet, always, worded
from cms.search.told import Told
from cms.vision.categories import DISPLAY_NAMES


def marks(told: Told) -> Iterable[Mark]:
    image, seen = told.image, told.classification
    is_guess = image.category_source == Source.MODEL and seen is not None
    weight = round(seen.category_probability * WHOLE) if is_guess and seen is not None else WHOLE
    names = tuple(DISPLAY_NAMES[image.category].values())
    return [Mark("category", image.category, weight, names=tuple(dict.fromkeys(names)))]


def ask(value: str, _viewer: Viewer | None) -> Asked:
    return Asked(Having("category", frozenset({value})))


def stored(value: str, _viewer: Viewer | None) -> ColumnElement[bool]:
    return Image.category == value


CATEGORY = Facet("category", ask, stored, marks, kind=always("category"), label=worded(DISPLAY_NAMES))
