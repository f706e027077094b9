"""BMP: headers, palette and pixels; what lies behind them goes. The format has no place for camera facts."""

from cms.media.headers.bmp import OS2
from cms.media.headers.source import Source
from cms.media.refusals import broken
from cms.media.spans import Kept

_WITH_PROFILE = 124
_EMBEDDED, _LINKED = b"DEBM", b"KNIL"
_PLAIN, _BITFIELDS = 0, 3


def strip(source: Source, kept: Kept) -> None:
    """From the first byte to the last of the pixels or of an embedded profile, whichever is further."""
    pixels, length = (int.from_bytes(source.at(at, 4), "little") for at in (10, 14))
    end = max(pixels + _pixel_bytes(source, length), _profile_end(source, length))
    if not 14 + length <= pixels <= source.size:
        raise broken("The BMP file's pixels are not where it says.")
    kept.keep(0, min(end, source.size))


def _pixel_bytes(source: Source, length: int) -> int:
    if length == OS2:
        width, height, _, depth = (int.from_bytes(source.at(at, 2), "little") for at in (18, 20, 22, 24))
        return (width * depth + 31) // 32 * 4 * height
    width = int.from_bytes(source.at(18, 4), "little")
    height = abs(int.from_bytes(source.at(22, 4), "little", signed=True))
    depth, packed, told = (int.from_bytes(source.at(at, size), "little") for at, size in ((28, 2), (30, 4), (34, 4)))
    return (width * depth + 31) // 32 * 4 * height if packed in (_PLAIN, _BITFIELDS) else told


def _profile_end(source: Source, length: int) -> int:
    """Where an embedded profile ends; a linked one is the path of a file of its maker, so nothing is shared."""
    if length != _WITH_PROFILE:
        return 0
    kind = source.at(14 + 56, 4)
    if kind == _LINKED:
        raise broken("The BMP file names a file of its maker.")
    start, size = (int.from_bytes(source.at(14 + at, 4), "little") for at in (112, 116))
    return 14 + start + size if kind == _EMBEDDED else 0
