"""Reads of own classes: one's own, and those that others share."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, Subquery, false, func, literal, select, true, union_all

from cms.access.audience import nothing_between, own_things
from cms.access.sql import to_sql
from cms.access.viewer import Viewer
from cms.accounts.models import Account
from cms.classes.models import ClassExample, ClassHit, ClassShare, ClassState, OwnClass
from cms.extensions import db
from cms.images.models import Embedding, Image
from cms.images.queries import page_by_id, visible
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
    """Of a class: examples for and against it, the viewer's images that carry it, with how many it is shared."""

    positive: int = 0
    negative: int = 0
    hits: int = 0
    shares: int = 0


class Seen(NamedTuple):
    """A class with its owner, and with the viewer's share where it is shared with them."""

    row: OwnClass
    owner: Account
    share: ClassShare | None

    @property
    def owner_id(self) -> str:
        return self.row.owner_id


def class_by_id(class_id: str) -> OwnClass | None:
    """For checking loaders and jobs only: nothing is checked here."""
    return db.session.get(OwnClass, class_id)


def locked(class_id: str) -> OwnClass | None:
    """The row as it is now, kept from changing until the end of the transaction."""
    fresh = select(OwnClass).filter_by(id=class_id).with_for_update().execution_options(**FRESH)
    found: OwnClass | None = db.session.scalar(fresh)
    return found


def class_seen(viewer: Viewer | None, class_id: str) -> Seen | None:
    """For the checking loader: nothing is checked here."""
    query = select(OwnClass, Account, ClassShare).join(Account, Account.id == OwnClass.owner_id)
    query = query.outerjoin(ClassShare, shared_with("" if viewer is None else viewer.id))
    row = db.session.execute(query.where(OwnClass.id == class_id)).first()
    return None if row is None else Seen(*row)


def shared_with(account_id: str) -> ColumnElement[bool]:
    """Joins a class with the share of this account."""
    return (ClassShare.class_id == OwnClass.id) & (ClassShare.receiver_id == account_id)


def classes_of(viewer: Viewer, wanted: Wanted) -> Page[Seen]:
    """The viewer's own and those that are shared with them, newest first."""
    known = known_ids(viewer)
    query = select(OwnClass, Account, ClassShare).select_from(known).join(OwnClass, OwnClass.id == known.c.id)
    query = query.join(Account, Account.id == OwnClass.owner_id).outerjoin(ClassShare, shared_with(viewer.id))
    if wanted.cursor is not None:
        (last,) = decode_cursor(wanted.cursor, parts=1)
        query = query.where(OwnClass.id < last)
    rows = [Seen(*row) for row in db.session.execute(query.order_by(OwnClass.id.desc()).limit(wanted.limit + 1))]
    is_more = len(rows) > wanted.limit
    return Page(rows[: wanted.limit], encode_cursor(rows[wanted.limit - 1].row.id) if is_more else None)


def known_ids(viewer: Viewer) -> Subquery:
    """The ids of the classes that this viewer may use: each read by its own index."""
    shared = (
        select(ClassShare.class_id).filter_by(receiver_id=viewer.id).join(Account, Account.id == ClassShare.owner_id)
    )
    own = select(OwnClass.id).filter_by(owner_id=viewer.id)
    return union_all(own, shared.where(to_sql(nothing_between(viewer), Account))).subquery()


def known_to(viewer: Viewer | None) -> dict[str, str]:
    """The names of the classes that this viewer may use, by id."""
    if viewer is None:
        return {}
    known = known_ids(viewer)
    rows = db.session.execute(select(OwnClass.id, OwnClass.name).join(known, known.c.id == OwnClass.id))
    return {row[0]: row[1] for row in rows}


def names_of(viewer: Viewer | None, class_ids: Sequence[str]) -> dict[str, str]:
    """What these classes are called, as far as this viewer may use them."""
    if not class_ids:
        return {}
    return {class_id: name for class_id, name in known_to(viewer).items() if class_id in class_ids}


def examples_seen(viewer: Viewer, class_id: str, wanted: Wanted, *, is_positive: bool) -> Page[Image]:
    """Those examples of a class that this viewer may see."""
    examples = select(ClassExample.image_id).filter_by(class_id=class_id, is_positive=is_positive)
    return page_by_id(visible(viewer).where(Image.id.in_(examples)), wanted)


def shares_of(class_id: str) -> Sequence[tuple[ClassShare, Account]]:
    """With whom a class is shared, the latest first."""
    query = select(ClassShare, Account).join(Account, Account.id == ClassShare.receiver_id)
    rows = db.session.execute(query.where(ClassShare.class_id == class_id).order_by(ClassShare.id.desc()))
    return [(row[0], row[1]) for row in rows]


def share_with(class_id: str, name: str) -> ClassShare | None:
    """The share of whom is called so: nothing is checked here."""
    query = select(ClassShare).join(Account, Account.id == ClassShare.receiver_id)
    found: ClassShare | None = db.session.scalar(
        query.where(ClassShare.class_id == class_id, Account.name == name.lower())
    )
    return found


def share_by_id(share_id: str) -> ClassShare | None:
    """For jobs: nothing is checked here."""
    return db.session.get(ClassShare, share_id)


def shares_between(one_id: str, other_id: str) -> Sequence[ClassShare]:
    """What either of two accounts shares with the other."""
    ends = ((one_id, other_id), (other_id, one_id))
    return [
        share
        for owner_id, receiver_id in ends
        for share in db.session.scalars(select(ClassShare).filter_by(owner_id=owner_id, receiver_id=receiver_id))
    ]


def receivers_of(class_id: str) -> list[str]:
    """The ids of the accounts with whom a class is shared."""
    return list(db.session.scalars(select(ClassShare.receiver_id).filter_by(class_id=class_id)))


def users_of(row: OwnClass) -> list[str]:
    """The ids of its owner and of all with whom it is shared."""
    return [row.owner_id, *receivers_of(row.id)]


def count_received(account_id: str) -> int:
    """How many classes others share with this account."""
    return db.session.scalar(select(func.count()).select_from(ClassShare).filter_by(receiver_id=account_id)) or 0


def ids_of(owner_id: str) -> list[str]:
    """The ids of an account's own classes."""
    return list(db.session.scalars(select(OwnClass.id).filter_by(owner_id=owner_id)))


def count_of(viewer: Viewer) -> int:
    return db.session.scalar(select(func.count()).select_from(OwnClass).filter_by(owner_id=viewer.id)) or 0


def numbers_of(class_ids: Sequence[str], viewer: Viewer) -> dict[str, Numbers]:
    """How many examples, hits among the viewer's images and shares each of these has, in one statement."""
    said = [
        counted(ClassExample, name).where(ClassExample.is_positive == is_positive)
        for name, is_positive in (("positive", true()), ("negative", false()))
    ]
    mine = counted(ClassHit, "hits").join(Image, Image.id == ClassHit.image_id)
    every = (*said, mine.where(to_sql(own_things(viewer), Image)), counted(ClassShare, "shares"))
    found = defaultdict[str, dict[str, int]](dict)
    rows = union_all(*(one.where(one.selected_columns.class_id.in_(class_ids)) for one in every))
    for class_id, name, count in db.session.execute(rows):
        found[class_id][name] = count
    return {one: Numbers(**found[one]) for one in class_ids}


def counted(model: Any, name: str) -> Select[Any]:
    """How many rows each class has there."""
    return select(model.class_id, literal(name), func.count()).group_by(model.class_id)


def examples_of(class_id: str) -> dict[str, bool]:
    """Ids of images, and whether each is of the class."""
    rows = db.session.execute(select(ClassExample.image_id, ClassExample.is_positive).filter_by(class_id=class_id))
    return {row[0]: row[1] for row in rows}


def examples_with(image_id: str) -> dict[str, bool]:
    """Ids of classes of which this image is an example, and whether it is of the class."""
    rows = db.session.execute(select(ClassExample.class_id, ClassExample.is_positive).filter_by(image_id=image_id))
    return {row[0]: row[1] for row in rows}


def learnt_classes_of(account_id: str, *, model_version: str) -> Sequence[OwnClass]:
    """Those that an account uses and that can be looked for in vectors of this version."""
    own = select(OwnClass.id).filter_by(owner_id=account_id)
    shared = select(ClassShare.class_id).filter_by(receiver_id=account_id)
    used = union_all(own, shared).subquery()
    query = select(OwnClass).join(used, used.c.id == OwnClass.id).where(OwnClass.model_version == model_version)
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
    """The classes that these images carry and their owners use, the surest first; for these owners alone."""
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
