"""Byte streams that both back ends hand out and take in, with memory bounded by one block."""

import contextlib
import hashlib
import io
import shutil
import tempfile
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

BLOCK = 256 * 1024


class Section(io.RawIOBase):
    """The next `length` bytes of a file, read-only; closing it closes the file."""

    def __init__(self, source: BinaryIO, length: int) -> None:
        self._source, self._left = source, length

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        block = self._source.read(min(len(buffer), self._left))
        buffer[: len(block)] = block
        self._left -= len(block)
        return len(block)

    def close(self) -> None:
        self._source.close()
        super().close()


def buffered(raw: io.RawIOBase) -> BinaryIO:
    return cast(BinaryIO, io.BufferedReader(raw, BLOCK))


def blocks(source: BinaryIO) -> Iterator[bytes]:
    """What is left of a stream, in pieces."""
    while block := source.read(BLOCK):
        yield block


def write_all(file: Any, block: bytes) -> None:
    """All of the block into an unbuffered file, which may take a part of it at a time; a disk that fills up does."""
    rest = memoryview(block)
    while rest:
        rest = rest[file.write(rest) :]


def sha256_of(source: BinaryIO) -> str:
    """The hash of what is left of a stream, in hex."""
    digest = hashlib.sha256()
    for block in blocks(source):
        digest.update(block)
    return digest.hexdigest()


@contextlib.contextmanager
def rewindable(source: BinaryIO) -> Iterator[BinaryIO]:
    """The same bytes as a stream that can be read again from where it stands; on disk if it cannot be by itself."""
    if source.seekable():
        yield source
        return
    with tempfile.SpooledTemporaryFile(max_size=BLOCK) as kept:
        shutil.copyfileobj(source, kept, BLOCK)
        kept.seek(0)
        yield cast(BinaryIO, kept)
