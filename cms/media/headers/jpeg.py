"""JPEG: segments up to the frame header (ITU-T T.81, annex B)."""

from cms.media.headers.source import Header, Source, sized
from cms.media.refusals import broken

_BARE = frozenset({0x01, *range(0xD0, 0xD9)})
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_SCAN, _END = 0xDA, 0xD9


def read(source: Source) -> Header:
    """Width and height of the frame header, which must come before the first scan."""
    offset, found = 2, None
    while True:
        source.step()
        marker, offset = _marker(source, offset)
        if marker in _BARE:
            continue
        if marker == _END:
            raise broken("The JPEG file ends without a picture.")
        length = int.from_bytes(source.at(offset, 2), "big")
        if length < 2:
            raise broken("A part of the JPEG file says that it is shorter than its own length field.")
        if marker in _FRAMES:
            found = _frame(source.at(offset, min(length, 8)))
        if marker == _SCAN:
            if found is None:
                raise broken("The JPEG file has no header that tells its size.")
            return found
        offset += length


def _marker(source: Source, offset: int) -> tuple[int, int]:
    """The marker at `offset`, fill bytes skipped, and where its segment goes on."""
    first, second = source.at(offset, 2)
    if first != 0xFF:
        raise broken("The JPEG file has rubbish between its parts.")
    while second == 0xFF:
        source.step()
        offset += 1
        second = source.at(offset + 1, 1)[0]
    return second, offset + 2


def _frame(segment: bytes) -> Header:
    if len(segment) < 8 or segment[7] not in (1, 3, 4):
        raise broken("The JPEG file's header cannot be read.")
    width, height = sized(int.from_bytes(segment[5:7], "big"), int.from_bytes(segment[3:5], "big"))
    return Header(width, height)
