"""Reads of counters and of what a viewer did with things."""

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, exists, false, select

from cms.access.viewer import Viewer
from cms.extensions import db
from cms.reactions.models import Collection, CollectionItem, Kind, Like, Tally


@dataclass(frozen=True)
class Marks:
    """How often things happened to a thing, and whether the viewer likes it and has it in a collection of theirs."""

    views: int = 0
    likes: int = 0
    comments: int = 0
    collects: int = 0
    liked: bool = False
    collected: bool = False


def marks_from(tally: Tally | None, *, liked: bool, collected: bool) -> Marks:
    """A thing to which nothing ever happened has no tally."""
    if tally is None:
        return Marks(liked=liked, collected=collected)
    return Marks(tally.views, tally.likes, tally.comments, tally.collects, liked, collected)


def liked_by(viewer: Viewer | None, thing_id: Any) -> ColumnElement[bool]:
    """Whether the viewer likes the thing whose id is in this column."""
    if viewer is None:
        return false()
    return exists().where(Like.account_id == viewer.id, Like.thing_id == thing_id)


def collected_by(viewer: Viewer | None, thing_id: Any) -> ColumnElement[bool]:
    """Whether the thing whose id is in this column is in a collection of the viewer's."""
    if viewer is None:
        return false()
    inside = (CollectionItem.thing_id == thing_id, Collection.id == CollectionItem.collection_id)
    return exists().where(*inside, Collection.owner_id == viewer.id)


def count_of(thing_id: str, name: Literal["likes", "comments", "collects", "views"]) -> int:
    """One counter of a thing, as it is in the database now."""
    return db.session.scalar(select(getattr(Tally, name)).where(Tally.thing_id == thing_id)) or 0


def is_collected_by(account_id: str, thing_id: str) -> bool:
    """Whether a thing is in any collection of this account."""
    inside = select(Collection.id).join(CollectionItem, CollectionItem.collection_id == Collection.id)
    wanted = inside.where(Collection.owner_id == account_id, CollectionItem.thing_id == thing_id)
    return db.session.scalar(wanted.limit(1)) is not None


def things_liked_by(account_id: str) -> list[tuple[Kind, str]]:
    """Kind and id of each."""
    rows = db.session.execute(select(Like.kind, Like.thing_id).where(Like.account_id == account_id))
    return [(row.kind, row.thing_id) for row in rows]


def things_collected_by(account_id: str) -> list[str]:
    """Each once."""
    items = select(CollectionItem.thing_id).join(Collection, Collection.id == CollectionItem.collection_id)
    return list(db.session.scalars(items.where(Collection.owner_id == account_id).distinct()))
