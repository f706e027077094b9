"""Reads of imports: always one account's, but for the work of workers."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from cms.extensions import db
from cms.images.models import Album
from cms.imports.models import Import, ImportMember, ImportState, MemberState
from cms.pagination import Page, Wanted, decode_cursor, encode_cursor

FRESH = {"populate_existing": True}
UNDER_WAY = (ImportState.PENDING, ImportState.RUNNING)
MOST_PROBLEMS = 100


def import_by_id(import_id: str) -> Import | None:
    """For checking loaders only: nothing is checked here."""
    return db.session.get(Import, import_id)


def import_by_upload(upload_id: str) -> Import | None:
    found: Import | None = db.session.scalar(select(Import).filter_by(upload_id=upload_id))
    return found


def locked(import_id: str) -> Import | None:
    """The row as it is now, kept from changing until the end of the transaction."""
    fresh = select(Import).filter_by(id=import_id).with_for_update().execution_options(**FRESH)
    found: Import | None = db.session.scalar(fresh)
    return found


def imports_of(owner_id: str, wanted: Wanted) -> Page[Import]:
    """An account's imports, the newest first."""
    query = select(Import).filter_by(owner_id=owner_id)
    if wanted.cursor is not None:
        (last,) = decode_cursor(wanted.cursor, parts=1)
        query = query.where(Import.id < last)
    rows = db.session.scalars(query.order_by(Import.id.desc()).limit(wanted.limit + 1)).all()
    shown = rows[: wanted.limit]
    return Page(shown, encode_cursor(shown[-1].id) if len(rows) > wanted.limit else None)


def next_waiting(import_id: str) -> int | None:
    """The place of the first file that nobody looked at yet; None where none is left, or the import is over."""
    query = select(ImportMember.position).filter_by(import_id=import_id, state=MemberState.WAITING)
    going = query.join(Import, Import.id == ImportMember.import_id).where(Import.state.in_(UNDER_WAY))
    found: int | None = db.session.scalar(going.order_by(ImportMember.position).limit(1))
    return found


def member_now(import_id: str, position: int) -> ImportMember | None:
    """As it is in this transaction."""
    query = select(ImportMember).filter_by(import_id=import_id, position=position).execution_options(**FRESH)
    found: ImportMember | None = db.session.scalar(query)
    return found


def problems_of(found: Import) -> Sequence[ImportMember]:
    """The first files that did not become images, in the order of the archive."""
    query = select(ImportMember).filter_by(import_id=found.id, state=MemberState.FAILED)
    return db.session.scalars(query.order_by(ImportMember.position).limit(MOST_PROBLEMS)).all()


def album_titled(owner_id: str, title: str, *, parent_id: str | None) -> Album | None:
    """The oldest of an account's albums of this title that stand there."""
    query = select(Album).filter_by(owner_id=owner_id, title=title, parent_id=parent_id)
    found: Album | None = db.session.scalar(query.order_by(Album.id).limit(1))
    return found


def begun_before(moment: datetime, *, limit: int) -> list[str]:
    """Imports that are long over."""
    query = select(Import.id).where(Import.created_at < moment, Import.state.not_in(UNDER_WAY)).limit(limit)
    return list(db.session.scalars(query))
