"""Reads of what guests sent and what waits of it for the owner of an album."""

from collections.abc import Sequence

from sqlalchemy import Select, false, func, select

from cms.extensions import db
from cms.guests.models import GuestPicture
from cms.images.models import Album, Image
from cms.pagination import Page, Wanted, decode_cursor, encode_cursor

Waiting = tuple[GuestPicture, Image]


def waiting_for(album: Album) -> Select[GuestPicture, Image]:
    """What guests sent for this album and its owner has not decided: not thrown away, and put nowhere by hand."""
    query = select(GuestPicture, Image).join(Image, Image.id == GuestPicture.image_id)
    untaken = query.where(GuestPicture.album_id == album.id, GuestPicture.taken_at.is_(None))
    return untaken.where(Image.owner_id == album.owner_id, Image.album_id.is_(None), Image.is_trashed == false())


def waiting_page(album: Album, wanted: Wanted) -> Page[Waiting]:
    """The newest first."""
    query = waiting_for(album)
    if wanted.cursor is not None:
        (last,) = decode_cursor(wanted.cursor, parts=1)
        query = query.where(GuestPicture.image_id < last)
    found = db.session.execute(query.order_by(GuestPicture.image_id.desc()).limit(wanted.limit + 1)).all()
    rows = [(row, image) for row, image in found[: wanted.limit]]
    return Page(rows, encode_cursor(rows[-1][0].image_id) if len(found) > wanted.limit else None)


def number_waiting(album: Album) -> int:
    return db.session.scalar(select(func.count()).select_from(waiting_for(album).subquery())) or 0


def some_waiting(album: Album, ids: Sequence[str] | None, *, limit: int) -> list[Waiting]:
    """Those of these that wait, or any of all, the oldest first."""
    query = waiting_for(album)
    if ids is not None:
        query = query.where(GuestPicture.image_id.in_(ids))
    return [(row, image) for row, image in db.session.execute(query.order_by(GuestPicture.image_id).limit(limit))]


def sent_by_guests(ids: Sequence[str]) -> set[str]:
    """Which of these images came from guests."""
    return set(db.session.scalars(select(GuestPicture.image_id).where(GuestPicture.image_id.in_(ids))))
