"""The parts of an upload read as one file, forwards or from any place, with memory bounded by one block."""

import io
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from cms.storage.base import Storage
from cms.storage.streams import buffered
from cms.uploads.queries import parts_of


@dataclass(frozen=True)
class Part:
    """`size` bytes of the file from `start` on, and their key."""

    start: int
    size: int
    key: str


def parts_now(upload_id: str) -> tuple[Part, ...]:
    """Where the bytes of an upload lie, as values that outlive the transaction."""
    return tuple(Part(row.start, row.size, row.key) for row in parts_of(upload_id))


def opened(parts: Sequence[Part], storage: Storage) -> BinaryIO:
    """All parts as one file; closing it closes what is open. Raises ObjectMissing while it is read."""
    return buffered(Joined(parts, storage))


class Joined(io.RawIOBase):
    """Opens a part when it is first read from, and reads on in it as long as nobody seeks elsewhere."""

    def __init__(self, parts: Sequence[Part], storage: Storage) -> None:
        self._parts, self._storage = parts, storage
        self._starts = [part.start for part in parts]
        self._end = parts[-1].start + parts[-1].size if parts else 0
        self._at, self._open_at = 0, -1
        self._stream: BinaryIO | None = None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        began = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._end}[whence]
        if began + offset < 0:
            raise OSError("negative seek")
        self._at = began + offset
        return self._at

    def readinto(self, buffer: Any) -> int:
        if self._at >= self._end:
            return 0
        part = self._parts[bisect_right(self._starts, self._at) - 1]
        stream = self._stream_in(part)
        block = stream.read(min(len(buffer), part.start + part.size - self._at))
        if not block:
            raise OSError("a part is shorter than it was")
        buffer[: len(block)] = block
        self._at += len(block)
        self._open_at = self._at
        return len(block)

    def _stream_in(self, part: Part) -> BinaryIO:
        if self._stream is None or self._open_at != self._at or self._at == part.start:
            self._let_go()
            self._stream, self._open_at = self._storage.open(part.key, start=self._at - part.start), self._at
        return self._stream

    def _let_go(self) -> None:
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def close(self) -> None:
        self._let_go()
        super().close()
