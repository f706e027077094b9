"""The licence, as its owner wrote it."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement

from cms.access.viewer import Viewer
from cms.images.models import Image
from cms.index.base import Mark
from cms.search.facets.base import Facet, always, having
from cms.search.told import Told


def marks(told: Told) -> Iterable[Mark]:
    return [Mark("licence", told.image.licence)] if told.image.licence else []


def stored(value: str, _viewer: Viewer | None) -> ColumnElement[bool]:
    return Image.licence == value


LICENCE = Facet("licence", having("licence"), stored, marks, kind=always("licence"))
