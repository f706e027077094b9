"""PNG and APNG: chunks up to the first pixel data (W3C PNG, third edition)."""

import zlib

from cms.media.headers.source import Header, Source, sized
from cms.media.refusals import broken

_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}


def read(source: Source) -> Header:
    """IHDR for the size, acTL for the frames; there must be an IDAT."""
    chunk = source.at(8, 25)
    if chunk[:8] != b"\x00\x00\x00\rIHDR" or zlib.crc32(chunk[4:21]) != int.from_bytes(chunk[21:], "big"):
        raise broken("The PNG file's header cannot be read.")
    width, height = sized(int.from_bytes(chunk[8:12], "big"), int.from_bytes(chunk[12:16], "big"))
    if chunk[16] not in _DEPTHS.get(chunk[17], ()):
        raise broken("The PNG file says that it has a kind of colour that does not exist.")
    return Header(width, height, _frames(source))


def _frames(source: Source) -> int:
    offset, frames = 33, 1
    while True:
        source.step()
        start = source.at(offset, 8)
        length, kind = int.from_bytes(start[:4], "big"), start[4:]
        if kind == b"IDAT":
            return frames
        if kind == b"IEND" or length > 0x7FFFFFFF:
            raise broken("The PNG file has no picture in it.")
        if kind == b"acTL":
            frames = max(1, int.from_bytes(source.at(offset + 8, 4), "big"))
        offset += 12 + length
