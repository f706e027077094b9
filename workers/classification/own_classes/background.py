"""Vectors of pictures of all kinds that stand against the examples of any class: `background.npz`, kept as bytes.

`background.json` names the pictures with their licences. `python -m workers.models.gather_background` made both.
"""

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FILE = Path(__file__).with_name("background.npz")
NOTE = FILE.with_suffix(".json")


@cache
def background(model_version: str) -> NDArray[np.float32]:
    """n × d unit vectors by this version of the tagger. Raises LookupError for another than they were made by."""
    with np.load(FILE) as kept:
        if str(kept["version"]) != model_version:
            raise LookupError(f"{FILE.name} is of {kept['version']}, not of {model_version}; gather it anew.")
        vectors = kept["vectors"].astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def keep(vectors: NDArray[np.float32], model_version: str) -> None:
    """Write the vectors down, each stretched to the range of a byte."""
    stretched = np.round(vectors / np.abs(vectors).max(axis=1, keepdims=True) * 127).astype(np.int8)
    np.savez_compressed(FILE, vectors=stretched, version=np.array(model_version))
