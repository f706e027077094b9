"""Reads of what images mean: the words that vectors are made of, and the vectors as a worker remembers them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, false, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from cms.access.audience import ImageState
from cms.extensions import db
from cms.images.models import Classification, Detection, Detector, Image, Source
from cms.images.queries import tags_of
from cms.meaning.models import Meaning
from cms.meaning.words import Worded


class Changed(NamedTuple):
    """An image whose vector was made then; there is no fingerprint to compare here."""

    id: str
    updated_at: datetime
    fingerprint: bytes | None = None


def worded(ids: Sequence[str]) -> dict[str, Worded]:
    """The words of those of these images that can be shown and are not in the trash."""
    there = select(Image).where(Image.id.in_(ids), Image.is_trashed == false(), Image.state == ImageState.READY)
    tags, lines = tags_of(ids), _lines_of(ids)
    labels = {row.image_id: row.labels for row in _classifications(ids)}
    return {
        image.id: Worded(
            title=image.title,
            description=image.description or image.alt_text,
            own_tags=[tag.label for tag in tags.get(image.id, ()) if tag.source == Source.USER],
            category=image.category,
            tags=[(tag.key, tag.label) for tag in tags.get(image.id, ())],
            labels=[(key, word, probability) for key, word, probability in labels.get(image.id, ())],
            lines=lines.get(image.id, ()),
        )
        for image in db.session.scalars(there)
    }


def _classifications(ids: Sequence[str]) -> Iterable[Classification]:
    found: Iterable[Classification] = db.session.scalars(select(Classification).where(Classification.image_id.in_(ids)))
    return found


def _lines_of(ids: Sequence[str]) -> dict[str, list[str]]:
    rows = db.session.scalars(select(Detection).where(Detection.image_id.in_(ids), Detection.detector == Detector.TEXT))
    return {row.image_id: [text for text, *_ in row.found] for row in rows}


def meaning_of(image_id: str) -> Meaning | None:
    found: Meaning | None = db.session.get(Meaning, image_id, populate_existing=True)
    return found


def told_of(ids: Sequence[str]) -> dict[str, str]:
    """The hashes of the words that these images' vectors were made of."""
    rows = db.session.execute(select(Meaning.image_id, Meaning.told).where(Meaning.image_id.in_(ids)))
    return {row.image_id: row.told for row in rows}


def of_other_versions(version: str, *, after: str, limit: int) -> list[str]:
    """Ids behind this one of images that this version of the model has not been told of."""
    known = and_(Meaning.image_id == Image.id, Meaning.version == version)
    some = select(Image.id).join(Meaning, known, isouter=True).where(Meaning.image_id.is_(None), Image.id > after)
    alive = some.where(Image.is_trashed == false(), Image.state == ImageState.READY)
    return list(db.session.scalars(alive.order_by(Image.id).limit(limit)))


class Part:
    """One of the vectors of each image, as a worker remembers them."""

    def __init__(self, column: InstrumentedAttribute[bytes]) -> None:
        self._column = column

    def changed_images(self, after: tuple[datetime, str], *, limit: int) -> list[Changed]:
        """Images whose vectors were made after that moment (or at it, with a greater id), in this order."""
        made = select(Meaning.image_id, Meaning.made_at).where(tuple_(Meaning.made_at, Meaning.image_id) > after)
        rows = db.session.execute(made.order_by(Meaning.made_at, Meaning.image_id).limit(limit))
        return [Changed(row.image_id, row.made_at) for row in rows]

    def vectors_of(self, ids: Sequence[str], *, version: str) -> dict[str, bytes]:
        """The vectors of these images by this version of the model: little-endian 16-bit floats."""
        some = select(Meaning.image_id, self._column).where(Meaning.image_id.in_(ids), Meaning.version == version)
        return {image_id: vector for image_id, vector in db.session.execute(some) if vector}

    def those_there(self, ids: Iterable[str]) -> set[str]:
        """Which of these images still have vectors."""
        return set(db.session.scalars(select(Meaning.image_id).where(Meaning.image_id.in_(list(ids)))))


SAID, SEEN = Part(Meaning.said), Part(Meaning.seen)
