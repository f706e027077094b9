"""What preparing a picture gives. Plain values: no pixel library is needed to hold them."""

from collections.abc import Mapping
from dataclasses import dataclass

from cms.media.exif import Exif

SIZES = (1600, 400, 64)
"""Longest sides of the renditions, in the order in which each is made from the one before."""


@dataclass(frozen=True)
class Colour:
    """One colour of the palette: `hex` as `#rrggbb`, `share` of the picture 0 to 1."""

    hex: str
    share: float


@dataclass(frozen=True)
class Prepared:
    """Renditions (bytes by longest side, WebP or JPEG) and what was read off the same pixels.

    Width and height are those of the picture as shown: upright, after the turn. `placeholder` is a ThumbHash in base64;
    `fingerprint` 16 bytes, a 64-bit DCT hash and a 64-bit gradient hash.
    """

    width: int
    height: int
    renditions: Mapping[int, bytes]
    placeholder: str
    colours: tuple[Colour, ...]
    fingerprint: bytes
    facts: Exif


def type_of(rendition: bytes) -> str:
    """The content type of a rendition."""
    return "image/webp" if rendition.startswith(b"RIFF") else "image/jpeg"


@dataclass(frozen=True)
class Glance:
    """What a picture is compared by: plain RGB that fits 400 pixels, the grey square that fingerprints are taken of.

    `shown` is the same as WebP, to show again what was asked with.
    """

    width: int
    height: int
    rgb: bytes
    grey: bytes
    shown: bytes
