"""The reader of writing on ONNX Runtime."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import onnxruntime

from cms.vision.base import TextLine
from workers.classification.detectors.text.finding import Floats, lines_in
from workers.classification.detectors.text.spelling import flattened, spelled

if TYPE_CHECKING:
    from cms.vision.base import Picture

SURE = 0.6
"""Lines that are less sure than this are mostly no writing."""


class PaddleText:
    """PP-OCRv4 for Chinese and Latin letters, as rapidocr-onnxruntime packs it."""

    def __init__(self, finder: Path, speller: Path) -> None:
        self._finder, self._speller = _session(finder), _session(speller)
        listed = self._speller.get_modelmeta().custom_metadata_map["character"]
        self._characters = ("", *listed.splitlines(), " ")

    def read(self, picture: "Picture") -> tuple[TextLine, ...]:
        """The lines that are read surely, from top to bottom."""
        height, width = picture.shape[:2]
        found = []
        for corners in lines_in(picture, self._writing):
            text, probability = spelled(flattened(picture, corners), self._characters, self._likely)
            if probability >= SURE and any(sign.isalnum() for sign in text):
                shares = (corners / (width, height)).clip(0, 1)
                found.append(TextLine(text, probability, tuple((float(x), float(y)) for x, y in shares)))
        return tuple(found)

    def _writing(self, pixels: Floats) -> Floats:
        return np.asarray(self._finder.run(None, {self._finder.get_inputs()[0].name: pixels})[0][0, 0], np.float32)

    def _likely(self, pixels: Floats) -> Floats:
        return np.asarray(self._speller.run(None, {self._speller.get_inputs()[0].name: pixels})[0][0], np.float32)


def _session(file: Path) -> onnxruntime.InferenceSession:
    """On one thread."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
