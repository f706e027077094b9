"""Tags: a person's words and the models', each with how sure it is."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, select

from cms.access.viewer import Viewer
from cms.images.models import Image, ImageTag
from cms.index.base import WHOLE, Having, Mark
from cms.search.facets.base import Asked, Facet, always
from cms.search.told import Told
from cms.tags.keys import tag_key
from cms.tags.queries import relations
from cms.vision.taxonomy import name_of, things


def marks(told: Told) -> Iterable[Mark]:
    best: dict[str, int] = {}
    for tag in told.tags:
        weight = WHOLE if tag.score is None else round(tag.score * WHOLE)
        best[tag.key] = max(best.get(tag.key, 0), weight)
    return [Mark("tag", key, weight, names=called(key)) for key, weight in best.items()]


def meant(value: str) -> frozenset[str]:
    """The tag that is meant by this word, and those that were said to be narrower."""
    given = relations()
    key = given.key(tag_key(value))
    return given.narrower.get(key, frozenset()) | {key}


def ask(value: str, _viewer: Viewer | None) -> Asked:
    return Asked(Having("tag", meant(value)))


def stored(value: str, _viewer: Viewer | None) -> ColumnElement[bool]:
    return Image.id.in_(select(ImageTag.image_id).where(ImageTag.key.in_(meant(value))))


def spoken(key: str, language: str) -> str:
    """A tag as people write it. The spelling that somebody typed may be from a picture that not everyone may see."""
    return name_of(key, language) or key.replace("-", " ")


def called(key: str) -> tuple[str, ...]:
    """Everything a tag is called, for suggestions."""
    thing = things().get(key)
    return (key.replace("-", " "),) if thing is None else tuple(dict.fromkeys((*thing.words(), key.replace("-", " "))))


TAG = Facet("tag", ask, stored, marks, kind=always("tag"), label=spoken, needs_all=True)
