"""What a colour is called, and which colours look alike: OKLab in plain arithmetic, for one colour at a time."""

import math
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

Lab = tuple[float, float, float]
CODE = re.compile("#[0-9a-f]{6}")
ALIKE = 0.11
"""Colours nearer than this in OKLab are one to somebody who searches."""
_STEP = 0.06

_EXAMPLES: Mapping[str, str] = {
    "black": "#000000 #141414 #1e1e24 #2a2522",
    "white": "#ffffff #f2f2f2 #f4efe6 #e9eef2",
    "grey": "#808080 #a8a8a8 #c4c4c4 #5c5c5c #404040 #8a929a #9a948c",
    "red": "#dc1414 #ff3030 #a01818 #701414 #c83c3c",
    "orange": "#ff8c00 #e87020 #c8641e #ffb060 #a0522d #7a4a24 #d2966e",
    "yellow": "#ffe000 #f0d040 #d4b400 #fff080 #b8a040",
    "green": "#00a000 #00ff00 #2e8b57 #90c040 #145a14 #6b8e23 #8fbc8f #50c878",
    "cyan": "#00ffff #00c8d0 #40e0d0 #008b8b #a0e6e6 #5fb4b4",
    "blue": "#1428dc #2864e6 #4682e6 #87bfee #000080 #1e3c78 #5a7ca6 #0080ff",
    "purple": "#8000c0 #9060d0 #4b0082 #a060a0 #c8a0e6 #5a3c78",
    "pink": "#ff69b4 #ffc0cb #e0508c #f4a0c0 #ff00ff #c8508c #e6b4be",
}
NAMES = tuple(_EXAMPLES)
WORDS: Mapping[str, dict[str, str]] = {
    "black": {"en": "black", "zh": "黑色", "sv": "svart"},
    "white": {"en": "white", "zh": "白色", "sv": "vit"},
    "grey": {"en": "grey", "zh": "灰色", "sv": "grå"},
    "red": {"en": "red", "zh": "红色", "sv": "röd"},
    "orange": {"en": "orange", "zh": "橙色", "sv": "orange"},
    "yellow": {"en": "yellow", "zh": "黄色", "sv": "gul"},
    "green": {"en": "green", "zh": "绿色", "sv": "grön"},
    "cyan": {"en": "cyan", "zh": "青色", "sv": "cyan"},
    "blue": {"en": "blue", "zh": "蓝色", "sv": "blå"},
    "purple": {"en": "purple", "zh": "紫色", "sv": "lila"},
    "pink": {"en": "pink", "zh": "粉色", "sv": "rosa"},
}


def oklab(code: str) -> Lab:
    """`#rrggbb` as lightness, green to red, blue to yellow (Björn Ottosson, 2020)."""
    red, green, blue = (_linear(int(code[at : at + 2], 16) / 255) for at in (1, 3, 5))
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def _linear(level: float) -> float:
    return level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4


@lru_cache(maxsize=4096)
def name_of(code: str) -> str:
    """The one of eleven names whose examples come nearest."""
    here = oklab(code)
    return min(NAMES, key=lambda name: min(math.dist(here, one) for one in _examples()[name]))


@lru_cache(maxsize=1)
def _examples() -> Mapping[str, tuple[Lab, ...]]:
    return {name: tuple(oklab(code) for code in codes.split()) for name, codes in _EXAMPLES.items()}


def cell_of(code: str) -> str:
    """The cell of a grid over OKLab in which a colour lies."""
    return _named(tuple(round(part / _STEP) for part in oklab(code)))


def cells_near(code: str) -> tuple[str, ...]:
    """The cells whose middles are alike to this colour, its own always among them."""
    here = oklab(code)
    return tuple({_named(cell): None for cell in _around(here)} | {cell_of(code): None})


def _around(here: Lab) -> Iterator[tuple[int, int, int]]:
    reach = math.ceil(ALIKE / _STEP)
    middle = [round(part / _STEP) for part in here]
    span = range(-reach, reach + 1)
    for cell in ((middle[0] + x, middle[1] + y, middle[2] + z) for x in span for y in span for z in span):
        if math.dist(here, [part * _STEP for part in cell]) <= ALIKE:
            yield cell


def _named(cell: tuple[int, ...]) -> str:
    return ".".join(map(str, cell))
