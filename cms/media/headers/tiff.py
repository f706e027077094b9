"""TIFF and BigTIFF: the first directory. Camera raw files dress as TIFF and are told apart here."""

from cms.media.headers.source import Header, Source, sized
from cms.media.refusals import NotAPicture, broken

_WIDTH, _HEIGHT, _KIND, _DNG = 256, 257, 254, 50706
_SIZES = {3: 2, 4: 4, 16: 8}
_ENTRIES = 4096


def read(source: Source) -> Header:
    """Width and height of the first page."""
    start = source.at(0, 16)
    order = "little" if start[:2] == b"II" else "big"
    big = 43 in (start[2], start[3])
    if start[8:10] == b"CR":
        raise raw()
    offset = _number(start[8:16] if big else start[4:8], order)
    found = _entries(source, offset, order=order, big=big)
    if _DNG in found or found.get(_KIND, 0) & 1:
        raise raw()
    if _WIDTH not in found or _HEIGHT not in found:
        raise broken("The TIFF file does not say how large its picture is.")
    return Header(*sized(found[_WIDTH], found[_HEIGHT]))


def raw() -> NotAPicture:
    """Camera raw is not taken in."""
    return NotAPicture("raw", "This is a camera's raw file. Please send a JPEG or TIFF made from it.")


def _entries(source: Source, offset: int, *, order: str, big: bool) -> dict[int, int]:
    """Single whole numbers of the directory by tag; other values count as 0."""
    count_size, entry_size, value_at = (8, 20, 12) if big else (2, 12, 8)
    count = _number(source.at(offset, count_size), order)
    if not 0 < count <= _ENTRIES:
        raise broken("The TIFF file's directory cannot be read.")
    table = source.at(offset + count_size, count * entry_size)
    found = {}
    for start in range(0, len(table), entry_size):
        entry = table[start : start + entry_size]
        size = _SIZES.get(_number(entry[2:4], order), 0)
        found[_number(entry[:2], order)] = _number(entry[value_at : value_at + size], order)
    return found


def _number(digits: bytes, order: str) -> int:
    return int.from_bytes(digits, "little" if order == "little" else "big")
