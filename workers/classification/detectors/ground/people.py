"""Which pixels are people: MediaPipe's selfie segmentation."""

from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

if TYPE_CHECKING:
    from cms.vision.base import Picture

SIDE = 256
LIKELY = 0.5


class People:
    """Gives each pixel of a picture how likely somebody is there."""

    def __init__(self, path: Path) -> None:
        self._interpreter = Interpreter(model_path=str(path), num_threads=1)
        self._interpreter.allocate_tensors()
        self._input = self._interpreter.get_input_details()[0]["index"]
        self._output = self._interpreter.get_output_details()[0]["index"]

    def mask(self, picture: "Picture") -> NDArray[np.bool_]:
        """Height × width: true where somebody is."""
        height, width = picture.shape[:2]
        seen = cv2.resize(picture, (SIDE, SIDE), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
        self._interpreter.set_tensor(self._input, seen[None])
        self._interpreter.invoke()
        likely = self._interpreter.get_tensor(self._output)[0, :, :, 0]
        return np.asarray(cv2.resize(likely, (width, height)) > LIKELY)
