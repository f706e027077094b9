"""Reads of albums. Counts, covers, parents and children are what the viewer may see, by the one audience rule."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true
from sqlalchemy.orm import aliased, contains_eager

from cms.access.audience import ImageState, album_audience, image_audience
from cms.access.sql import has_role, to_sql
from cms.access.viewer import Viewer
from cms.albums.models import AlbumTag
from cms.clauses import Clause, OneOf
from cms.extensions import db
from cms.images.models import Album, Image
from cms.pagination import Page, Wanted, decode_cursor, encode_cursor
from cms.reactions.models import Tally
from cms.reactions.queries import collected_by, liked_by

MOST_RELATIVES = 2000


@dataclass(frozen=True)
class SeenAlbum:
    """An album as somebody sees it: a cover that they may see, and how much of what is directly in it.

    `has_role`: its owner gave them one; what they may do by that is for the policy to say.
    """

    album: Album
    cover: Image | None
    image_count: int
    album_count: int
    tally: Tally | None
    is_liked: bool
    is_collected: bool
    has_role: bool


@dataclass(frozen=True)
class Relative:
    """An album by its name, above or below another."""

    id: str
    title: str
    parent_id: str | None


def album_by_id(album_id: str) -> Album | None:
    """For checking loaders only: nothing is checked here."""
    query = select(Album).join(Album.owner).options(contains_eager(Album.owner)).where(Album.id == album_id)
    found: Album | None = db.session.scalar(query)
    return found


def titles_of(viewer: Viewer | None, album_ids: Sequence[str]) -> dict[str, str]:
    """The titles of those of these albums that this viewer may see, by id."""
    if not album_ids:
        return {}
    query = select(Album.id, Album.title).where(Album.id.in_(album_ids), to_sql(album_audience(viewer), Album))
    return {row.id: row.title for row in db.session.execute(query)}


def seen_album(viewer: Viewer | None, album_id: str) -> SeenAlbum | None:
    """The album with what this viewer may see of it; whether they may see it itself is for the loader to check."""
    row = db.session.execute(albums_for(viewer).where(Album.id == album_id)).first()
    return None if row is None else SeenAlbum(*row)


def albums_of(
    viewer: Viewer | None, owner_id: str, wanted: Wanted, *, within: ColumnElement[bool] | None
) -> Page[SeenAlbum]:
    """One person's albums that this viewer may see, newest first."""
    query = albums_for(viewer).where(Album.owner_id == owner_id, to_sql(album_audience(viewer), Album))
    if within is not None:
        query = query.where(within)
    if wanted.cursor is not None:
        (last,) = decode_cursor(wanted.cursor, parts=1)
        query = query.where(Album.id < last)
    rows = [SeenAlbum(*row) for row in db.session.execute(query.order_by(Album.id.desc()).limit(wanted.limit + 1))]
    end = rows[wanted.limit - 1] if len(rows) > wanted.limit else None
    return Page(rows[: wanted.limit], encode_cursor(end.album.id) if end else None)


def directly_in(parent_id: str | None) -> ColumnElement[bool]:
    """The albums right below this one, or the topmost ones."""
    return Album.parent_id.is_(None) if parent_id is None else Album.parent_id == parent_id


def albums_for(viewer: Viewer | None, audience: Clause | None = None) -> Select[Any]:
    """Albums with their owners, and for each the cover and the counts of this viewer: all in one statement.

    `audience`: which images they may see there, if not those that they may see anywhere.
    """
    seen = audience or image_audience(viewer)
    cover, inside, below = aliased(Image), aliased(Image), aliased(Album)
    images = select(func.count()).select_from(inside).where(inside.album_id == Album.id, *shown(seen, inside))
    albums = select(func.count()).select_from(below).where(below.parent_id == Album.id)
    albums = albums.where(to_sql(album_audience(viewer), below))
    is_near = or_(cover.owner_id == Album.owner_id, cover.album_id == Album.id)
    part = has_role(viewer.id, Album.id) if viewer is not None else false()
    own = liked_by(viewer, Album.id), collected_by(viewer, Album.id), part
    return (
        select(Album, cover, images.scalar_subquery(), albums.scalar_subquery(), Tally, *own)
        .join(Album.owner)
        .options(contains_eager(Album.owner))
        .outerjoin(cover, and_(cover.id == cover_id(seen), is_near))
        .outerjoin(Tally, Tally.thing_id == Album.id)
    )


def shown(audience: Clause, image: Any) -> tuple[ColumnElement[bool], ...]:
    return to_sql(audience, image), image.is_trashed == false()


def cover_id(audience: Clause) -> ColumnElement[Any]:
    """The owner's choice where this audience may see it, else the newest image in the album that it may see."""
    chosen, newest = aliased(Image), aliased(Image)
    choice = select(chosen.id).where(chosen.id == Album.cover_id, *shown(audience, chosen))
    fallback = select(newest.id).where(newest.album_id == Album.id, newest.state == ImageState.READY)
    fallback = fallback.where(*shown(audience, newest)).order_by(newest.id.desc()).limit(1)
    return func.coalesce(choice.scalar_subquery(), fallback.scalar_subquery())


def relatives(viewer: Viewer | None, albums: Sequence[Album]) -> dict[str, Relative]:
    """All albums above and right below these that the viewer may see, by id."""
    above = {album_id for album in albums for album_id in ids_above(album)}
    near = or_(Album.id.in_(above), Album.parent_id.in_([album.id for album in albums]))
    query = select(Album.id, Album.title, Album.parent_id).where(near, to_sql(album_audience(viewer), Album))
    rows = db.session.execute(query.order_by(Album.id).limit(MOST_RELATIVES))
    return {row.id: Relative(*row) for row in rows}


def ids_above(album: Album) -> list[str]:
    """The ids of the albums that this one is in, topmost first."""
    return album.path.split("/")[:-2]


def tags_of(ids: Iterable[str]) -> dict[str, list[AlbumTag]]:
    rows = db.session.scalars(select(AlbumTag).where(AlbumTag.album_id.in_(list(ids))).order_by(AlbumTag.position))
    found: dict[str, list[AlbumTag]] = defaultdict(list)
    for tag in rows:
        found[tag.album_id].append(tag)
    return found


def hidden_ids(owner_id: str) -> frozenset[str]:
    """The ids of the albums of this account that a moderator hides, with all below these."""
    hidden = db.session.scalars(select(Album.path).filter_by(owner_id=owner_id, is_hidden=True)).all()
    if not hidden:
        return frozenset()
    below = (Album.path.between(path, f"{path[:-1]}0") for path in hidden)  # "0" follows the slash
    return frozenset(db.session.scalars(select(Album.id).where(or_(*below))))


def opened_below(album: Album, levels: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Of an album that a link opens: the ids of all below it of these levels, and of those that a moderator closed."""
    in_branch = Album.path.between(album.path, f"{album.path[:-1]}0")  # "0" follows the slash
    below = and_(in_branch, to_sql(OneOf("effective_privacy", levels), Album))
    query = select(Album.id, Album.path, Album.is_hidden).filter_by(owner_id=album.owner_id)
    rows = db.session.execute(query.where(or_(below, Album.is_hidden == true()))).all()
    hidden = tuple(row.path for row in rows if row.is_hidden)
    closed = {row.id for row in rows if row.path.startswith(hidden)}
    inside = {row.id for row in rows if row.path.startswith(album.path)}
    return frozenset(inside - closed - {album.id}), frozenset(closed)


def branch_of(album: Album) -> Sequence[Album]:
    """This album and all below it, parents first, as they are now and kept from changing."""
    below = Album.path >= album.path, Album.path < f"{album.path[:-1]}0"  # "0" follows the slash
    query = select(Album).where(*below).order_by(func.length(Album.path), Album.id).with_for_update()
    found: Sequence[Album] = db.session.scalars(query.execution_options(populate_existing=True)).all()
    return found


def album_now(album_id: str) -> Album | None:
    """The row as it is now, kept from changing until the end of the transaction."""
    query = select(Album).filter_by(id=album_id).with_for_update().execution_options(populate_existing=True)
    found: Album | None = db.session.scalar(query)
    return found


def innermost_first(owner_id: str) -> Sequence[str]:
    """The ids of all albums of this account, each before the one that it is in."""
    mine = select(Album.id).filter_by(owner_id=owner_id).order_by(func.length(Album.path).desc())
    return db.session.scalars(mine).all()
