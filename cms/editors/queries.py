"""Reads of who has which role in an album, and of what was changed in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, or_, select

from cms.access.audience import album_audience, inside_albums, person_audience
from cms.access.sql import ROLES, to_sql
from cms.access.viewer import Viewer
from cms.accounts.models import Account
from cms.albums.queries import SeenAlbum, albums_for
from cms.clauses import Tie
from cms.editors.models import AlbumChange, AlbumEditor
from cms.extensions import db
from cms.images.models import Album, Image
from cms.pagination import Page, Wanted, decode_cursor, encode_cursor

IMAGES = "images"
"""The field of changes that say which images came and went."""


@dataclass(frozen=True)
class Change:
    """One change, and who made it where the one who asks may know of them."""

    row: AlbumChange
    person: Account | None


def people_of(viewer: Viewer, album_id: str) -> list[tuple[AlbumEditor, Account]]:
    """Everybody with a role in this album whom the viewer may know of, the first who got one first."""
    query = select(AlbumEditor, Account).join(Account, Account.id == AlbumEditor.account_id)
    known = query.where(AlbumEditor.album_id == album_id, to_sql(person_audience(viewer), Account))
    return [(row, account) for row, account in db.session.execute(known.order_by(AlbumEditor.created_at, Account.id))]


def shared_with(viewer: Viewer, wanted: Wanted) -> Page[tuple[SeenAlbum, str]]:
    """The albums of others that this viewer has a role in and may see, newest first, as they look inside; the role."""
    theirs = albums_for(viewer, inside_albums(viewer)).add_columns(AlbumEditor.role)
    query = theirs.join(AlbumEditor, AlbumEditor.album_id == Album.id)
    query = query.where(AlbumEditor.account_id == viewer.id, to_sql(album_audience(viewer), Album))
    if wanted.cursor is not None:
        (last,) = decode_cursor(wanted.cursor, parts=1)
        query = query.where(Album.id < last)
    found = db.session.execute(query.order_by(Album.id.desc()).limit(wanted.limit + 1)).all()
    rows = [(SeenAlbum(*seen), role) for *seen, role in found[: wanted.limit]]
    return Page(rows, encode_cursor(rows[-1][0].album.id) if len(found) > wanted.limit else None)


def role_of(album_id: str, name: str) -> AlbumEditor | None:
    """What the account of this name is in this album."""
    query = select(AlbumEditor).join(Account, Account.id == AlbumEditor.account_id)
    found: AlbumEditor | None = db.session.scalar(query.where(AlbumEditor.album_id == album_id, Account.name == name))
    return found


def number_of_people(album_id: str) -> int:
    return db.session.scalar(select(func.count()).select_from(AlbumEditor).filter_by(album_id=album_id)) or 0


def has_people(album_id: str) -> bool:
    return db.session.scalar(select(AlbumEditor.album_id).filter_by(album_id=album_id).limit(1)) is not None


def roles_between(one_id: str, other_id: str) -> Sequence[tuple[Album, AlbumEditor]]:
    """The roles that either of these accounts has in albums of the other."""
    query = select(Album, AlbumEditor).join(AlbumEditor, AlbumEditor.album_id == Album.id)
    either = or_(
        *(
            and_(Album.owner_id == owner_id, AlbumEditor.account_id == account_id)
            for owner_id, account_id in ((one_id, other_id), (other_id, one_id))
        )
    )
    return [(album, role) for album, role in db.session.execute(query.where(either))]


def changes_of(viewer: Viewer, album_id: str, wanted: Wanted) -> Page[Change]:
    """What was changed in this album, newest first."""
    is_known = and_(Account.id == AlbumChange.person_id, to_sql(person_audience(viewer), Account))
    query = select(AlbumChange, Account).outerjoin(Account, is_known).where(AlbumChange.album_id == album_id)
    if wanted.cursor is not None:
        (last,) = decode_cursor(wanted.cursor, parts=1)
        query = query.where(AlbumChange.id < last)
    found = db.session.execute(query.order_by(AlbumChange.id.desc()).limit(wanted.limit + 1))
    rows = [Change(row, person) for row, person in found]
    end = rows[wanted.limit - 1] if len(rows) > wanted.limit else None
    return Page(rows[: wanted.limit], encode_cursor(end.row.id) if end else None)


def last_words(album_id: str, person_id: str, *, limit: int) -> Sequence[AlbumChange]:
    """What this account said of this album last, newest first: behind each nobody else said anything of that field."""
    stands = select(AlbumChange).where(AlbumChange.album_id == album_id, AlbumChange.undone_at.is_(None))
    other = select(AlbumChange.field, func.max(AlbumChange.id).label("last"))
    other = other.where(AlbumChange.album_id == album_id, AlbumChange.undone_at.is_(None))
    somebody = or_(AlbumChange.person_id.is_(None), AlbumChange.person_id != person_id)
    others = other.where(somebody).group_by(AlbumChange.field).subquery()
    query = stands.outerjoin(others, others.c.field == AlbumChange.field)
    last = query.where(AlbumChange.person_id == person_id, AlbumChange.field != IMAGES)
    newest = last.where(or_(others.c.last.is_(None), AlbumChange.id > others.c.last))
    return db.session.scalars(newest.order_by(AlbumChange.id.desc()).limit(limit)).all()


def moves_of(album_id: str, person_id: str, *, limit: int) -> Sequence[AlbumChange]:
    """Which images this account put into this album and took out of it, newest first, but for what was taken back."""
    theirs = select(AlbumChange).filter_by(album_id=album_id, person_id=person_id, field=IMAGES)
    stand = theirs.where(AlbumChange.undone_at.is_(None))
    return db.session.scalars(stand.order_by(AlbumChange.id.desc()).limit(limit)).all()


def owners_of(ids: Sequence[str]) -> Sequence[str]:
    return db.session.scalars(select(Image.owner_id).where(Image.id.in_(ids)).distinct()).all()


def still_inside(album_id: str, owner_id: str, ids: Sequence[str]) -> list[str]:
    """Those of these images of this account that are in the album now."""
    query = select(Image.id).where(Image.id.in_(ids), Image.album_id == album_id, Image.owner_id == owner_id)
    return list(db.session.scalars(query))


def may_come_back(album: Album, ids: Sequence[str], *, but_of: str) -> Sequence[Any]:
    """Owner and id of those of these images that are in no album now, and whose owners may add to this one.

    What its own owner took out stays out.
    """
    fill = select(AlbumEditor.account_id).where(
        AlbumEditor.album_id == album.id, AlbumEditor.role.in_(ROLES[Tie.FILLED_BY])
    )
    free = select(Image.owner_id, Image.id).where(Image.id.in_(ids), Image.album_id.is_(None))
    theirs = or_(Image.owner_id == album.owner_id, Image.owner_id.in_(fill))
    return db.session.execute(free.where(theirs, Image.owner_id != but_of)).all()
