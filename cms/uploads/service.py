"""Uploads in pieces: begun, continued, taken, given up, swept. The row says how far one is. No HTTP, no commits."""

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, BinaryIO

from sqlalchemy import delete, update

from cms.access.viewer import Viewer
from cms.accounts.queries import account_by_id, lock_owner
from cms.accounts.quota import usage_of
from cms.errors import Problem, conflict, not_found
from cms.extensions import db, new_id, now
from cms.images.service import clean_file_name, discard
from cms.storage.base import Storage
from cms.storage.keys import part_key
from cms.uploads import queries
from cms.uploads.models import Upload, UploadKind, UploadPart, UploadState

MOST_AT_ONCE = 200
MOST_PARTS = 10_000
MOST_IN_A_PART = 10_000_000
"""Bytes of one request: what is lost when one breaks off, and what a proxy in front has to let pass."""

SWEPT_TOGETHER = 20
CONTENT_TYPE = "application/octet-stream"
UNSYNCHRONISED = {"synchronize_session": False}


@dataclass(frozen=True)
class Standing:
    """How far an upload was when a request came: what it brings is for this place or for none."""

    id: str
    kind: str
    length: int
    offset: int
    fields: Mapping[str, Any]
    file_name: str

    def is_ended_by(self, size: int) -> bool:
        return self.offset + size == self.length


@dataclass(frozen=True)
class Piece:
    """Bytes that came, whose SHA-256 is known."""

    stream: BinaryIO
    size: int
    sha256: str


def begin(
    viewer: Viewer, *, kind: UploadKind, length: int, file_name: str, fields: Mapping[str, Any], upload_id: str = ""
) -> Upload:
    """A place for a file of this length. Raises 409 for too many at a time, 413 where the owner has no room for it."""
    lock_owner(viewer.id)
    count, size = queries.begun_by(viewer.id)
    if count >= MOST_AT_ONCE:
        raise Problem(409, "too-many-uploads", f"At most {MOST_AT_ONCE} uploads of yours can be under way at a time.")
    account = account_by_id(viewer.id)
    usage = None if account is None else usage_of(account)
    if usage is not None and usage.quota_bytes is not None and usage.bytes + size + length > usage.quota_bytes:
        raise Problem(413, "quota-full", "Your space is full. Delete some pictures for ever, or ask for more space.")
    upload = Upload(
        id=upload_id or new_id(), owner_id=viewer.id, kind=kind, length=length, fields=dict(fields), received=0
    )
    upload.state, upload.file_name = UploadState.OPEN, clean_file_name(file_name)
    upload.created_at = upload.touched_at = now()
    db.session.add(upload)
    db.session.flush()
    return upload


def standing(upload: Upload) -> Standing:
    return Standing(upload.id, upload.kind, upload.length, upload.received, dict(upload.fields), upload.file_name)


def add_part(stand: Standing, piece: Piece, *, storage: Storage) -> int:
    """Keep what came next, bytes first; the new offset. Raises 409 where another request was faster."""
    key = part_key(stand.id, start=stand.offset, mark=new_id()[-8:], sha256=piece.sha256)
    storage.put(key, piece.stream, content_type=CONTENT_TYPE)
    try:
        if queries.number_of_parts(stand.id) >= MOST_PARTS:
            raise conflict("This upload came in too many pieces. Begin it again with larger ones.")
        _move_on(stand, piece.size, state=UploadState.WHOLE if stand.is_ended_by(piece.size) else UploadState.OPEN)
    except Problem:
        storage.delete(key)
        raise
    db.session.add(UploadPart(upload_id=stand.id, start=stand.offset, size=piece.size, storage=storage.name, key=key))
    db.session.flush()
    return stand.offset + piece.size


def keep_whole(viewer: Viewer, file: BinaryIO, *, size: int, file_name: str, storage: Storage) -> Upload:
    """An archive that came in one request, as if it had come in pieces; bytes first. Raises as `begin` does."""
    upload_id, parts = new_id(), list[UploadPart]()
    file.seek(0)
    while block := file.read(MOST_IN_A_PART):
        start = sum(part.size for part in parts)
        key = part_key(upload_id, start=start, mark=new_id()[-8:], sha256=hashlib.sha256(block).hexdigest())
        storage.put(key, io.BytesIO(block), content_type=CONTENT_TYPE)
        parts.append(UploadPart(upload_id=upload_id, start=start, size=len(block), storage=storage.name, key=key))
    try:
        upload = begin(viewer, kind=UploadKind.IMPORT, length=size, file_name=file_name, fields={}, upload_id=upload_id)
    except Problem:
        for part in parts:
            storage.delete(part.key)
        raise
    upload.received, upload.state = size, UploadState.WHOLE
    db.session.add_all(parts)
    db.session.flush()
    return upload


def finish(stand: Standing, size: int, *, image_id: str) -> None:
    """The last bytes came, and the whole is this image now, in the same transaction. Raises 409 as above."""
    _move_on(stand, size, state=UploadState.DONE, image_id=image_id)
    _discard_parts(stand.id)


def _move_on(stand: Standing, size: int, **values: Any) -> None:
    """Compare and set: of two requests for the same place one wins, on whichever machine they are."""
    here = update(Upload).filter_by(id=stand.id, received=stand.offset, state=UploadState.OPEN)
    moved = here.values(received=stand.offset + size, touched_at=now(), **values)
    if not db.session.execute(moved, execution_options=UNSYNCHRONISED).rowcount:  # type: ignore[attr-defined]
        raise elsewhere()


def elsewhere() -> Problem:
    return Problem(409, "other-offset", "This upload is at another place. Ask for its offset first.")


def give_up(upload: Upload) -> None:
    """Forget an upload and what came of it. Raises 409 while an import reads it."""
    row = queries.locked(upload.id)
    if row is None:
        raise not_found()
    if row.state == UploadState.HANDED:
        raise conflict("This archive is being imported. Cancel the import instead.")
    erase(row)


def hand_over(upload: Upload) -> Upload:
    """From now on an import reads it, until it lets go. Raises 409 unless it is all here."""
    row = queries.locked(upload.id)
    if row is None or row.state != UploadState.WHOLE:
        raise conflict("This upload is not all here, or was imported already.")
    row.state = UploadState.HANDED
    return row


def let_go(upload_id: str) -> None:
    """An import is over: nobody needs the bytes any more."""
    row = queries.locked(upload_id)
    if row is not None:
        row.state = UploadState.DONE
        _discard_parts(row.id)


def erase(upload: Upload) -> None:
    """Remove the row now, the bytes by a job."""
    _discard_parts(upload.id)
    db.session.delete(upload)
    db.session.flush()


def _discard_parts(upload_id: str) -> None:
    discard([(part.storage, part.key) for part in queries.parts_of(upload_id)])
    db.session.execute(delete(UploadPart).filter_by(upload_id=upload_id), execution_options=UNSYNCHRONISED)


def forget_old_uploads(kept_for: timedelta) -> bool:
    """What got no byte for so long goes, some at a time; whether there may be more."""
    old = queries.untouched_since(now() - kept_for, limit=SWEPT_TOGETHER)
    for upload in old:
        erase(upload)
    return len(old) == SWEPT_TOGETHER


def erase_all_of(owner_id: str) -> None:
    """Remove what a closed account was sending."""
    for upload in queries.uploads_of(owner_id):
        erase(upload)
