"""Small pictures of different things: blocks of colour laid out by a number, so that no two are taken for copies."""

import io

import numpy as np
from PIL import Image, ImageFilter


def drawn(number: int, *, size: tuple[int, int] = (320, 240)) -> Image.Image:
    """Soft blocks in 6 × 5 places; the same number draws the same."""
    random = np.random.default_rng(number + 1)
    blocks = random.integers(0, 256, (5, 6, 3), dtype=np.uint8)
    return Image.fromarray(blocks).resize(size, Image.Resampling.NEAREST).filter(ImageFilter.GaussianBlur(3))


def encoded(picture: Image.Image, *, format: str = "jpeg", **options: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, format, **options)
    return out.getvalue()


def scene(number: int, *, size: tuple[int, int] = (320, 240), format: str = "jpeg") -> bytes:
    """The encoded picture of this number."""
    return encoded(drawn(number, size=size), format=format)
