"""What others than the owner may download of an original: the same file, bit for bit, without what is private in it.

Nothing is decoded or encoded again. Position, camera and owner, XMP, IPTC, comments, embedded thumbnails and whatever
lies behind the end go; colour profile and orientation stay.
"""

from collections.abc import Callable
from typing import BinaryIO

from cms.media.headers.source import Source
from cms.media.refusals import PictureRefused
from cms.media.spans import Kept, Span, SpannedReader
from cms.media.stripping import bmp, gif, jpeg, png, webp

__all__ = ["Span", "SpannedReader", "shareable_spans"]

_STRIPPERS: dict[str, Callable[[Source, Kept], None]] = {
    "jpeg": jpeg.strip,
    "png": png.strip,
    "webp": webp.strip,
    "gif": gif.strip,
    "bmp": bmp.strip,
}


def shareable_spans(stream: BinaryIO, format: str) -> tuple[Span, ...] | None:
    """What may be shared of the file; None where only decoding could tell: then others get nothing of it."""
    strip = _STRIPPERS.get(format)
    if strip is None:
        return None
    kept = Kept()
    try:
        strip(Source(stream), kept)
    except PictureRefused:
        return None
    return kept.spans()
