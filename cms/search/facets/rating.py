"""The rating: at least so many of five."""

from sqlalchemy import ColumnElement

from cms.access.viewer import Viewer
from cms.images.models import Image
from cms.index.base import Bounds
from cms.search.facets.base import Asked, Facet

BEST = 5


def ask(least: int, _viewer: Viewer | None) -> Asked:
    return Asked(Bounds("rating", least, BEST))


def stored(least: int, _viewer: Viewer | None) -> ColumnElement[bool]:
    return Image.rating >= least


RATING = Facet("rating", ask, stored)
