"""BMP: the two headers at the start (Windows bitmaps of every version, OS/2 version 1)."""

from cms.media.headers.source import Header, Source, sized
from cms.media.refusals import broken

OS2 = 12
SIZES = frozenset({OS2, 40, 52, 56, 64, 108, 124})
_DEPTHS = frozenset({1, 2, 4, 8, 16, 24, 32})


def read(source: Source) -> Header:
    """Width and height; a negative height only means that rows run downwards."""
    length = int.from_bytes(source.at(14, 4), "little")
    if length not in SIZES:
        raise broken("The BMP file's header cannot be read.")
    start = source.at(18, 12)
    bits = 2 if length == OS2 else 4
    width, height = (int.from_bytes(start[n : n + bits], "little", signed=bits == 4) for n in (0, bits))
    if int.from_bytes(start[2 * bits + 2 : 2 * bits + 4], "little") not in _DEPTHS:
        raise broken("The BMP file says that it has a kind of colour that does not exist.")
    return Header(*sized(width, abs(height)))
