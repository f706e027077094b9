"""GIF: the screen, and its frames counted block by block (GIF89a specification)."""

from cms.media.headers.source import Header, Source, sized
from cms.media.refusals import broken, cut_short

IMAGE, EXTENSION, TRAILER = 0x2C, 0x21, 0x3B
_WINDOW = 1 << 16


class Walk:
    """Forward reading through a window, because sub-blocks are tiny and many."""

    def __init__(self, source: Source, offset: int) -> None:
        self._source, self._start, self._window = source, offset, b""
        self._here = 0

    @property
    def offset(self) -> int:
        return self._start + self._here

    def byte(self) -> int:
        if self._here >= len(self._window):
            self._fill()
        self._here += 1
        return self._window[self._here - 1]

    def skip(self, count: int) -> None:
        self._here += count

    def _fill(self) -> None:
        self._start, self._here = self.offset, 0
        length = min(_WINDOW, self._source.size - self._start)
        if length <= 0:
            raise cut_short()
        self._window = self._source.at(self._start, length)


def read(source: Source) -> Header:
    """The logical screen and the number of frames that are wholly there; a frame may not stand outside the screen."""
    screen = source.at(6, 7)
    width, height = sized(int.from_bytes(screen[:2], "little"), int.from_bytes(screen[2:4], "little"))
    walk = Walk(source, 13 + table_size(screen[4]))
    frames, largest = 0, 0
    while walk.offset < source.size:
        source.step()
        kind = walk.byte()
        if kind == TRAILER:
            break
        if kind == IMAGE:
            area = _frame(source, walk)
            if area is None:
                break
            frames, largest = frames + 1, max(largest, area)
        elif kind == EXTENSION:
            walk.skip(1)
            if not over_blocks(source, walk):
                break
        else:
            break
    if not frames:
        raise broken("The GIF file has no picture in it.")
    return Header(width, height, frames, largest)


def _frame(source: Source, walk: Walk) -> int | None:
    """The area that screen and frame need together; None where the file ends within the first bytes of the frame."""
    if walk.offset + 10 > source.size:
        return None
    place = source.at(walk.offset, 9)
    left, top, width, height = (int.from_bytes(place[n : n + 2], "little") for n in (0, 2, 4, 6))
    walk.skip(9 + table_size(place[8]) + 1)
    over_blocks(source, walk)
    return (left + width) * (top + height)


def over_blocks(source: Source, walk: Walk) -> bool:
    """Walk over sub-blocks to their end; False where the file ends first."""
    while walk.offset < source.size:
        source.step(1)
        length = walk.byte()
        if not length:
            return True
        walk.skip(length)
    return False


def table_size(flags: int) -> int:
    """Bytes of the colour table that these flags announce."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0
