"""The distance of one vector to many, by their bytes: quick, and with a bound on how wrong it may be. Pure arithmetic.

Unit vectors are kept in 8 bits a number. OpenCV adds up how far bytes are apart, as fast as
they come from memory.
"""

from dataclasses import dataclass
from typing import Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Codes = NDArray[np.uint8]
Metric = Literal["manhattan", "cosine", "euclidean"]


@dataclass(frozen=True)
class Scale:
    """What the least and the most of a byte stand for; what lies beyond is cut, and its error is known all the same."""

    low: float
    high: float

    @property
    def step(self) -> float:
        return (self.high - self.low) / 255


POSITIVE = Scale(0.0, 0.22)
"""Of unit vectors of non-negative numbers, as taggers give them. The cosine is for these alone."""

SIGNED = Scale(-0.25, 0.25)
"""Of unit vectors of any numbers, some hundred of them."""

TOGETHER = 32
"""Rows of one block: in 64 bits they stay in the cache of a core."""


@dataclass(frozen=True)
class Coded:
    """Rows as bytes, the sum of the squares of each, and how far it may be from the truth in both metrics."""

    codes: Codes
    squares: NDArray[np.int32]
    l1_errors: NDArray[np.float32]
    l2_errors: NDArray[np.float32]


def coded(vectors: Floats, scale: Scale = POSITIVE) -> Coded:
    """Rows of vectors in bytes."""
    exact = vectors.astype(np.float32) - np.float32(scale.low)
    codes = np.clip(np.rint(exact / scale.step), 0, 255).astype(np.uint8)
    wrong = np.abs(exact - codes * np.float32(scale.step))
    return Coded(
        codes=codes,
        squares=(codes.astype(np.int32) ** 2).sum(axis=1, dtype=np.int32),
        l1_errors=wrong.sum(axis=1),
        l2_errors=np.sqrt((wrong**2).sum(axis=1)),
    )


def nearly(
    rows: Coded, vector: Floats, metric: Metric, scale: Scale = POSITIVE
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """About how far each row is from the vector, and how wrong that may be."""
    one, step = coded(vector[None], scale), scale.step
    l2_errors = (rows.l2_errors + one.l2_errors[0]) * np.float32(1.01) + np.float32(1e-3)
    if metric == "cosine":
        squares = rows.squares + one.squares[0] - _apart(rows.codes, one.codes, cv2.NORM_L2SQR)
        return 1 - squares * np.float32(step * step / 2), l2_errors
    if metric == "euclidean":
        return np.sqrt(_apart(rows.codes, one.codes, cv2.NORM_L2SQR), dtype=np.float32) * np.float32(step), l2_errors
    about = _apart(rows.codes, one.codes, cv2.NORM_L1) * np.float32(step)
    return about, (rows.l1_errors + one.l1_errors[0]) * np.float32(1.001) + np.float32(1e-3)


def _apart(codes: Codes, one: Codes, norm: int) -> NDArray[np.int32]:
    """How far the bytes of each row are from these."""
    found, _ = cv2.batchDistance(codes, one, cv2.CV_32S, normType=norm, K=1)
    return np.asarray(found[:, 0], np.int32)


def exactly(vectors: Floats, vector: Floats, metric: Metric) -> NDArray[np.float64]:
    """The distances as they are, in 64 bits."""
    one = vector.astype(np.float64)
    apart = {"manhattan": _manhattan, "cosine": _cosine, "euclidean": _euclidean}[metric]
    blocks = [apart(vectors[at : at + TOGETHER].astype(np.float64), one) for at in range(0, len(vectors), TOGETHER)]
    return np.concatenate(blocks)


def _manhattan(rows: NDArray[np.float64], one: NDArray[np.float64]) -> NDArray[np.float64]:
    rows -= one
    return np.asarray(np.abs(rows, out=rows).sum(axis=1))


def _cosine(rows: NDArray[np.float64], one: NDArray[np.float64]) -> NDArray[np.float64]:
    lengths = np.linalg.norm(rows, axis=1) * np.linalg.norm(one)
    return np.asarray(np.maximum(0.0, 1 - rows @ one / np.maximum(lengths, 1e-12)))


def _euclidean(rows: NDArray[np.float64], one: NDArray[np.float64]) -> NDArray[np.float64]:
    rows -= one
    return np.asarray(np.linalg.norm(rows, axis=1))
