"""Bytes on their way in: written to a nameless file and hashed while they arrive, never held in memory."""

import contextlib
import hashlib
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from flask import Request, current_app, g
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge

from cms.storage.base import disk_failure
from cms.storage.streams import write_all

CHUNK = 256 * 1024


@contextlib.contextmanager
def failing_as_storage() -> Iterator[None]:
    """A disk that fails is the store's failure, not the caller's and not ours."""
    try:
        yield
    except OSError as error:
        raise disk_failure(error) from error


class HashingFile:
    """A nameless file on disk that knows the SHA-256 of what was written; it is gone when it is closed, or we die."""

    def __init__(self, folder: Path) -> None:
        with failing_as_storage():
            folder.mkdir(parents=True, exist_ok=True)
            self._file: IO[bytes] = tempfile.TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115
        self._hash = hashlib.sha256()
        self.size = 0
        g.setdefault("arrived", []).append(self._file)

    def write(self, data: bytes) -> int:
        with failing_as_storage():
            write_all(self._file, data)
        self._hash.update(data)
        self.size += len(data)
        return len(data)

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


class UploadRequest(Request):
    """A request whose file parts arrive in a HashingFile."""

    max_form_memory_size = 500_000
    max_form_parts = 300

    def _get_file_stream(self, *_sizes_and_names: Any, **_more: Any) -> Any:
        return HashingFile(current_app.extensions["settings"].incoming_dir)


def close_arrived(_error: BaseException | None = None) -> None:
    """What arrived with this request goes with it."""
    for file in g.pop("arrived", ()):
        file.close()


def receive_some(request: Request, *, most: int) -> tuple[HashingFile, bool]:
    """What came of the body before the line broke, and whether that is all. Raises 413 for more than `most`."""
    arrived = HashingFile(current_app.extensions["settings"].incoming_dir)
    try:
        while chunk := request.stream.read(CHUNK):
            arrived.write(chunk)
            if arrived.size > most:
                raise RequestEntityTooLarge
    except (ClientDisconnected, OSError):
        return arrived, False
    return arrived, request.content_length in (None, arrived.size)


def receive_raw(request: Request) -> HashingFile:
    """The body of this request itself, as sent. Raises 413 as soon as it is too long, 400 when it ends too early."""
    settings = current_app.extensions["settings"]
    arrived = HashingFile(settings.incoming_dir)
    while chunk := request.stream.read(CHUNK):
        arrived.write(chunk)
        if arrived.size > settings.max_upload_bytes:
            raise RequestEntityTooLarge
    if request.content_length is not None and arrived.size < request.content_length:
        raise ClientDisconnected
    arrived.seek(0)
    return arrived
