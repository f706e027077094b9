"""Where lines of writing are: a net gives for each pixel how likely it is writing, and that becomes rectangles.

After Liao et al. 2020, "Real-time Scene Text Detection with Differentiable Binarization": the net is trained on
shrunken lines, so each is let out again by its area times 1.6 over its perimeter.
"""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Pixels = NDArray[np.uint8]

LONGEST = 960
"""Pixels of the longer side as the net sees it. A smaller picture is enlarged up to twice."""
MOST_ENLARGED = 2.0
_STEP = 32
_LIKELY = 0.3
_SURE = 0.5
_LET_OUT = 1.6
_LOWEST = 3
MOST_LINES = 200


def lines_in(picture: Pixels, writing: Callable[[Floats], Floats]) -> list[Floats]:
    """Corners of lines in pixels (4 × 2, clockwise from where reading begins), from top to bottom.

    `picture` is height × width × 3, RGB. `writing` takes 1 × 3 × H × W from -1 to 1 and gives H × W from 0 to 1. At
    most MOST_LINES, the largest.
    """
    height, width = picture.shape[:2]
    scale = min(LONGEST / max(height, width), MOST_ENLARGED)
    tall, wide = (max(_STEP, round(side * scale / _STEP) * _STEP) for side in (height, width))
    seen = cv2.resize(picture, (wide, tall)).astype(np.float32) / 127.5 - 1
    likely = writing(seen.transpose(2, 0, 1)[None])
    outlines, _ = cv2.findContours(_spread(likely), cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    found = [box for outline in outlines if (box := _line(outline, likely)) is not None]
    found = sorted(found, key=cv2.contourArea, reverse=True)[:MOST_LINES]
    share = np.array([width / wide, height / tall], np.float32)
    return [box * share for box in _in_order(found)]


def _spread(likely: Floats) -> Pixels:
    mask = (likely > _LIKELY).astype(np.uint8)
    return np.asarray(cv2.dilate(mask, np.ones((2, 2), np.uint8)), np.uint8)


def _line(outline: cv2.typing.MatLike, likely: Floats) -> Floats | None:
    """The rectangle of one line, let out; None for what is too small or too doubtful."""
    middle, (wide, tall), turn = cv2.minAreaRect(outline)
    if min(wide, tall) < _LOWEST or _mean(likely, cv2.boxPoints((middle, (wide, tall), turn))) < _SURE:
        return None
    further = wide * tall * _LET_OUT / (wide + tall)
    return _clockwise(np.asarray(cv2.boxPoints((middle, (wide + further, tall + further), turn)), np.float32))


def _mean(likely: Floats, corners: cv2.typing.MatLike) -> float:
    """How likely it is writing within these corners."""
    left, top = np.floor(corners.min(axis=0)).astype(int).clip(0)
    right, bottom = np.ceil(corners.max(axis=0)).astype(int) + 1
    part = likely[top:bottom, left:right]
    mask = np.zeros(part.shape, np.uint8)
    cv2.fillPoly(mask, [(corners - (left, top)).astype(np.int32)], 1)
    return float(cv2.mean(part, mask)[0])


def _clockwise(corners: Floats) -> Floats:
    """From the upper left one on."""
    by_side = corners[np.argsort(corners[:, 0])]
    left, right = (side[np.argsort(side[:, 1])] for side in (by_side[:2], by_side[2:]))
    return np.array([left[0], right[0], right[1], left[1]], np.float32)


def _in_order(boxes: list[Floats]) -> list[Floats]:
    """From top to bottom; those whose middles are at one height from left to right."""
    rows: list[list[Floats]] = []
    for box in sorted(boxes, key=lambda box: float(box[:, 1].mean())):
        height = float(box[3, 1] - box[0, 1])
        if rows and abs(float(rows[-1][0][:, 1].mean() - box[:, 1].mean())) < abs(height) / 2:
            rows[-1].append(box)
        else:
            rows.append([box])
    return [box for row in rows for box in sorted(row, key=lambda box: float(box[0, 0]))]
