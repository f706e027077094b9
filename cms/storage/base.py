"""The seam for bytes: keys in, streams out. Knows nothing of images or people."""

import errno
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol


class ObjectMissing(Exception):
    """There is no object under this key."""


class StorageDown(Exception):
    """The bytes cannot be reached or kept just now; trying again later may work."""


class StorageFull(StorageDown):
    """No space is left for these bytes."""


def disk_failure(error: OSError) -> StorageDown:
    """What the operating system says of a disk, in these words."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StorageFull("no space is left for stored bytes")
    return StorageDown(f"stored bytes cannot be reached: {error.strerror}")


@dataclass(frozen=True)
class StoredObject:
    """One object as a listing sees it: `size` in bytes, `modified` in UTC."""

    key: str
    size: int
    modified: datetime


class Storage(Protocol):
    """Whoever keeps bytes. Keys are relative, `/`-separated and made by `keys.py` alone."""

    name: str
    """Kept with every row, so that a move between back ends can be gradual: `file` or `oss`."""

    names: frozenset[str]
    """Of all back ends that are read; more than one while bytes are moved."""

    is_folder: bool
    """Whether each key is the path of a file below one folder of this machine."""

    def put(self, key: str, source: BinaryIO, *, content_type: str) -> int:
        """Keep all bytes of `source` under `key`, whole or not at all; the same again is harmless. Returns the size."""

    def open(self, key: str, *, start: int = 0, end: int | None = None) -> BinaryIO:
        """A stream over bytes `start` to `end` (exclusive). The caller closes it. Raises ObjectMissing."""

    def size(self, key: str) -> int:
        """Bytes under `key`. Raises ObjectMissing."""

    def exists(self, key: str) -> bool:
        """Whether there is an object under `key`."""

    def delete(self, key: str) -> None:
        """Remove what is under `key`; nothing there is no error."""

    def listing(self, prefix: str = "") -> Iterator[StoredObject]:
        """Every object whose key begins with `prefix`, in the order of keys."""

    def signed_address(
        self, key: str, *, seconds: int, content_type: str, download_name: str | None = None
    ) -> str | None:
        """An address that gives these bytes for `seconds`, or None where bytes must pass through the site."""
