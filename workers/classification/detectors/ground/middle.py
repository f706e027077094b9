"""What stands in the middle of a picture and differs from its edge: GrabCut from a guess. The same each time.

Rother, Kolmogorov and Blake 2004, "GrabCut: interactive foreground extraction using iterated graph cuts".
"""

from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from cms.vision.base import Picture

Mask = NDArray[np.bool_]
LONGEST = 128
_ROUNDS = 3
_REACH = 0.36
"""Half of the middle's width and height, as a share of the picture's."""
_EDGE = 0.04
_ALIKE, _PLAIN = 14, 0.6
"""Levels that a plain background may differ from its middle, and how much of it must."""
_NO_BOX = (0, 0, 0, 0)
_LEAST, _MOST = 0.01, 0.9
"""What is less or more of the picture than this is not believed; the middle itself is taken instead."""


def mask(picture: "Picture") -> Mask:
    """Height × width: true for the foreground. The left, right and upper edges are surely behind it."""
    height, width = picture.shape[:2]
    guess = np.full((height, width), cv2.GC_PR_BGD, np.uint8)
    middle = _ellipse(height, width)
    guess[middle] = cv2.GC_PR_FGD
    edge = max(1, round(min(height, width) * _EDGE))
    guess[:edge], guess[:, :edge], guess[:, -edge:] = cv2.GC_BGD, cv2.GC_BGD, cv2.GC_BGD
    cv2.setRNGSeed(1)
    try:
        cv2.grabCut(picture, guess, _NO_BOX, np.zeros((1, 65)), np.zeros((1, 65)), _ROUNDS, cv2.GC_INIT_WITH_MASK)
    except cv2.error:  # nothing differs: a picture of one colour
        return middle
    found = _without_halo(picture, np.asarray((guess == cv2.GC_FGD) | (guess == cv2.GC_PR_FGD)))
    return np.asarray(found) if _LEAST <= found.mean() <= _MOST else middle


def _without_halo(picture: "Picture", found: Mask) -> Mask:
    """Less what hangs together with a plain background and looks like it: JPEG leaves such a rim around things."""
    if found.all():
        return found
    middle = np.median(picture[~found], axis=0)
    alike = np.abs(picture - middle).max(axis=2) <= _ALIKE
    if alike[~found].mean() < _PLAIN:
        return found
    _, parts = cv2.connectedComponents(alike.astype(np.uint8), connectivity=4)
    return np.asarray(found & ~(alike & np.isin(parts, np.unique(parts[alike & ~found]))))


def _ellipse(height: int, width: int) -> Mask:
    down, across = np.ogrid[:height, :width]
    y, x = (down + 0.5) / height - 0.5, (across + 0.5) / width - 0.5
    return np.asarray((y / _REACH) ** 2 + (x / _REACH) ** 2 <= 1)
