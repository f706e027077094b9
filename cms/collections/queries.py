"""Reads of collections. What is in one is what its viewer may see now; its owner hears that there is more."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, tuple_
from sqlalchemy.orm import joinedload

from cms.access.audience import album_audience, image_audience
from cms.access.policy import is_own
from cms.access.sql import to_sql
from cms.access.viewer import Viewer
from cms.albums.queries import SeenAlbum, albums_for
from cms.extensions import db
from cms.images.models import Album, Image
from cms.images.queries import images_by_ids, visible
from cms.pagination import Page, Wanted, decode_cursor, encode_cursor, number_of
from cms.reactions.models import Collection, CollectionItem

AFTER_DEFAULT = "~"
"""Behind every id in their order: where a list goes on after the collection of one tap."""


@dataclass(frozen=True)
class SeenCollection:
    """A collection, how many of its things the viewer may see (its owner: all), and the newest of its pictures."""

    collection: Collection
    count: int
    cover_id: str | None


def collection_by_id(collection_id: str) -> Collection | None:
    """For checking loaders only: nothing is checked here."""
    found: Collection | None = db.session.scalar(
        select(Collection).options(joinedload(Collection.owner)).filter_by(id=collection_id)
    )
    return found


def default_of(account_id: str) -> Collection | None:
    query = select(Collection).options(joinedload(Collection.owner)).where(Collection.default_of == account_id)
    found: Collection | None = db.session.scalar(query)
    return found


def collections_of(viewer: Viewer | None, owner_id: str, wanted: Wanted) -> Page[SeenCollection]:
    """One person's collections that this viewer may see: that of one tap, then the newest first."""
    query = _seen(viewer, owner_id).where(Collection.owner_id == owner_id, to_sql(album_audience(viewer), Collection))
    if wanted.cursor is not None:
        (last,) = decode_cursor(wanted.cursor, parts=1)
        query = query.where(Collection.id < last, Collection.default_of.is_(None))
    query = query.order_by(Collection.default_of.is_(None), Collection.id.desc()).limit(wanted.limit + 1)
    rows = [SeenCollection(*row) for row in db.session.execute(query)]
    end = rows[wanted.limit - 1] if len(rows) > wanted.limit else None
    return Page(
        rows[: wanted.limit],
        encode_cursor(AFTER_DEFAULT if end.collection.default_of else end.collection.id) if end else None,
    )


def seen_collection(viewer: Viewer | None, row: Collection) -> SeenCollection:
    query = _seen(viewer, row.owner_id).where(Collection.id == row.id)
    return SeenCollection(*db.session.execute(query).one())


def _seen(viewer: Viewer | None, owner_id: str) -> Select[Any]:
    of_it = CollectionItem.collection_id == Collection.id
    count = select(func.count()).select_from(CollectionItem).where(of_it)
    if viewer is None or viewer.id != owner_id:
        count = _with_things(count).where(_is_shown(viewer))
    pictures = select(Image.id).join(CollectionItem, CollectionItem.thing_id == Image.id)
    newest = pictures.where(of_it, _image_shown(viewer)).order_by(CollectionItem.added_at.desc(), Image.id.desc())
    parts = [query.correlate(Collection).scalar_subquery() for query in (count, newest.limit(1))]
    columns: tuple[Any, ...] = (Collection, *parts)
    return select(*columns).options(joinedload(Collection.owner))


def _with_things(query: Select[Any]) -> Select[Any]:
    """Items with their images and albums, where those are there."""
    with_image = query.outerjoin(Image, Image.id == CollectionItem.thing_id)
    return with_image.outerjoin(Album, Album.id == CollectionItem.thing_id)


def _image_shown(viewer: Viewer | None) -> ColumnElement[bool]:
    return and_(to_sql(image_audience(viewer), Image), Image.is_trashed == false())


def _is_shown(viewer: Viewer | None) -> ColumnElement[bool]:
    is_album = and_(Album.id.is_not(None), to_sql(album_audience(viewer), Album))
    return or_(and_(Image.id.is_not(None), _image_shown(viewer)), is_album)


@dataclass(frozen=True)
class SeenItem:
    """What is at a place of a collection; neither where the viewer may not see it now."""

    item: CollectionItem
    image: Image | None = None
    album: SeenAlbum | None = None


def items_of(viewer: Viewer | None, collection: Collection, wanted: Wanted) -> Page[SeenItem]:
    """What is in a collection, in its order: to its owner all, to others what they may see."""
    query = select(CollectionItem).where(CollectionItem.collection_id == collection.id)
    if not is_own(viewer, collection):
        query = _with_things(query).where(_is_shown(viewer))
    if wanted.cursor is not None:
        place, last = decode_cursor(wanted.cursor, parts=2)
        behind = (CollectionItem.place, CollectionItem.thing_id)
        query = query.where(tuple_(*behind) > (number_of(place), last))
    order = (CollectionItem.place, CollectionItem.thing_id)
    rows = db.session.scalars(query.order_by(*order).limit(wanted.limit + 1)).all()
    shown = rows[: wanted.limit]
    end = shown[-1] if len(rows) > wanted.limit else None
    return Page(_seen_items(viewer, shown), encode_cursor(repr(end.place), end.thing_id) if end else None)


def whole_collection(viewer: Viewer | None, collection: Collection) -> Sequence[Image]:
    """All images of a collection that this viewer may see, in its order."""
    inside = visible(viewer).join(CollectionItem, CollectionItem.thing_id == Image.id)
    mine = inside.where(CollectionItem.collection_id == collection.id)
    found: Sequence[Image] = db.session.scalars(mine.order_by(CollectionItem.place, CollectionItem.thing_id)).all()
    return found


def _seen_items(viewer: Viewer | None, items: Sequence[CollectionItem]) -> list[SeenItem]:
    images = {one.id: one for one in images_by_ids(viewer, [item.thing_id for item in items if item.kind == "image"])}
    albums = albums_by_ids(viewer, [item.thing_id for item in items if item.kind == "album"])
    return [SeenItem(item, images.get(item.thing_id), albums.get(item.thing_id)) for item in items]


def albums_by_ids(viewer: Viewer | None, ids: Sequence[str]) -> dict[str, SeenAlbum]:
    """Those of these albums that this viewer may see, by id."""
    if not ids:
        return {}
    query = albums_for(viewer).where(Album.id.in_(ids), to_sql(album_audience(viewer), Album))
    return {row[0].id: SeenAlbum(*row) for row in db.session.execute(query)}


def item_of(collection_id: str, thing_id: str) -> CollectionItem | None:
    found: CollectionItem | None = db.session.get(CollectionItem, (collection_id, thing_id), populate_existing=True)
    return found


def items_count(collection_id: str) -> int:
    inside = select(func.count()).select_from(CollectionItem).filter_by(collection_id=collection_id)
    return db.session.scalar(inside) or 0


def first_place(collection_id: str) -> float:
    """The place of what comes first; 0 where there is nothing."""
    found: float | None = db.session.scalar(
        select(func.min(CollectionItem.place)).where(CollectionItem.collection_id == collection_id)
    )
    return found or 0.0


def number_of_collections(owner_id: str) -> int:
    return db.session.scalar(select(func.count()).select_from(Collection).filter_by(owner_id=owner_id)) or 0


def collections_holding(owner_id: str, things: frozenset[str]) -> frozenset[str]:
    """The ids of this account's collections in which all of these things are."""
    inside = select(Collection.id).join(CollectionItem, CollectionItem.collection_id == Collection.id)
    some = inside.where(Collection.owner_id == owner_id, CollectionItem.thing_id.in_(things))
    return frozenset(db.session.scalars(some.group_by(Collection.id).having(func.count() == len(things))))


def collections_with(owner_id: str, thing_id: str) -> Sequence[Collection]:
    """This account's collections that hold a thing."""
    inside = select(Collection).join(CollectionItem, CollectionItem.collection_id == Collection.id)
    wanted = inside.where(Collection.owner_id == owner_id, CollectionItem.thing_id == thing_id)
    found: Sequence[Collection] = db.session.scalars(wanted).all()
    return found
