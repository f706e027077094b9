"""Small true pictures for tests, each different from all others."""

import io
import itertools

from PIL import Image, ImageDraw

_numbers = itertools.count(1)


def picture(
    *,
    size: tuple[int, int] = (320, 200),
    format: str = "jpeg",
    number: int | None = None,
    colour: tuple[int, int, int] | None = None,
) -> bytes:
    """An encoded picture, on a ground of this colour; the same number gives the same bytes."""
    own = next(_numbers) if number is None else number
    ground = colour or (own * 37 % 256, own * 91 % 256, own * 53 % 256)
    drawn = Image.new("RGB", size, ground)
    pen = ImageDraw.Draw(drawn)
    pen.ellipse((size[0] // 4, size[1] // 4, size[0] // 2, size[1] // 2), fill=(255, 255, own % 256))
    pen.text((4, 4), str(own), fill=(0, 0, 0) if any(ground) else (255, 255, 255))
    out = io.BytesIO()
    drawn.save(out, format)
    return out.getvalue()
