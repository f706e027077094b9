"""Bytes in a folder of this machine. A put is whole or not at all, and survives a power cut once it has returned."""

import contextlib
import errno
import io
import os
import secrets
import stat
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, cast

from cms.storage.base import ObjectMissing, StorageDown, StoredObject, disk_failure
from cms.storage.keys import checked, is_key
from cms.storage.streams import BLOCK, Section, blocks, buffered, write_all

MARKER = ".pixels-objects"
UNFINISHED = ".unfinished"
SECONDS_UNTIL_ABANDONED = 24 * 3600

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_NO_LINK = os.O_NOFOLLOW | os.O_CLOEXEC
_MISSING = {errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.EISDIR}


@contextlib.contextmanager
def _translated(key: str | None = None) -> Iterator[None]:
    """The operating system's errors in the words of the seam; `key` where its absence is an answer."""
    try:
        yield
    except OSError as error:
        if key is not None and error.errno in _MISSING:
            raise ObjectMissing(key) from error
        raise disk_failure(error) from error


class LocalStorage:
    """Keeps each object as one file below `root`; symbolic links below it are never followed."""

    name = "file"
    names = frozenset({name})
    is_folder = True

    def __init__(self, root: Path) -> None:
        self.root = root.absolute()
        with _translated():
            _found_or_recognise(self.root)
            _drop_abandoned(self.root / UNFINISHED)

    def put(self, key: str, source: BinaryIO, *, content_type: str) -> int:
        del content_type  # a file has none; whoever serves it knows
        *folders, name = checked(key).split("/")
        temporary = secrets.token_hex(16)
        with contextlib.ExitStack() as opened:
            root = opened.enter_context(self._opened_root())
            with _translated():
                unfinished = opened.enter_context(_opened_folder(root, UNFINISHED))
                folder = _walk(opened, root, folders, make=True)
            try:
                size = _write(unfinished, temporary, source)
                with _translated():
                    os.rename(temporary, name, src_dir_fd=unfinished, dst_dir_fd=folder)
                    os.fsync(folder)
            finally:
                with contextlib.suppress(FileNotFoundError):  # as it is once it has its name
                    os.unlink(temporary, dir_fd=unfinished)
        return size

    def open(self, key: str, *, start: int = 0, end: int | None = None) -> BinaryIO:
        source, size = self._opened(key)
        if start == 0 and end is None:
            return cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, source), BLOCK))
        source.seek(start)
        return buffered(Section(source, max(0, min(size, size if end is None else end) - start)))

    def size(self, key: str) -> int:
        source, size = self._opened(key)
        source.close()
        return size

    def exists(self, key: str) -> bool:
        try:
            self.size(key)
        except ObjectMissing:
            return False
        return True

    def delete(self, key: str) -> None:
        *folders, name = checked(key).split("/")
        with contextlib.suppress(ObjectMissing), _translated(key), contextlib.ExitStack() as opened:
            folder = _walk(opened, opened.enter_context(self._opened_root()), folders)
            os.unlink(name, dir_fd=folder)
            os.fsync(folder)

    def listing(self, prefix: str = "") -> Iterator[StoredObject]:
        with _translated(), self._opened_root():
            yield from _objects_below(self.root, "", prefix)

    def signed_address(
        self, key: str, *, seconds: int, content_type: str, download_name: str | None = None
    ) -> str | None:
        del key, seconds, content_type, download_name
        return None

    def _opened(self, key: str) -> tuple[BinaryIO, int]:
        *folders, name = checked(key).split("/")
        with self._opened_root() as root, _translated(key), contextlib.ExitStack() as opened:
            source = os.open(name, os.O_RDONLY | _NO_LINK, dir_fd=_walk(opened, root, folders))
            status = os.fstat(source)
            if not stat.S_ISREG(status.st_mode):
                os.close(source)
                raise ObjectMissing(key)
            return os.fdopen(source, "rb", buffering=0), status.st_size

    @contextlib.contextmanager
    def _opened_root(self) -> Iterator[int]:
        """The root as a descriptor; refused when the marker is gone, for then the disk behind it is not there."""
        with _translated():
            root = os.open(self.root, _FOLDER)
        try:
            with _translated():
                os.stat(MARKER, dir_fd=root, follow_symlinks=False)
            yield root
        finally:
            os.close(root)


@contextlib.contextmanager
def _opened_folder(parent: int, name: str) -> Iterator[int]:
    folder = os.open(name, _FOLDER | _NO_LINK, dir_fd=parent)
    try:
        yield folder
    finally:
        os.close(folder)


def _walk(opened: contextlib.ExitStack, root: int, folders: list[str], *, make: bool = False) -> int:
    """The last of the nested folders, as a descriptor that lives as long as `opened`."""
    folder = root
    for name in folders:
        if make:
            with contextlib.suppress(FileExistsError):
                os.mkdir(name, 0o750, dir_fd=folder)
                os.fsync(folder)
        folder = opened.enter_context(_opened_folder(folder, name))
    return folder


def _write(folder: int, name: str, source: BinaryIO) -> int:
    """A new file with all bytes of the source, on the disk when this returns. Gives its size."""
    with _translated():
        target = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINK, 0o640, dir_fd=folder)
    size = 0
    with os.fdopen(target, "wb", buffering=0) as file:
        for block in blocks(source):  # what goes wrong in the source is not the storage's fault
            with _translated():
                write_all(file, block)
            size += len(block)
        with _translated():
            os.fsync(target)
    return size


def _objects_below(folder: Path, before: str, prefix: str) -> Iterator[StoredObject]:
    """In the order of whole keys: a folder sorts as its name with the slash that follows it there."""
    entries = {entry.name + ("/" if entry.is_dir(follow_symlinks=False) else ""): entry for entry in os.scandir(folder)}
    for name in sorted(entries):
        key = before + name
        if not is_key(key.rstrip("/")):
            continue
        if name.endswith("/"):
            if key.startswith(prefix) or prefix.startswith(key):
                yield from _objects_below(folder / name, key, prefix)
        elif key.startswith(prefix):
            with contextlib.suppress(FileNotFoundError):
                status = entries[name].stat(follow_symlinks=False)
                if stat.S_ISREG(status.st_mode):
                    yield StoredObject(key, status.st_size, datetime.fromtimestamp(status.st_mtime, UTC))


def _found_or_recognise(root: Path) -> None:
    """Mark a new root, and beside it that there is one: a root without its mark is a disk that is not mounted."""
    beside = root.parent / f".{root.name}-is-in-use"
    if not (root / MARKER).exists():
        if beside.exists():
            raise StorageDown(
                f"{root} has lost its mark: is its disk mounted? If it is meant to be new, remove {beside}"
            )
        root.mkdir(parents=True, exist_ok=True)
        (root / MARKER).touch(mode=0o640)
    (root / UNFINISHED).mkdir(exist_ok=True)
    if not beside.exists():
        with contextlib.suppress(PermissionError):
            beside.touch(mode=0o640)


def _drop_abandoned(folder: Path) -> None:
    """Files of puts that a crash cut off; a put under way is younger than that."""
    for entry in os.scandir(folder):
        with contextlib.suppress(FileNotFoundError):
            if entry.stat(follow_symlinks=False).st_mtime < time.time() - SECONDS_UNTIL_ABANDONED:
                Path(entry).unlink()
