"""Whether a face is in a picture: MediaPipe's full-range detector, of which nothing but the answer is used."""

from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from workers.classification.detectors.ground.net import Net

if TYPE_CHECKING:
    from cms.vision.base import Picture

SIDE = 192
SURE = 0.6
LEAST = 0.08
"""A face whose box is smaller than this share of the longer side says nothing of what the picture is about."""


class Faces:
    """One anchor for each cell of a grid of 48: 16 numbers of a box and six points, and a score before the sigmoid."""

    def __init__(self, path: Path) -> None:
        self._net = Net(path)

    def largest(self, picture: "Picture") -> float:
        """The side of the largest sure face as a share of the longer side of the picture; 0 where there is none."""
        height, width = picture.shape[:2]
        scale = SIDE / max(height, width)
        wide, tall = max(1, round(width * scale)), max(1, round(height * scale))
        square = np.zeros((SIDE, SIDE, 3), np.float32)
        square[:tall, :wide] = cv2.resize(picture, (wide, tall), interpolation=cv2.INTER_AREA) / 127.5 - 1
        told = self._net.run(square)
        scores, sizes = told[1][:, 0], told[16][:, 2:4].max(axis=1) / SIDE
        is_sure = scores > np.log(SURE / (1 - SURE))
        return float(sizes[is_sure].max(initial=0.0))
