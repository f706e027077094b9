"""JPEG: an allow-list of segments (ITU-T T.81 annex B, JFIF 1.02, Adobe 5116, ICC.1 annex B.4)."""

import re

from cms.media.exif import PREFIX, orientation_block, orientation_of
from cms.media.headers.source import Source
from cms.media.refusals import broken
from cms.media.spans import Kept

_APP0, _APP1, _APP2, _APP14, _COMMENT = 0xE0, 0xE1, 0xE2, 0xEE, 0xFE
_APPS = range(0xE0, 0xF0)
_BARE = frozenset({0x01, *range(0xD0, 0xD8)})
_END, _SCAN = 0xD9, 0xDA
_NEXT = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_WINDOW = 1 << 16
_JFIF, _ADOBE, _PROFILE = b"JFIF\x00", b"Adobe", b"ICC_PROFILE\x00"
_JFIF_LENGTH, _ADOBE_LENGTH = 16, 14


def strip(source: Source, kept: Kept) -> None:
    """Everything a decoder needs up to the end marker, and an EXIF segment that only says how to turn the picture."""
    kept.keep(0, 2)
    offset, orientation, has_told = 2, _orientation(source), False
    while True:
        source.step()
        marker, begin = _marker(source, offset)
        if marker == _END:
            kept.put(b"\xff\xd9")
            return
        end = begin if marker in _BARE else begin + int.from_bytes(source.at(begin, 2), "big")
        if not has_told and marker != _APP0:
            kept.put(_told(orientation))
            has_told = True
        if marker in _APPS or marker == _COMMENT:
            _segment(source, kept, marker=marker, start=begin - 2, end=end)
        else:
            end = _scan_end(source, end) if marker == _SCAN else end
            kept.keep(begin - 2, end)
        offset = end


def _marker(source: Source, offset: int) -> tuple[int, int]:
    first, second = source.at(offset, 2)
    if first != 0xFF or second == 0:
        raise broken("The JPEG file has rubbish between its parts.")
    while second == 0xFF:
        source.step()
        offset += 1
        second = source.at(offset + 1, 1)[0]
    return second, offset + 2


def _segment(source: Source, kept: Kept, *, marker: int, start: int, end: int) -> None:
    """Keep the three application segments that change how pixels look; JFIF's own thumbnail goes."""
    body = source.at(start + 4, min(12, max(0, end - start - 4)))
    length = end - start - 2
    if marker == _APP0 and body.startswith(_JFIF) and length >= _JFIF_LENGTH:
        plain = source.at(start + 4, 12) + b"\x00\x00"
        kept.put(b"\xff\xe0\x00\x10" + plain)
        return
    is_adobe = marker == _APP14 and body.startswith(_ADOBE) and length == _ADOBE_LENGTH
    if is_adobe or (marker == _APP2 and body == _PROFILE):
        kept.keep(start, end)


def _scan_end(source: Source, offset: int) -> int:
    """Where the entropy-coded data from `offset` ends: at the next marker, or with the file."""
    while offset < source.size:
        window = source.at(offset, min(_WINDOW, source.size - offset))
        found = _NEXT.search(window)
        if found:
            return offset + found.start()
        offset += max(1, len(window) - 1) if window.endswith(b"\xff") else len(window)
    raise broken("The JPEG file has no end.")


def _orientation(source: Source) -> int:
    """What the first EXIF segment before the picture says."""
    offset = 2
    while True:
        source.step()
        marker, begin = _marker(source, offset)
        if marker in (_SCAN, _END):
            return 1
        length = 0 if marker in _BARE else int.from_bytes(source.at(begin, 2), "big")
        if marker == _APP1 and length > 8 and source.at(begin + 2, 6) == PREFIX:
            return orientation_of(source.at(begin + 2, length - 2))
        offset = begin + length


def _told(orientation: int) -> bytes:
    if orientation == 1:
        return b""
    body = PREFIX + orientation_block(orientation)
    return b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body
