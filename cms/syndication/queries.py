"""Reads for feeds and sitemaps: what everybody may see, and of that only what stands behind no block of the reader."""

from collections.abc import Sequence
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import aliased

from cms.access.audience import album_audience, image_audience, person_audience
from cms.access.sql import to_sql
from cms.access.viewer import Viewer
from cms.accounts.models import Account
from cms.extensions import db
from cms.images.models import Album, Image, ImageTag
from cms.images.queries import by_index, images_by_ids, page_by_id, visible
from cms.pagination import Page, Wanted, decode_cursor, encode_cursor

Kind = Literal["images", "albums", "people"]
IN_ONE_SITEMAP = 10_000
MODELS: dict[Kind, Any] = {"images": Image, "albums": Album, "people": Account}
INDEX = "ix_images_open"


def open_images(viewer: Viewer | None) -> Select[Any]:
    """Whole images that everybody may see, without those behind a block."""
    return visible(viewer).where(to_sql(image_audience(None), Image))


def open_images_of(viewer: Viewer | None, account: Account, wanted: Wanted) -> Page[Image]:
    theirs = open_images(viewer).where(Image.owner_id == account.id)
    return page_by_id(by_index(theirs, "ix_images_owner_shown"), wanted)


def open_images_in(viewer: Viewer | None, album: Album, wanted: Wanted) -> Page[Image]:
    inside = open_images(viewer).where(Image.album_id == album.id)
    return page_by_id(by_index(inside, "ix_images_album"), wanted)


def open_images_tagged(viewer: Viewer | None, key: str, wanted: Wanted) -> Page[Image]:
    """Those that somebody, or a model, gave this tag."""
    tagged = select(ImageTag.image_id).join(Image, Image.id == ImageTag.image_id).where(ImageTag.key == key)
    tagged = tagged.where(to_sql(image_audience(None), Image), to_sql(image_audience(viewer), Image))
    if wanted.cursor is not None:
        tagged = tagged.where(ImageTag.image_id < decode_cursor(wanted.cursor, parts=1)[0])
    newest = tagged.distinct().order_by(ImageTag.image_id.desc()).limit(wanted.limit + 1)
    ids = db.session.scalars(newest.prefix_with("STRAIGHT_JOIN", dialect="mysql")).all()
    shown = ids[: wanted.limit]
    return Page(images_by_ids(viewer, shown), encode_cursor(shown[-1]) if len(ids) > wanted.limit else None)


def is_open(kind: Kind, table: Any) -> ColumnElement[bool]:
    """Whether everybody may see this; of people, whether there is a picture of theirs that everybody may see."""
    if kind == "images":
        return to_sql(image_audience(None), table)
    if kind == "albums":
        return to_sql(album_audience(None), table)
    shown = aliased(Image)
    theirs = select(shown.id).where(shown.owner_id == table.id, to_sql(image_audience(None), shown))
    return to_sql(person_audience(None), table) & theirs.exists()


def in_order(kind: Kind, table: Any, *columns: Any) -> Select[Any]:
    """What is open, by id; images by the index that holds all that is asked about."""
    query: Select[Any] = select(*columns).select_from(table).where(is_open(kind, table)).order_by(table.id)
    if kind == "images":
        query = query.with_hint(table, f"FORCE INDEX ({INDEX})", "mysql")
        query = query.with_hint(table, f"INDEXED BY {INDEX}", "sqlite")
    return query


def sitemap_starts(kind: Kind) -> list[str]:
    """The first id of each sitemap, in one statement that jumps from one to the next."""
    first, later = aliased(MODELS[kind]), aliased(MODELS[kind])
    begin = in_order(kind, first, first.id).limit(1).scalar_subquery()
    starts = select(begin.label("id")).cte("starts", recursive=True)
    after = in_order(kind, later, later.id).where(later.id >= starts.c.id).limit(1).offset(IN_ONE_SITEMAP)
    starts = starts.union_all(select(after.scalar_subquery()).where(starts.c.id.is_not(None)))
    return list(db.session.scalars(select(starts.c.id).where(starts.c.id.is_not(None)).order_by(starts.c.id)))


def sitemap_rows(kind: Kind, start: str) -> Sequence[Any]:
    """What one sitemap tells: images with when they changed and how sensitive they are, albums, names of people."""
    table = MODELS[kind]
    of_images = (Image.id, Image.updated_at, Image.sensitivity)
    columns = {"images": of_images, "albums": (Album.id,), "people": (Account.name,)}[kind]
    query = in_order(kind, table, *columns).where(table.id >= start).limit(IN_ONE_SITEMAP)
    return db.session.execute(query).all()
