"""Whether a face is in a picture: MediaPipe's full-range detector, of which nothing but the answer is used."""

from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from ai_edge_litert.interpreter import Interpreter

if TYPE_CHECKING:
    from cms.vision.base import Picture

SIDE = 192
SURE = 0.6
LEAST = 0.08
"""A face whose box is smaller than this share of the longer side says nothing of what the picture is about."""


class Faces:
    """One anchor for each cell of a grid of 48: 16 numbers of a box and six points, and a score before the sigmoid."""

    def __init__(self, path: Path) -> None:
        self._interpreter = Interpreter(model_path=str(path), num_threads=1)
        self._interpreter.allocate_tensors()
        self._input = self._interpreter.get_input_details()[0]["index"]
        outputs = {int(found["shape"][-1]): found["index"] for found in self._interpreter.get_output_details()}
        self._boxes, self._scores = outputs[16], outputs[1]

    def largest(self, picture: "Picture") -> float:
        """The side of the largest sure face as a share of the longer side of the picture; 0 where there is none."""
        height, width = picture.shape[:2]
        scale = SIDE / max(height, width)
        wide, tall = max(1, round(width * scale)), max(1, round(height * scale))
        square = np.zeros((SIDE, SIDE, 3), np.float32)
        square[:tall, :wide] = cv2.resize(picture, (wide, tall), interpolation=cv2.INTER_AREA) / 127.5 - 1
        self._interpreter.set_tensor(self._input, square[None])
        self._interpreter.invoke()
        scores = self._interpreter.get_tensor(self._scores)[0, :, 0]
        sizes = self._interpreter.get_tensor(self._boxes)[0, :, 2:4].max(axis=1) / SIDE
        is_sure = scores > np.log(SURE / (1 - SURE))
        return float(sizes[is_sure].max(initial=0.0))
