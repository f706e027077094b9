"""Pictures beside each other on one sheet, each with whom it is owed to below it, as PNG or PDF.

Only of bytes that this site made: small WebPs. No storage, no database.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from PIL import Image, ImageDraw, ImageFont

COLUMNS, WIDTH, GAP, MARGIN = 4, 360, 24, 48
LINE, SIZE, TITLE_SIZE = 22, 15, 34
GROUND, INK, SOFT = "#ffffff", "#1c1c1c", "#5a5a5a"
FONTS = ("NotoSansCJK-Regular.ttc", "DejaVuSans.ttf")
"""Of the machine, the first that is there; without any of them letters that are not Latin are missing."""

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@dataclass(frozen=True)
class Tile:
    """An encoded picture, and the lines below it; they are broken where they are too long."""

    picture: bytes
    lines: Sequence[str]


def drawn(title: str, tiles: Sequence[Tile], *, format: Literal["png", "pdf"]) -> bytes:
    """The sheet: each tile in the column that is shortest so far."""
    heights = [2 * MARGIN + TITLE_SIZE] * COLUMNS
    placed = []
    for tile in tiles:
        picture = _fitted(tile.picture)
        column = heights.index(min(heights))
        text = [part for line in tile.lines for part in broken(line)]
        placed.append((MARGIN + column * (WIDTH + GAP), heights[column], picture, text))
        heights[column] += picture.height + LINE * len(text) + GAP + LINE // 2
    sheet = Image.new("RGB", (2 * MARGIN + COLUMNS * WIDTH + (COLUMNS - 1) * GAP, max(heights) + MARGIN), GROUND)
    pen = ImageDraw.Draw(sheet)
    pen.text((MARGIN, MARGIN), title, fill=INK, font=font(TITLE_SIZE))
    for left, top, picture, text in placed:
        sheet.paste(picture, (left, top))
        for number, line in enumerate(text):
            place = (left, top + picture.height + LINE // 3 + number * LINE)
            pen.text(place, line, fill=SOFT if number else INK, font=font(SIZE))
    out = io.BytesIO()
    sheet.save(out, format.upper(), **({"resolution": 150.0} if format == "pdf" else {}))
    return out.getvalue()


def _fitted(encoded: bytes) -> Image.Image:
    """On the ground, as wide as a column at most."""
    with Image.open(io.BytesIO(encoded)) as picture:
        shown = picture.convert("RGBA")
    scale = min(1.0, WIDTH / shown.width)
    shown = shown.resize((max(1, round(shown.width * scale)), max(1, round(shown.height * scale))))
    flat = Image.new("RGB", shown.size, GROUND)
    flat.paste(shown, mask=shown.getchannel("A"))
    return flat


def broken(line: str) -> Iterator[str]:
    """The line in parts that are no wider than a column, between words where there are some."""
    rest = " ".join(line.split())
    while rest:
        fits = next((n for n in range(len(rest), 1, -1) if font(SIZE).getlength(rest[:n]) <= WIDTH), 1)
        space = rest.rfind(" ", 0, fits + 1)
        end = fits if fits == len(rest) or space < 1 else space
        yield rest[:end].rstrip()
        rest = rest[end:].lstrip()


@cache
def font(size: int) -> Font:
    for name in FONTS:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return ImageFont.load_default(size)
