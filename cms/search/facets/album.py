"""The album: asked for by its id, told by its title. Whoever sees an image by its level sees its album too."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement

from cms.access.viewer import Viewer
from cms.images.models import Image
from cms.index.base import Mark
from cms.index.tokens import PART
from cms.search.facets.base import Facet, always, having
from cms.search.told import Told

TITLED = "album-title"


def marks(told: Told) -> Iterable[Mark]:
    if told.album_id is None or told.album_title is None:
        return []
    titled = Mark(TITLED, f"{told.album_id}{PART}{told.album_title}", names=(told.album_title,))
    return [Mark("album", told.album_id), titled]


def stored(value: str, _viewer: Viewer | None) -> ColumnElement[bool]:
    return Image.album_id == value


def key(counted: str) -> str:
    return counted.partition(PART)[0]


def label(counted: str, _language: str) -> str:
    return counted.partition(PART)[2] or counted


ALBUM = Facet("album", having("album"), stored, marks, kind=always(TITLED), key=key, label=label)
