"""The layout: wide, tall, square or panorama."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Float, cast, false

from cms.access.viewer import Viewer
from cms.images.models import Image
from cms.index.base import Mark
from cms.media.layout import Layout, layout
from cms.search.facets.base import Facet, always, having, worded
from cms.search.told import Told

WORDS = {
    "wide": {"en": "wide", "zh": "横图", "sv": "liggande"},
    "tall": {"en": "tall", "zh": "竖图", "sv": "stående"},
    "square": {"en": "square", "zh": "方图", "sv": "kvadrat"},
    "panorama": {"en": "panorama", "zh": "全景", "sv": "panorama"},
}


def marks(told: Told) -> Iterable[Mark]:
    return [Mark("layout", layout(told.image.width, told.image.height).value)]


def stored(value: str, _viewer: Viewer | None) -> ColumnElement[bool]:
    """The bounds of cms.media.layout, on the columns."""
    ratio = cast(Image.width, Float) / Image.height
    match value:
        case Layout.PANORAMA:
            return (ratio >= 2) | (ratio <= 0.5)
        case Layout.SQUARE:
            return ratio.between(0.95, 1.05)
        case Layout.WIDE:
            return (ratio > 1.05) & (ratio < 2)
        case Layout.TALL:
            return (ratio < 0.95) & (ratio > 0.5)
        case _:
            return false()


LAYOUT = Facet("layout", having("layout"), stored, marks, kind=always("layout"), label=worded(WORDS))
