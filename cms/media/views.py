"""The ways in which a picture is looked at, so that what was done to it does not hide it. Pure arithmetic.

Turned and mirrored in all eight ways, as it is and without what stands around it: a frame, the bars of a screenshot.
"""

from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from cms.media.fingerprint import SIDE, fingerprint

Pixels = NDArray[np.uint8]

BAR_SHARE, BAR_LEVELS = 0.7, 12
"""A line belongs to a bar when so much of it is within so many levels of its middle colour."""

LEAST_KEPT, LEAST_CUT = 0.3, 0.04
"""What is left after bars were cut must be so much of the side; less than so much in all is not worth a second look."""

CUTS = (0.0, 0.05, 0.1, 0.15, 0.2)
"""Shares of a side that are cut off it; of width and of height together no more than the last."""


def turned_fingerprints(grey: Pixels) -> list[bytes]:
    """Of a square and its seven turned and mirrored forms; the first is that of the square as it is."""
    forms = [np.rot90(form, turns) for form in (grey, grey[:, ::-1]) for turns in range(4)]
    return [fingerprint(form) for form in forms]


def cut_fingerprints(rgb: Pixels) -> list[bytes]:
    """Of the picture and of what is left of it when a little is cut off its sides: 225, the first of all of it."""
    return [fingerprint(squeezed(np.ascontiguousarray(part))) for part in _cut(rgb)]


def _cut(rgb: Pixels) -> Iterator[Pixels]:
    height, width = rgb.shape[:2]
    pairs = [(before, after) for before, after in product(CUTS, CUTS) if round(before + after, 2) <= CUTS[-1]]
    for (above, below), (left, right) in product(pairs, pairs):
        yield rgb[
            int(above * height) : height - int(below * height),
            int(left * width) : width - int(right * width),
        ]


def squeezed(rgb: Pixels) -> Pixels:
    """A grey square of a picture, as near as Pillow comes to what is taken when a picture is prepared."""
    return np.asarray(Image.fromarray(rgb).convert("L").resize((SIDE, SIDE), Image.Resampling.LANCZOS))


def without_bars(rgb: Pixels) -> Pixels | None:
    """The picture without even bars at its sides, whatever small things stand in them; None where there are none."""
    top, bottom = _kept(rgb)
    left, right = _kept(rgb[top:bottom].transpose(1, 0, 2))
    height, width = rgb.shape[:2]
    if (bottom - top) * (right - left) > (1 - LEAST_CUT) * height * width:
        return None
    return np.ascontiguousarray(rgb[top:bottom, left:right])


def _kept(rgb: Pixels) -> tuple[int, int]:
    """From which line to which the longest run without bars reaches; all of it where hardly anything would be left."""
    length = len(rgb)
    middle = np.median(rgb, axis=1)
    near = np.abs(rgb.astype(np.int16) - middle[:, None].astype(np.int16)).max(axis=2) <= BAR_LEVELS
    is_flat = near.mean(axis=1) >= BAR_SHARE
    edges = middle[[0, -1]]
    is_edge = (np.abs(middle[:, None] - edges[None]).max(axis=2) <= BAR_LEVELS).any(axis=1)
    start, end = _longest_run(~(is_flat & is_edge), gap=max(1, length // 100))
    return (start, end) if end - start >= LEAST_KEPT * length else (0, length)


def _longest_run(wanted: NDArray[Any], *, gap: int) -> tuple[int, int]:
    """The longest run of true values, over gaps of at most so many false ones."""
    places = np.flatnonzero(wanted)
    if not len(places):
        return 0, 0
    breaks = np.flatnonzero(np.diff(places) > gap + 1)
    starts = places[np.concatenate([[0], breaks + 1])]
    ends = places[np.concatenate([breaks, [len(places) - 1]])] + 1
    best = int((ends - starts).argmax())
    return int(starts[best]), int(ends[best])
