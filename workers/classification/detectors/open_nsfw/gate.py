"""Yahoo's OpenNSFW (ResNet-50 thin, 2016) in ONNX Runtime: how likely a picture is not safe for everyone."""

import io
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from PIL import Image

if TYPE_CHECKING:
    from cms.vision.base import Picture

SCALED, SIDE = 256, 224
MEAN_BGR = np.array([104.0, 117.0, 123.0], np.float32)


def prepared_pixels(picture: "Picture") -> NDArray[np.float32]:
    """224 × 224 × 3, BGR less the mean: the middle of the picture scaled to 256 × 256.

    The round through JPEG is part of the original pipeline, whose artefacts the network was fitted to.
    """
    scaled = Image.fromarray(picture).resize((SCALED, SCALED), Image.Resampling.BILINEAR, reducing_gap=3.0)
    written = io.BytesIO()
    scaled.save(written, "JPEG")
    edge = (SCALED - SIDE) // 2
    with Image.open(written) as read:
        middle = np.asarray(read, np.float32)[edge : edge + SIDE, edge : edge + SIDE]
    return middle[:, :, ::-1] - MEAN_BGR


class OpenNsfw:
    """The moderation gate. One thread a process."""

    name = "open-nsfw"
    version = "1.0.0"

    def __init__(self, path: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self._input = self._session.get_inputs()[0].name

    def score(self, picture: "Picture") -> float:
        """0 (safe) to 1 (certainly not)."""
        (scores,) = self._session.run(None, {self._input: prepared_pixels(picture)[None]})
        return float(scores[0][1])
