"""Bounded reading of a hostile file: every byte asked for is there or the file is cut short, and steps are counted."""

import os
from dataclasses import dataclass
from typing import BinaryIO

from cms.media.refusals import TooLarge, broken, cut_short

STEPS = 400_000
"""What looking at the parts of one file may cost before it is refused."""
PART = 40
"""Cost of one part (segment, chunk, box, entry) that needs reads of its own."""


@dataclass(frozen=True)
class Header:
    """Pixels as stored. `largest` is the biggest area that decoding may have to hold, if larger than width × height."""

    width: int
    height: int
    frames: int = 1
    largest: int = 0

    @property
    def pixels(self) -> int:
        return max(self.width * self.height, self.largest)


class Source:
    """Random access to a seekable stream, whole reads only."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.size = stream.seek(0, os.SEEK_END)
        self._steps = 0

    def at(self, offset: int, length: int) -> bytes:
        """Exactly `length` bytes from `offset`. Raises BrokenPicture where the file ends before."""
        if offset < 0 or length < 0 or offset + length > self.size:
            raise cut_short()
        self._stream.seek(offset)
        found = self._stream.read(length)
        if len(found) != length:
            raise cut_short()
        return found

    def head(self, length: int) -> bytes:
        """The first bytes, fewer where the file is shorter."""
        return self.at(0, min(length, self.size))

    def step(self, cost: int = PART) -> None:
        """Count one more part looked at. Raises TooLarge when a file has absurdly many."""
        self._steps += cost
        if self._steps > STEPS:
            raise TooLarge("too-many-parts", "The file consists of too many parts.")


def sized(width: int, height: int) -> tuple[int, int]:
    """The dimensions, refused where one is zero or less."""
    if width <= 0 or height <= 0:
        raise broken("The picture says that it has no width or no height.")
    return width, height
