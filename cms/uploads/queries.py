"""Reads of uploads and their parts: always one account's, but for sweeping."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select

from cms.extensions import db
from cms.uploads.models import Upload, UploadPart, UploadState

NOT_ALL_HERE = (UploadState.OPEN, UploadState.WHOLE)
FRESH = {"populate_existing": True}


def upload_by_id(upload_id: str) -> Upload | None:
    """For checking loaders only: nothing is checked here."""
    return db.session.get(Upload, upload_id)


def locked(upload_id: str) -> Upload | None:
    """The row as it is now, kept from changing until the end of the transaction."""
    fresh = select(Upload).filter_by(id=upload_id).with_for_update().execution_options(**FRESH)
    found: Upload | None = db.session.scalar(fresh)
    return found


def parts_of(upload_id: str) -> Sequence[UploadPart]:
    """In the order of the file."""
    query = select(UploadPart).filter_by(upload_id=upload_id).order_by(UploadPart.start)
    found: Sequence[UploadPart] = db.session.scalars(query).all()
    return found


def number_of_parts(upload_id: str) -> int:
    return db.session.scalar(select(func.count()).select_from(UploadPart).filter_by(upload_id=upload_id)) or 0


def begun_by(owner_id: str) -> tuple[int, int]:
    """How many uploads of this account are under way or wait, and the bytes that they will have."""
    query = select(func.count(Upload.id), func.coalesce(func.sum(Upload.length), 0)).filter_by(owner_id=owner_id)
    count, size = db.session.execute(query.where(Upload.state.in_(NOT_ALL_HERE))).one()
    return int(count), int(size)


def untouched_since(moment: datetime, *, limit: int) -> Sequence[Upload]:
    """Uploads that got no byte since then; not those that an import reads."""
    query = select(Upload).where(Upload.touched_at < moment, Upload.state != UploadState.HANDED)
    found: Sequence[Upload] = db.session.scalars(query.order_by(Upload.touched_at).limit(limit)).all()
    return found


def uploads_of(owner_id: str) -> Sequence[Upload]:
    found: Sequence[Upload] = db.session.scalars(select(Upload).filter_by(owner_id=owner_id)).all()
    return found


def keys_of(ids: Collection[str]) -> set[str]:
    """Under which keys these uploads have bytes."""
    return set(db.session.scalars(select(UploadPart.key).where(UploadPart.upload_id.in_(ids))))
