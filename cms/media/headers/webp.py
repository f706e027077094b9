"""WebP: the RIFF chunks (RFC 9649)."""

from cms.media.headers.source import Header, Source, sized
from cms.media.refusals import broken

_ANIMATED = 0x02


def read(source: Source) -> Header:
    """Size from VP8, VP8L or VP8X; frames are the ANMF chunks of an animated file."""
    start = source.at(12, 8)
    kind, length = start[:4], int.from_bytes(start[4:], "little")
    if kind == b"VP8X":
        return _extended(source, 20 + length + (length & 1))
    if kind == b"VP8L":
        return Header(*sized(*_lossless(source.at(20, 5))))
    if kind == b"VP8 ":
        return Header(*sized(*_lossy(source.at(20, 10))))
    raise broken("The WebP file's header cannot be read.")


def _lossy(start: bytes) -> tuple[int, int]:
    if start[3:6] != b"\x9d\x01\x2a":
        raise broken("The WebP file's picture cannot be read.")
    return int.from_bytes(start[6:8], "little") & 0x3FFF, int.from_bytes(start[8:10], "little") & 0x3FFF


def _lossless(start: bytes) -> tuple[int, int]:
    if start[0] != 0x2F:
        raise broken("The WebP file's picture cannot be read.")
    bits = int.from_bytes(start[1:5], "little")
    return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1


def _extended(source: Source, offset: int) -> Header:
    canvas = source.at(20, 10)
    width, height = (int.from_bytes(canvas[n : n + 3], "little") + 1 for n in (4, 7))
    pictures = 0
    wanted = (b"ANMF",) if canvas[0] & _ANIMATED else (b"VP8 ", b"VP8L")
    while offset + 8 <= source.size:
        source.step()
        start = source.at(offset, 8)
        pictures += start[:4] in wanted
        length = int.from_bytes(start[4:], "little")
        offset += 8 + length + (length & 1)
    if not pictures:
        raise broken("The WebP file has no picture in it.")
    return Header(width, height, pictures if canvas[0] & _ANIMATED else 1)
