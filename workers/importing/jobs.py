"""The job of an import: file by file, each in a transaction of its own. The rows say what was done."""

import hashlib
import tempfile
import time
from typing import BinaryIO, cast

from flask import current_app

from cms.errors import Problem
from cms.images.limits import limits_of
from cms.images.service import Arrival
from cms.imports import queries, service
from cms.imports.models import Import
from cms.imports.presenting import EVENT, told_live
from cms.imports.queries import UNDER_WAY
from cms.imports.service import Found
from cms.jobs.names import IMPORT_ARCHIVE
from cms.media.decode import inspect
from cms.media.refusals import PictureRefused
from cms.settings import Settings
from cms.storage.base import ObjectMissing
from cms.transaction import reading, writing
from cms.uploads.bytes import opened, parts_now
from cms.work.service import ask
from workers.importing.archive import BROKEN, DAMAGE, Archive, BadArchive
from workers.runtime import Failure, PermanentFailure, backends, job, tell_owner, tell_owner_once_kept

SECONDS_AT_ONCE = 2.0
"""Then pictures of others come first."""


def _failed(import_id: str, failure: Failure) -> None:
    row = service.give_up(import_id, failure.sentence)
    if row is not None:
        tell_owner_once_kept(row.owner_id, EVENT, told_live(row))


@job(IMPORT_ARCHIVE, on_failure=_failed)
def import_archive(import_id: str) -> None:
    """Take in what waits of an archive; what takes long is asked for anew, behind what else waits."""
    end = time.monotonic() + SECONDS_AT_ONCE
    with reading():
        row = queries.import_by_id(import_id)
        if row is None or row.state not in UNDER_WAY:
            return
        parts = parts_now(row.upload_id)
    try:
        with opened(parts, backends().storage) as file:
            work_through(import_id, open_archive(file), until=end)
    except BadArchive as error:
        raise PermanentFailure(str(error), "bad-archive") from error
    except ObjectMissing as error:
        _refuse_unless_over(import_id, error)


def _refuse_unless_over(import_id: str, error: ObjectMissing) -> None:
    """Bytes that are gone are no fault where the import was ended meanwhile."""
    with reading():
        row = queries.import_by_id(import_id)
        is_over = row is None or row.state not in UNDER_WAY
    if not is_over:
        raise PermanentFailure("The bytes of this archive are lost.", "bytes-lost") from error


def open_archive(file: BinaryIO) -> Archive:
    most = settings()
    return Archive(file, max_bytes=most.max_upload_bytes, max_total=most.max_import_bytes)


def work_through(import_id: str, archive: Archive, *, until: float) -> None:
    """From the list of files on, as far as time allows."""
    listed = archive.listed()
    with writing():
        service.keep_list(import_id, listed)
    while (position := _next(import_id)) is not None:
        if time.monotonic() > until:
            with writing():
                ask(IMPORT_ARCHIVE, import_id)
            return
        _tell(take_member(import_id, archive, position))
    with writing():
        row = service.end(import_id)
    _tell(row)


def take_member(import_id: str, archive: Archive, position: int) -> Import | None:
    """One file becomes an image by the gates of any upload, or it is told why not."""
    with tempfile.TemporaryFile(prefix="pixels-member-") as copy:
        try:
            found = read_member(archive, position, cast(BinaryIO, copy))
            with writing():
                return service.take_in(import_id, found, storage=backends().storage)
        except PictureRefused as refusal:
            reason = refusal.sentence
        except Problem as problem:
            reason = problem.detail
        except DAMAGE:
            reason = BROKEN
    with writing():
        return service.refuse(import_id, position, reason)


def read_member(archive: Archive, position: int, copy: BinaryIO) -> Found:
    """Its bytes on this machine, judged by their header. Raises what says why not."""
    summed = hashlib.sha256()
    for block in archive.blocks(position):
        copy.write(block)
        summed.update(block)
    copy.seek(0)
    seen = inspect(copy, limits=limits_of(settings()))
    copy.seek(0)
    arrival = Arrival(copy, summed.hexdigest(), archive.name(position), seen)
    return Found(position, arrival, archive.said_of(position), archive.folders(position))


def _next(import_id: str) -> int | None:
    with reading():
        return queries.next_waiting(import_id)


def _tell(row: Import | None) -> None:
    if row is not None:
        tell_owner(row.owner_id, EVENT, told_live(row))


def settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found
