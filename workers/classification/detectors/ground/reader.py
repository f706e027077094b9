"""The reader of the colours before and behind."""

from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

from cms.media.palette import palette
from cms.vision.base import Grounds
from workers.classification.detectors.ground import NAME, VERSION, middle
from workers.classification.detectors.ground.faces import LEAST, Faces
from workers.classification.detectors.ground.people import People

if TYPE_CHECKING:
    from cms.vision.base import Picture

LONGEST = 128
"""Pixels of the longer side of what colours are told from."""
TOLD = 0.03
"""Colours with less of their ground than this are mostly the seam."""
_LEAST, _MOST = 0.03, 0.95


class GroundReader:
    """Tells the colours of the foreground and those of the background."""

    name, version = NAME, VERSION

    def __init__(self, faces: Path, people: Path) -> None:
        cv2.setNumThreads(1)
        self._faces, self._people = Faces(faces), People(people)

    def read(self, picture: "Picture") -> Grounds:
        """Colours with their shares of the foreground and of the background."""
        small = _small(picture, LONGEST)
        before = self._mask(picture, small)
        share = float(before.mean())
        return Grounds(_colours(small, before), _colours(small, ~before), share)

    def _mask(self, picture: "Picture", small: "Picture") -> NDArray[np.bool_]:
        if self._faces.largest(picture) >= LEAST:
            mask = self._people.mask(picture).astype(np.uint8)
            found = cv2.resize(mask, small.shape[1::-1], interpolation=cv2.INTER_NEAREST) > 0
            if _LEAST <= found.mean() <= _MOST:
                return np.asarray(found)
        return middle.mask(small)


def _small(picture: "Picture", longest: int) -> "Picture":
    height, width = picture.shape[:2]
    scale = min(1.0, longest / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.ascontiguousarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA))


def _colours(picture: "Picture", mask: NDArray[np.bool_]) -> tuple[tuple[str, float], ...]:
    """The palette of what lies within the mask, its rim left out where something is left."""
    inner = cv2.erode(mask.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    pixels = picture[inner if inner.any() else mask]
    return tuple((one.hex, round(one.share, 4)) for one in palette(pixels) if one.share >= TOLD)
