"""The distance of one vector to many, by their bytes: quick, and with a bound on how wrong it may be. Pure arithmetic.

Unit vectors of non-negative numbers are kept in 8 bits a number. OpenCV adds up how far bytes are apart, as fast as
they come from memory.
"""

from dataclasses import dataclass
from typing import Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Codes = NDArray[np.uint8]
Metric = Literal["manhattan", "cosine"]

STEP = 0.22 / 255
"""What one level of a byte stands for; a number above 0.22 is cut there, and its error is known like the others'."""

TOGETHER = 32
"""Rows of one block: in 64 bits they stay in the cache of a core."""


@dataclass(frozen=True)
class Coded:
    """Rows as bytes, the sum of the squares of each, and how far it may be from the truth in both metrics."""

    codes: Codes
    squares: NDArray[np.int32]
    l1_errors: NDArray[np.float32]
    l2_errors: NDArray[np.float32]


def coded(vectors: Floats) -> Coded:
    """Rows of vectors in bytes."""
    exact = vectors.astype(np.float32)
    codes = np.clip(np.rint(exact / STEP), 0, 255).astype(np.uint8)
    wrong = np.abs(exact - codes * np.float32(STEP))
    return Coded(
        codes=codes,
        squares=(codes.astype(np.int32) ** 2).sum(axis=1, dtype=np.int32),
        l1_errors=wrong.sum(axis=1),
        l2_errors=np.sqrt((wrong**2).sum(axis=1)),
    )


def nearly(rows: Coded, vector: Floats, metric: Metric) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """About how far each row is from the vector, and how wrong that may be."""
    one = coded(vector[None])
    if metric == "cosine":
        squares = rows.squares + one.squares[0] - _apart(rows.codes, one.codes, cv2.NORM_L2SQR)
        about = 1 - squares * np.float32(STEP * STEP / 2)
        return about, (rows.l2_errors + one.l2_errors[0]) * np.float32(1.01) + np.float32(1e-3)
    about = _apart(rows.codes, one.codes, cv2.NORM_L1) * np.float32(STEP)
    return about, (rows.l1_errors + one.l1_errors[0]) * np.float32(1.001) + np.float32(1e-3)


def _apart(codes: Codes, one: Codes, norm: int) -> NDArray[np.int32]:
    """How far the bytes of each row are from these."""
    found, _ = cv2.batchDistance(codes, one, cv2.CV_32S, normType=norm, K=1)
    return np.asarray(found[:, 0], np.int32)


def exactly(vectors: Floats, vector: Floats, metric: Metric) -> NDArray[np.float64]:
    """The distances as they are, in 64 bits."""
    one = vector.astype(np.float64)
    apart = _manhattan if metric == "manhattan" else _cosine
    blocks = [apart(vectors[at : at + TOGETHER].astype(np.float64), one) for at in range(0, len(vectors), TOGETHER)]
    return np.concatenate(blocks)


def _manhattan(rows: NDArray[np.float64], one: NDArray[np.float64]) -> NDArray[np.float64]:
    rows -= one
    return np.asarray(np.abs(rows, out=rows).sum(axis=1))


def _cosine(rows: NDArray[np.float64], one: NDArray[np.float64]) -> NDArray[np.float64]:
    lengths = np.linalg.norm(rows, axis=1) * np.linalg.norm(one)
    return np.asarray(np.maximum(0.0, 1 - rows @ one / np.maximum(lengths, 1e-12)))
