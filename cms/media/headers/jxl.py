"""JPEG XL: the first bits of the codestream, bare or in its container (ISO/IEC 18181)."""

from cms.media.headers.heif import boxes
from cms.media.headers.source import Header, Source, sized
from cms.media.refusals import broken

BARE = b"\xff\x0a"
CONTAINER = b"\x00\x00\x00\x0cJXL \x0d\x0a\x87\x0a"
_BITS = (9, 13, 18, 30)
_RATIOS = {1: (1, 1), 2: (12, 10), 3: (4, 3), 4: (3, 2), 5: (16, 9), 6: (5, 4), 7: (2, 1)}


def read(source: Source) -> Header:
    """Width and height of the size header."""
    start = _codestream(source)
    if start[:2] != BARE:
        raise broken("The JPEG XL file's header cannot be read.")
    bits = _Bits(int.from_bytes(start[2:], "little"))
    small = bits.take(1)
    height = _side(bits, small)
    ratio = bits.take(3)
    if ratio:
        over, under = _RATIOS[ratio]
        return Header(*sized(height * over // under, height))
    return Header(*sized(_side(bits, small), height))


def _side(bits: "_Bits", small: int) -> int:
    if small:
        return (bits.take(5) + 1) * 8
    return bits.take(_BITS[bits.take(2)]) + 1


class _Bits:
    def __init__(self, value: int) -> None:
        self._value = value

    def take(self, count: int) -> int:
        found = self._value & ((1 << count) - 1)
        self._value >>= count
        return found


def _codestream(source: Source) -> bytes:
    """The first twelve bytes of the codestream."""
    if source.head(2) == BARE:
        return source.head(12)
    for kind, (begin, end) in boxes(source, (0, source.size)):
        skip = {b"jxlc": 0, b"jxlp": 4}.get(kind)
        if skip is not None:
            return source.at(begin + skip, min(12, max(0, end - begin - skip)))
    raise broken("The JPEG XL file has no picture in it.")
