"""A small net in an interpreter, on one thread and for one caller at a time."""

from pathlib import Path
from threading import Lock

import numpy as np
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

Floats = NDArray[np.float32]


class Net:
    """One input of pixels; what it gives is named by how many numbers there are for each place."""

    def __init__(self, path: Path) -> None:
        self._lock = Lock()
        self._interpreter = Interpreter(model_path=str(path), num_threads=1)
        self._interpreter.allocate_tensors()
        self._input = self._interpreter.get_input_details()[0]["index"]
        outputs = self._interpreter.get_output_details()
        self._outputs = {int(found["shape"][-1]): found["index"] for found in outputs}

    def run(self, pixels: Floats) -> dict[int, Floats]:
        """Height × width × 3 in, and what comes out of it, by the length of the last axis."""
        with self._lock:
            self._interpreter.set_tensor(self._input, pixels[None])
            self._interpreter.invoke()
            return {size: self._interpreter.get_tensor(index)[0] for size, index in self._outputs.items()}
