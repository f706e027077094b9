"""PNG and APNG: an allow-list of chunks (W3C PNG, third edition)."""

import zlib

from cms.media.exif import orientation_block, orientation_of
from cms.media.headers.source import Source
from cms.media.refusals import broken
from cms.media.spans import Kept

_PIXELS = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"acTL", b"fcTL", b"fdAT", b"tRNS"})
_COLOURS = frozenset({b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV", b"cLLI", b"bKGD", b"pHYs"})
_KEPT = _PIXELS | _COLOURS


def strip(source: Source, kept: Kept) -> None:
    """Chunks that make the picture, up to IEND, and an eXIf chunk that only says how to turn it."""
    kept.keep(0, 8)
    offset, orientation = 8, _orientation(source)
    while True:
        source.step(1)
        kind, end = _chunk(source, offset)
        if kind in _KEPT:
            kept.keep(offset, end)
        if kind == b"IHDR" and orientation != 1:
            kept.put(_told(orientation))
        if kind == b"IEND":
            return
        offset = end


def _chunk(source: Source, offset: int) -> tuple[bytes, int]:
    start = source.at(offset, 8)
    end = offset + 12 + int.from_bytes(start[:4], "big")
    if end > source.size:
        raise broken("The PNG file ends within a part.")
    return start[4:], end


def _orientation(source: Source) -> int:
    offset = 8
    while True:
        source.step(1)
        kind, end = _chunk(source, offset)
        if kind == b"eXIf" and end - offset - 12 <= 1 << 20:
            return orientation_of(source.at(offset + 8, end - offset - 12))
        if kind == b"IEND":
            return 1
        offset = end


def _told(orientation: int) -> bytes:
    chunk = b"eXIf" + orientation_block(orientation)
    return (len(chunk) - 4).to_bytes(4, "big") + chunk + zlib.crc32(chunk).to_bytes(4, "big")
