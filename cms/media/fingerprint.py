"""What a picture looks like in 16 bytes: near copies differ in few bits. No pixel library, only arithmetic."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

SIDE = 32
"""The picture is squeezed to SIDE × SIDE before its fingerprint is taken."""

BITS = 128
COPY_BITS, NEAR_BITS = 3, 14
"""Up to so many differing bits a picture is the same kept anew, or the same with something done to it. Chosen on the
development pictures, where different ones differ in 19 or more: see docs/understanding.md."""

LEAST_EDGES, MOST_EDGES = 6, 58
"""Of the 64 brighter-than-the-left bits so many must be set, and not more: an even ground or a plain gradient looks
like every other."""

PAIRS_TOGETHER = 1 << 20


def fingerprint(grey: NDArray[np.uint8]) -> bytes:
    """64 bits of the DCT's low frequencies against their median, then 64 bits of brighter-than-the-left-neighbour."""
    levels = grey.astype(np.float64)
    return _bytes(_frequencies(levels)) + _bytes(_gradients(levels))


def is_telling(mark: bytes) -> bool:
    """Whether this fingerprint says enough of a picture to call another one its copy."""
    return LEAST_EDGES <= int.from_bytes(mark[8:], "big").bit_count() <= MOST_EDGES


def bits_apart(one: bytes, other: bytes) -> int:
    """In how many bits two fingerprints differ."""
    return (int.from_bytes(one) ^ int.from_bytes(other)).bit_count()


def words_of(marks: Sequence[bytes]) -> NDArray[np.uint64]:
    """Fingerprints as rows of two words."""
    return np.frombuffer(b"".join(marks), np.uint64).reshape(-1, 2)


def near_pairs(marks: Sequence[bytes]) -> list[tuple[int, int, int]]:
    """Every two of these that differ in at most NEAR_BITS: the first, the second, in how many. Exact; looks at all."""
    words, found = words_of(marks), list[tuple[int, int, int]]()
    step = max(1, PAIRS_TOGETHER // max(1, len(words)))
    for start in range(0, len(words), step):
        some = words[start : start + step]
        apart = np.bitwise_count(some[:, None, 0] ^ words[None, start:, 0])
        firsts, seconds = np.nonzero(apart <= NEAR_BITS)
        is_after = seconds > firsts
        firsts, seconds = firsts[is_after] + start, seconds[is_after] + start
        bits = np.bitwise_count(words[firsts] ^ words[seconds]).sum(axis=1)
        near = bits <= NEAR_BITS
        found += zip(firsts[near].tolist(), seconds[near].tolist(), bits[near].tolist(), strict=True)
    return found


def _frequencies(levels: NDArray[np.float64]) -> NDArray[np.bool_]:
    waves = _cosines()
    low = (waves @ levels @ waves.T)[:8, :8].ravel()
    return np.asarray(low > np.median(low[1:]))


def _gradients(levels: NDArray[np.float64]) -> NDArray[np.bool_]:
    rows = levels.reshape(8, 4, SIDE).mean(axis=1)
    edges = np.linspace(0, SIDE, 10).round().astype(int)
    columns = np.stack([rows[:, a:b].mean(axis=1) for a, b in pairwise(edges)], axis=1)
    return np.asarray(columns[:, 1:] > columns[:, :-1])


def _cosines() -> NDArray[np.float64]:
    """The first eight rows of the DCT-II matrix."""
    n, k = np.arange(SIDE), np.arange(8)[:, None]
    return np.asarray(np.cos(np.pi / SIDE * (n + 0.5) * k))


def _bytes(bits: NDArray[np.bool_]) -> bytes:
    return np.packbits(bits.ravel()).tobytes()
