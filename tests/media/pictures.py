"""Pictures made for tests: a red left half, a blue right half and a yellow corner at the upper left."""

import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pylibjxl
from PIL import Image

from cms.media.decode import Limits

pylibjxl.register_pillow()
LIMITS = Limits(max_bytes=100_000_000, max_pixels=100_000_000, max_frame_pixels=300_000_000)
SHARED = Path(__file__).parents[3] / "shared" / "fixtures"
HEIC = (Path(__file__).parent / "samples" / "quarters.heic").read_bytes()
RED, BLUE, YELLOW = (220, 30, 30), (20, 60, 200), (250, 240, 40)
FORMATS = {
    "jpeg": {"quality": 95},
    "png": {},
    "webp": {"quality": 95},
    "gif": {},
    "avif": {"quality": 95},
    "tiff": {"compression": "tiff_lzw"},
    "bmp": {},
    "jxl": {"quality": 95},
}


def halves(width: int = 320, height: int = 200, mode: str = "RGB") -> Image.Image:
    """The picture itself."""
    picture = Image.new("RGB", (width, height), BLUE)
    picture.paste(RED, (0, 0, width // 2, height))
    picture.paste(YELLOW, (0, 0, width // 8, height // 5))
    return picture.convert(mode)


def encoded(picture: Image.Image, format: str, **options: Any) -> bytes:
    """The picture as a file."""
    out = io.BytesIO()
    picture.save(out, format, **{**FORMATS.get(format, {}), **options})
    return out.getvalue()


@cache
def sample(format: str) -> bytes:
    """The picture as a file of any format that is taken in."""
    return HEIC if format == "heic" else encoded(halves(), format)


def animated(format: str, *, size: tuple[int, int] = (120, 80), frames: int = 4, **options: Any) -> bytes:
    """Frames of one colour each, from dark to light."""
    shades = [Image.new("RGB", size, (40 * n % 256, 20 * n % 256, 90)) for n in range(1, frames + 1)]
    options = {"duration": [100 * n for n in range(1, frames + 1)], "loop": 0, **options}
    return encoded(shades[0], format, save_all=True, append_images=shades[1:], **options)


def repeated(width: int, height: int, *, frames: int) -> bytes:
    """A GIF of one black frame again and again."""
    once = encoded(Image.new("P", (width, height)), "gif")
    at = once.index(b",\x00\x00\x00\x00")
    return once[:at] + once[at:-1] * frames + b";"


def exif(orientation: int = 1, *, byte_order: str = ">") -> bytes:
    """An EXIF block with much that is private in it."""
    facts = Image.Exif()
    facts.endian = byte_order
    facts[0x010F], facts[0x0110], facts[0x0112] = "Secretmaker", "Secretmodel", orientation
    facts[0x9C9D] = b"Secretowner"
    photo = facts.get_ifd(0x8769)
    photo[0x9003], photo[0x9011], photo[0xA431] = "2024:05:06 07:08:09", "+08:00", "Secretserial"
    photo[0xA434], photo[0x829A], photo[0x829D], photo[0x8827], photo[0x920A] = "A lens", 0.004, 2.8, 200, 35.0
    place = facts.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (55.0, 36.0, 21.0), "E", (13.0, 0.0, 2.6)
    return facts.tobytes()


def decoded(file: bytes) -> Image.Image:
    """A rendition's first frame, with its pixels loaded."""
    picture = Image.open(io.BytesIO(file))
    picture.load()
    return picture


def pixel(picture: Image.Image, across: float, down: float) -> tuple[int, ...]:
    """The colour at a place given as shares of width and height."""
    return picture.convert("RGB").getpixel((int(across * picture.width), int(down * picture.height)))  # type: ignore[return-value]


def is_near(found: Sequence[int], wanted: Sequence[int], tolerance: int = 30) -> bool:
    """Whether two colours look alike."""
    return max(abs(a - b) for a, b in zip(found, wanted, strict=True)) <= tolerance


def noise(width: int, height: int, seed: int = 0) -> Image.Image:
    """A picture that cannot be packed well."""
    return Image.fromarray(np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8))
