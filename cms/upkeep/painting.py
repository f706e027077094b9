"""Pictures that are made up: the same numbers give the same picture."""

import random
import struct
import zlib
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Painted(BaseModel):
    """A picture that is made up: the same numbers give the same picture."""

    model_config = ConfigDict(extra="forbid")
    width: Annotated[int, Field(ge=1, le=4000)]
    height: Annotated[int, Field(ge=1, le=4000)]
    seed: int = 0


def painted(wish: Painted) -> bytes:
    """A PNG of some plain areas over a gradient."""
    chance = random.Random(f"{wish.seed} {wish.width} {wish.height}")  # noqa: S311 - nothing secret
    corners = [[chance.randrange(256) for _ in range(3)] for _ in range(2)]
    areas = [_area(chance, wish) for _ in range(12)]
    rows = bytearray()
    for y in range(wish.height):
        part = y / wish.height
        row = bytearray(bytes(round(a + (b - a) * part) for a, b in zip(*corners, strict=True)) * wish.width)
        for (left, right, top, bottom), colour in areas:
            if top <= y < bottom:
                row[left * 3 : right * 3] = colour * (right - left)
        rows += b"\0" + row
    head = struct.pack(">IIBBBBB", wish.width, wish.height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", zlib.compress(bytes(rows), 6))
        + _chunk(b"IEND", b"")
    )


def _area(chance: random.Random, wish: Painted) -> tuple[tuple[int, int, int, int], bytes]:
    left, top = chance.randrange(wish.width), chance.randrange(wish.height)
    right, bottom = chance.randint(left, wish.width), chance.randint(top, wish.height)
    return (left, right, top, bottom), bytes(chance.randrange(256) for _ in range(3))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
