"""The formats that are taken in, and how their first bytes tell them apart. Names and suffixes of files say nothing."""

from collections.abc import Callable
from dataclasses import dataclass

from cms.media.headers import bmp, gif, heif, jpeg, jxl, png, tiff, webp
from cms.media.headers.source import Header, Source
from cms.media.refusals import NotAPicture


@dataclass(frozen=True)
class Format:
    """One kind of picture file: how it is named in rows and addresses, and who reads its header."""

    name: str
    content_type: str
    extension: str
    read: Callable[[Source], Header]


JPEG = Format("jpeg", "image/jpeg", "jpg", jpeg.read)
PNG = Format("png", "image/png", "png", png.read)
WEBP = Format("webp", "image/webp", "webp", webp.read)
GIF = Format("gif", "image/gif", "gif", gif.read)
AVIF = Format("avif", "image/avif", "avif", heif.read)
HEIC = Format("heic", "image/heic", "heic", heif.read)
TIFF = Format("tiff", "image/tiff", "tif", tiff.read)
BMP = Format("bmp", "image/bmp", "bmp", bmp.read)
JXL = Format("jxl", "image/jxl", "jxl", jxl.read)
FORMATS = (JPEG, PNG, WEBP, GIF, AVIF, HEIC, TIFF, BMP, JXL)

_AVIF_BRANDS = frozenset({b"avif", b"avis"})
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_STARTS: tuple[tuple[bytes, Format], ...] = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"II+\x00", TIFF),
    (b"MM\x00+", TIFF),
    (jxl.CONTAINER, JXL),
    (jxl.BARE, JXL),
)


def sniff(start: bytes) -> Format:
    """The format whose signature the first bytes (64 are enough) bear. Raises NotAPicture."""
    for signature, found in _STARTS:
        if start.startswith(signature):
            return found
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return WEBP
    if start[:2] == b"BM" and int.from_bytes(start[14:18], "little") in bmp.SIZES:
        return BMP
    if start[4:8] == b"ftyp":
        return _family(start)
    raise NotAPicture("not-a-picture", "This is not a picture in a format that Pixels takes: " + _taken() + ".")


def _family(start: bytes) -> Format:
    length = min(int.from_bytes(start[:4], "big"), len(start))
    brands = {start[8:12], *(start[n : n + 4] for n in range(16, length - 3, 4))}
    if brands & _AVIF_BRANDS:
        return AVIF
    if brands & _HEIC_BRANDS:
        return HEIC
    if start[8:12] == b"crx ":
        raise tiff.raw()
    raise NotAPicture("not-a-picture", "This is a film or another file, not a picture that Pixels takes.")


def _taken() -> str:
    return "JPEG, PNG, WebP, GIF, AVIF, HEIC, TIFF, BMP, JPEG XL"
