"""EfficientNet-Lite2 as it is served: pixels in, 1000 logits and the pooled 1280 numbers out, on one thread."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray
from PIL import Image

if TYPE_CHECKING:
    from cms.vision.base import Picture

SIDE = 260
CROP, WIDEST = 0.875, 4 / 3
"""The share of the short side that the network was trained to look at, and how far from square we let it look."""

Floats = NDArray[np.float32]


def prepared_pixels(picture: "Picture") -> Floats:
    """260 × 260 × 3 in -1…1: the middle, at most 4 : 3 or 3 : 4, squeezed into the square.

    The square middle alone, as the network was trained, misses half of a wide picture and was only as good.
    """
    height, width = picture.shape[:2]
    longest = min(height, width) * CROP * WIDEST
    across, down = min(width * CROP, longest), min(height * CROP, longest)
    left, top = (width - across) / 2, (height - down) / 2
    box = (left, top, left + across, top + down)
    middle = Image.fromarray(picture).resize((SIDE, SIDE), Image.Resampling.BICUBIC, box=box, reducing_gap=3.0)
    return (np.asarray(middle, np.float32) - 127.0) / 128.0


class Network:
    """The converted file in an interpreter. One thread: more were slower beside other work."""

    def __init__(self, path: Path) -> None:
        self._interpreter = Interpreter(model_path=str(path), num_threads=1)
        self._interpreter.allocate_tensors()
        self._input = self._interpreter.get_input_details()[0]["index"]
        outputs = {int(found["shape"][-1]): found["index"] for found in self._interpreter.get_output_details()}
        self._logits, self._feature = outputs[1000], outputs[1280]

    def run(self, pixels: Floats) -> tuple[Floats, Floats]:
        """Logits (1000) and pooled feature (1280, not yet a unit vector) of prepared pixels."""
        self._interpreter.set_tensor(self._input, pixels[None])
        self._interpreter.invoke()
        return self._interpreter.get_tensor(self._logits)[0], self._interpreter.get_tensor(self._feature)[0]
