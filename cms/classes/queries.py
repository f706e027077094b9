"""Reads of own classes: always one owner's."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, select

from cms.access.viewer import Viewer
from cms.classes.models import ClassExample, ClassHit, ClassState, OwnClass
from cms.extensions import db
from cms.images.models import Embedding, Image
from cms.pagination import Page, Wanted, decode_cursor, encode_cursor

TOGETHER = 500
FRESH = {"populate_existing": True}


class Vector(NamedTuple):
    """An image and its vector: little-endian 16-bit floats."""

    image_id: str
    vector: bytes


class Carried(NamedTuple):
    """A class that an image carries, and how sure that is."""

    class_id: str
    name: str
    score: float


class Numbers(NamedTuple):
    """Of a class: examples for and against it, and images that carry it."""

    positive: int = 0
    negative: int = 0
    hits: int = 0


def class_by_id(class_id: str) -> OwnClass | None:
    """For checking loaders and jobs only: nothing is checked here."""
    return db.session.get(OwnClass, class_id)


def locked(class_id: str) -> OwnClass | None:
    """The row as it is now, kept from changing until the end of the transaction."""
    fresh = select(OwnClass).filter_by(id=class_id).with_for_update().execution_options(**FRESH)
    found: OwnClass | None = db.session.scalar(fresh)
    return found


def classes_of(viewer: Viewer, wanted: Wanted) -> Page[OwnClass]:
    """The viewer's own, newest first."""
    query = select(OwnClass).filter_by(owner_id=viewer.id)
    if wanted.cursor is not None:
        (last,) = decode_cursor(wanted.cursor, parts=1)
        query = query.where(OwnClass.id < last)
    rows: Sequence[OwnClass] = db.session.scalars(query.order_by(OwnClass.id.desc()).limit(wanted.limit + 1)).all()
    is_more = len(rows) > wanted.limit
    return Page(rows[: wanted.limit], encode_cursor(rows[wanted.limit - 1].id) if is_more else None)


def names_of(viewer: Viewer | None, class_ids: Sequence[str]) -> dict[str, str]:
    """What these classes are called, as far as they are the viewer's."""
    if viewer is None or not class_ids:
        return {}
    query = select(OwnClass.id, OwnClass.name).filter_by(owner_id=viewer.id).where(OwnClass.id.in_(class_ids))
    return {row[0]: row[1] for row in db.session.execute(query)}


def count_of(viewer: Viewer) -> int:
    return db.session.scalar(select(func.count()).select_from(OwnClass).filter_by(owner_id=viewer.id)) or 0


def numbers_of(class_ids: Sequence[str]) -> dict[str, Numbers]:
    """How many examples and hits each of these has."""
    examples = select(ClassExample.class_id, ClassExample.is_positive, func.count())
    examples = examples.where(ClassExample.class_id.in_(class_ids)).group_by(
        ClassExample.class_id, ClassExample.is_positive
    )
    counted = {(class_id, is_positive): count for class_id, is_positive, count in db.session.execute(examples)}
    hits = select(ClassHit.class_id, func.count()).where(ClassHit.class_id.in_(class_ids)).group_by(ClassHit.class_id)
    carried = {row[0]: row[1] for row in db.session.execute(hits)}
    return {
        one: Numbers(counted.get((one, True), 0), counted.get((one, False), 0), carried.get(one, 0))
        for one in class_ids
    }


def examples_of(class_id: str) -> dict[str, bool]:
    """Ids of images, and whether each is of the class."""
    rows = db.session.execute(select(ClassExample.image_id, ClassExample.is_positive).filter_by(class_id=class_id))
    return {row[0]: row[1] for row in rows}


def examples_with(image_id: str) -> dict[str, bool]:
    """Ids of classes of which this image is an example, and whether it is of the class."""
    rows = db.session.execute(select(ClassExample.class_id, ClassExample.is_positive).filter_by(image_id=image_id))
    return {row[0]: row[1] for row in rows}


def learnt_classes_of(owner_id: str, *, model_version: str) -> Sequence[OwnClass]:
    """Those that can be looked for in vectors of this version."""
    query = select(OwnClass).filter_by(owner_id=owner_id, model_version=model_version)
    learnt = query.where(OwnClass.weights.is_not(None)).order_by(OwnClass.id)
    found: Sequence[OwnClass] = db.session.scalars(learnt).all()
    return found


def vectors_of(ids: Sequence[str], *, model_version: str) -> list[Vector]:
    """The vectors of these images by this version of the model, as far as there are some; by id."""
    found: list[Vector] = []
    for start in range(0, len(ids), TOGETHER):
        some = ids[start : start + TOGETHER]
        query = select(Embedding.image_id, Embedding.vector).where(Embedding.version == model_version)
        found += [Vector(*row) for row in db.session.execute(query.where(Embedding.image_id.in_(some)))]
    return sorted(found)


def vectors_of_owner(owner_id: str, *, model_version: str, after: str, limit: int) -> list[Vector]:
    """Vectors of somebody's images behind this id."""
    query = select(Embedding.image_id, Embedding.vector).join(Image, Image.id == Embedding.image_id)
    mine = query.where(Image.owner_id == owner_id, Embedding.version == model_version, Image.id > after)
    return [Vector(*row) for row in db.session.execute(mine.order_by(Image.id).limit(limit))]


def hits_of(class_id: str, image_ids: Sequence[str]) -> dict[str, float]:
    """Which of these images carry the class, with how sure that is."""
    query = select(ClassHit.image_id, ClassHit.score).where(ClassHit.class_id == class_id)
    rows = db.session.execute(query.where(ClassHit.image_id.in_(image_ids)))
    return {row[0]: row[1] for row in rows}


def carried_by(image_ids: Sequence[str]) -> dict[str, list[Carried]]:
    """The classes that these images carry, the surest first; for their owners alone."""
    query = select(ClassHit.image_id, OwnClass.id, OwnClass.name, ClassHit.score)
    query = query.join(OwnClass, OwnClass.id == ClassHit.class_id).where(ClassHit.image_id.in_(image_ids))
    found = defaultdict[str, list[Carried]](list)
    for image_id, class_id, name, score in db.session.execute(query.order_by(ClassHit.score.desc(), OwnClass.id)):
        found[image_id].append(Carried(class_id, name, score))
    return found


def outdated(model_version: str, *, limit: int) -> list[str]:
    """Ids of classes that were learnt from vectors of another version, and wait for nothing."""
    query = select(OwnClass.id).where(OwnClass.model_version.not_in(["", model_version]))
    return list(db.session.scalars(query.where(OwnClass.state != ClassState.TRAINING).limit(limit)))
