"""Pictures of two simple things, each a little elsewhere, for what is learnt from examples."""

import io
from pathlib import Path

from PIL import Image, ImageDraw


def draw_classes(folder: Path, *, each: int) -> None:
    """A folder for mugs and one for trees."""
    for name in ("mug", "tree"):
        (folder / name).mkdir(parents=True)
        for number in range(each):
            (folder / name / f"{number:03}.png").write_bytes(drawn(number, is_mug=name == "mug"))


def drawn(number: int, *, is_mug: bool) -> bytes:
    """A red mug or a green tree on a plain ground, each a little elsewhere."""
    picture = Image.new("RGB", (320, 240), (235 - number % 9, 230, 225))
    pen, at = ImageDraw.Draw(picture), 40 + number * 7 % 60
    if is_mug:
        pen.rectangle((at + 60, 80, at + 150, 190), fill=(190, 20, 30))
        pen.ellipse((at + 130, 100, at + 185, 165), outline=(190, 20, 30), width=12)
    else:
        pen.polygon([(at + 60, 30), (at, 170), (at + 120, 170)], fill=(20, 120, 40))
        pen.rectangle((at + 50, 170, at + 70, 220), fill=(90, 60, 30))
    out = io.BytesIO()
    picture.save(out, "png")
    return out.getvalue()
