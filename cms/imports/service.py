"""Imports: begun, their files taken in one by one, ended, forgotten. Rows say what was done. No HTTP, no commits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, insert

from cms.access.audience import ImageState
from cms.access.permissions import Permission
from cms.access.policy import permits
from cms.access.viewer import Viewer
from cms.accounts.queries import account_by_id, lock_owner, viewer_of
from cms.albums.queries import album_now
from cms.albums.service import DEEPEST, create, put_image
from cms.errors import conflict
from cms.extensions import db, new_id, now
from cms.images.models import Album
from cms.images.queries import image_by_hash
from cms.images.service import Arrival, add_image
from cms.imports import queries
from cms.imports.models import Import, ImportMember, ImportState, MemberState
from cms.jobs.names import IMPORT_ARCHIVE
from cms.storage.base import Storage
from cms.uploads import service as uploads
from cms.uploads.models import Upload
from cms.work.service import ask

COUNTED = ("members", "images", "albums", "skipped", "failed")
KEPT_FOR = timedelta(days=30)
FORGOTTEN_TOGETHER = 20
LONGEST_TITLE = 200
UNSYNCHRONISED = {"synchronize_session": False}
COUNTED_AS = {MemberState.ADDED: "images", MemberState.SKIPPED: "skipped", MemberState.FAILED: "failed"}


@dataclass(frozen=True)
class Listed:
    """A file of an archive by its place there, and why it is not even looked at, if so."""

    position: int
    path: str
    refusal: str | None


@dataclass(frozen=True)
class Found:
    """A picture of an archive: where it stands, what came, what is said of it, the folders that it lies in."""

    position: int
    arrival: Arrival
    fields: Mapping[str, object]
    folders: Sequence[str]


def begin(viewer: Viewer, upload: Upload, *, album: Album | None, privacy: str) -> Import:
    """Have an archive imported that is all here; the same archive again is the same import."""
    known = queries.import_by_upload(upload.id)
    if known is not None:
        return known
    row = uploads.hand_over(upload)
    made = Import(id=new_id(), owner_id=viewer.id, upload_id=row.id, file_name=row.file_name, privacy=privacy)
    made.album_id, made.state, made.created_at = album.id if album else None, ImportState.PENDING, now()
    made.counts = dict.fromkeys(COUNTED, 0)
    db.session.add(made)
    db.session.flush()
    ask(IMPORT_ARCHIVE, made.id)
    return made


def keep_list(import_id: str, listed: Sequence[Listed]) -> Import | None:
    """What is in the archive, noted once."""
    row = queries.locked(import_id)
    if row is None or row.state != ImportState.PENDING:
        return row
    refused = {"state": MemberState.FAILED}
    members = [
        {"import_id": row.id, "position": one.position, "path": one.path, "state": MemberState.WAITING, "reason": None}
        | ({} if one.refusal is None else refused | {"reason": one.refusal})
        for one in listed
    ]
    if members:
        db.session.execute(insert(ImportMember), members)
    row.state = ImportState.RUNNING
    _count(row, members=len(listed), failed=sum(one.refusal is not None for one in listed))
    return row


def take_in(import_id: str, found: Found, *, storage: Storage) -> Import | None:
    """Add a picture as an upload would be, first thing in a transaction. Raises Problem where it is not taken."""
    row = _held(import_id, found.position)
    if row is None:
        return None
    known = image_by_hash(row.owner_id, found.arrival.sha256)
    if known is not None and known.state != ImageState.FAILED and not known.is_trashed:
        return _settle(row, found.position, MemberState.SKIPPED, image_id=known.id)
    fields = {**found.fields, "privacy": row.privacy}
    added = add_image(row.owner_id, found.arrival, fields, storage=storage)
    row = _held(import_id, found.position)
    if row is None:
        return None
    if added.is_duplicate:
        return _settle(row, found.position, MemberState.SKIPPED, image_id=added.image.id)
    album = _album_for(row, found.folders)
    if album is not None:
        put_image(added.image, album)
    return _settle(row, found.position, MemberState.ADDED, image_id=added.image.id)


def refuse(import_id: str, position: int, reason: str) -> Import | None:
    """A file does not become an image, and its owner is told why."""
    row = _held(import_id, position)
    return None if row is None else _settle(row, position, MemberState.FAILED, reason=reason[:500])


def _held(import_id: str, position: int) -> Import | None:
    """The import under its lock, if this file is still to be done."""
    row = queries.locked(import_id)
    if row is None or row.state != ImportState.RUNNING:
        return None
    member = queries.member_now(import_id, position)
    return row if member is not None and member.state == MemberState.WAITING else None


def _settle(
    row: Import, position: int, state: MemberState, *, reason: str | None = None, image_id: str | None = None
) -> Import:
    member = queries.member_now(row.id, position)
    assert member is not None, "held above"
    member.state, member.reason, member.image_id = state, reason, image_id
    _count(row, **{COUNTED_AS[state]: 1})
    return row


def _album_for(row: Import, folders: Sequence[str]) -> Album | None:
    """The album of these folders, made as far as it is not there; below the import's own, if that is still theirs."""
    owner = account_by_id(row.owner_id)
    if owner is None:
        return None
    viewer = viewer_of(owner)
    lock_owner(viewer.id)
    album = album_now(row.album_id) if row.album_id else None
    if album is not None and not permits(viewer, Permission.EDIT_ALBUM, album):
        album = None
    for title in (folder[:LONGEST_TITLE] for folder in folders):
        if album is not None and album.path.count("/") >= DEEPEST:
            break
        known = queries.album_titled(viewer.id, title, parent_id=album.id if album else None)
        if known is None:
            fields = {"title": title, "category": "other", "privacy": row.privacy, "tags": []}
            known = create(viewer, fields, parent=album)
            _count(row, albums=1)
        album = known
    return album


def end(import_id: str) -> Import | None:
    """Nothing waits any more: the archive itself goes."""
    return _over(import_id, ImportState.DONE)


def give_up(import_id: str, problem: str) -> Import | None:
    """It came to no good end; what landed stays."""
    return _over(import_id, ImportState.FAILED, problem)


def cancel(found: Import) -> Import:
    """Look at no more of it; what landed stays. Raises 409 where it is over."""
    row = _over(found.id, ImportState.CANCELLED)
    if row is None or row.state != ImportState.CANCELLED:
        raise conflict("This import is over.")
    return row


def _over(import_id: str, state: ImportState, problem: str | None = None) -> Import | None:
    row = queries.locked(import_id)
    if row is not None and row.state in queries.UNDER_WAY:
        row.state, row.problem, row.finished_at = state, problem, now()
        uploads.let_go(row.upload_id)
    return row


def _count(row: Import, **changes: int) -> None:
    row.counts = {name: row.counts.get(name, 0) + changes.get(name, 0) for name in COUNTED}


def forget_old_imports() -> None:
    """What came of an archive is told for a month."""
    old = queries.begun_before(now() - KEPT_FOR, limit=FORGOTTEN_TOGETHER)
    if old:
        db.session.execute(delete(Import).where(Import.id.in_(old)), execution_options=UNSYNCHRONISED)
