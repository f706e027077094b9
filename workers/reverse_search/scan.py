"""The distance of one vector to many, by their bytes: quick, and with a bound on how wrong it may be. Pure arithmetic.

Unit vectors of non-negative numbers are kept in 8 bits a number. For the Manhattan distance, |a - b| is
2 max(a, b) - a - b, so that one pass finds it without leaving bytes; sums are folded in 16-bit lanes of 64-bit words.
"""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Codes = NDArray[np.uint8]
Metric = Literal["manhattan", "cosine"]

STEP = 0.22 / 255
"""What one level of a byte stands for; a number above 0.22 is cut there, and its error is known like the others'."""

WORD = 8
FOLDED = 10
TOGETHER = 256
"""Rows of one block: with what is made of them they stay in the second cache of a core."""

_EVEN = np.uint64(0x00FF00FF00FF00FF)
_BYTE = np.uint64(8)


@dataclass(frozen=True)
class Coded:
    """Rows as bytes, the sum of each, and how far it may be from the truth in both metrics."""

    codes: Codes
    sums: NDArray[np.float32]
    l1_errors: NDArray[np.float32]
    l2_errors: NDArray[np.float32]


def coded(vectors: Floats) -> Coded:
    """Rows of vectors in bytes; rows are filled with zeros up to whole words that can be folded."""
    exact = vectors.astype(np.float32)
    codes = np.clip(np.rint(exact / STEP), 0, 255).astype(np.uint8)
    wrong = np.abs(exact - codes * np.float32(STEP))
    filled = np.pad(codes, ((0, 0), (0, -codes.shape[1] % (2 * FOLDED * WORD))))
    return Coded(
        codes=filled,
        sums=filled.sum(axis=1, dtype=np.float32),
        l1_errors=wrong.sum(axis=1),
        l2_errors=np.sqrt((wrong**2).sum(axis=1)),
    )


def nearly(rows: Coded, vector: Floats, metric: Metric) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """About how far each row is from the vector, and how wrong that may be."""
    one = coded(vector[None])
    if metric == "cosine":
        exact = np.pad(vector.astype(np.float32), (0, rows.codes.shape[1] - len(vector))) * np.float32(STEP)
        return 1 - _products(rows.codes, exact), rows.l2_errors * 1.001 + np.float32(1e-4)
    larger = _sums_of_larger(rows.codes, one.codes[0])
    apart = (2 * larger - rows.sums - one.sums[0]) * np.float32(STEP)
    return apart, (rows.l1_errors + one.l1_errors[0]) * np.float32(1.001) + np.float32(1e-3)


def exactly(vectors: Floats, vector: Floats, metric: Metric) -> NDArray[np.float64]:
    """The distances as they are, in 64 bits."""
    rows, one = vectors.astype(np.float64), vector.astype(np.float64)
    if metric == "cosine":
        lengths = np.linalg.norm(rows, axis=1) * np.linalg.norm(one)
        return np.asarray(np.maximum(0.0, 1 - rows @ one / np.maximum(lengths, 1e-12)))
    return np.asarray(np.abs(rows - one).sum(axis=1))


def _sums_of_larger(codes: Codes, one: Codes) -> NDArray[np.float32]:
    """The sum of the larger bytes of each row and this one."""
    found = np.empty(len(codes), np.float32)
    larger = np.empty((TOGETHER, codes.shape[1]), np.uint8)
    odd = np.empty((TOGETHER, codes.shape[1] // WORD), np.uint64)
    for start in range(0, len(codes), TOGETHER):
        some = codes[start : start + TOGETHER]
        words = np.maximum(some, one, out=larger[: len(some)]).view(np.uint64)
        lanes = odd[: len(some)]
        np.right_shift(words, _BYTE, out=lanes)
        np.bitwise_and(lanes, _EVEN, out=lanes)
        np.bitwise_and(words, _EVEN, out=words)
        np.add(lanes, words, out=lanes)
        found[start : start + TOGETHER] = _folded(lanes).view(np.uint16).sum(axis=1, dtype=np.float32)
    return found


def _folded(lanes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The right half added to the left one, as long as halves are whole; a lane takes 128 sums of two bytes."""
    width = lanes.shape[1]
    while width % 2 == 0 and width > FOLDED:
        width //= 2
        np.add(lanes[:, :width], lanes[:, width : 2 * width], out=lanes[:, :width])
    return np.ascontiguousarray(lanes[:, :width])


def _products(codes: Codes, one: NDArray[np.float32]) -> NDArray[np.float32]:
    found = np.empty(len(codes), np.float32)
    for start in range(0, len(codes), TOGETHER):
        some = codes[start : start + TOGETHER]
        found[start : start + TOGETHER] = some.astype(np.float32) @ one
    return found
