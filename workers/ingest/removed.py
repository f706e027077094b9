"""Whether a picture looks like one that moderators removed: turned, mirrored, framed or with a little cut off as well.

What blocks are known by stays in memory between pictures; the rows are the record.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cms.images import blocked
from cms.media.fingerprint import NEAR_BITS, SIDE, is_telling, words_of
from cms.media.prepared import Glance
from cms.media.views import cut_fingerprints, squeezed, turned_fingerprints, without_bars

Words = NDArray[np.uint64]


class Removed:
    """The marks of all blocks, as rows of two words. One a process."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, bool], Words] = {}
        self._all: Words = words_of([])

    def __bool__(self) -> bool:
        return bool(len(self._all))

    def catch_up(self) -> None:
        """Read what blocks are new, let go of those that were undone. One statement, or two."""
        there = blocked.blocked_now()
        new = there - self._known.keys()
        read = blocked.marks_of({block_id for block_id, _ in new})
        if new or len(there) != len(self._known):
            kept = {key: words for key, words in self._known.items() if key in there}
            self._known = kept | {key: words_of([read.get(key[0], b"")]) for key in new}
            self._all = np.concatenate([words_of([]), *self._known.values()])

    def hold(self, marks: Sequence[bytes]) -> bool:
        """Whether one of these differs in few bits from one of theirs."""
        return any(is_telling(mark) and nearest(mark, self._all) <= NEAR_BITS for mark in dict.fromkeys(marks))


def nearest(mark: bytes, among: Words) -> int:
    """In how many bits the nearest of these, at least one, differs."""
    first, second = words_of([mark])[0]
    apart = np.bitwise_count(among[:, 0] ^ first) + np.bitwise_count(among[:, 1] ^ second)
    return int(apart.min())


def views_of(seen: Glance) -> list[bytes]:
    """Fingerprints of a picture as it is, turned and mirrored, and the same without bars at its sides."""
    rgb = np.frombuffer(seen.rgb, np.uint8).reshape(seen.height, seen.width, 3)
    marks = turned_fingerprints(np.frombuffer(seen.grey, np.uint8).reshape(SIDE, SIDE))
    inner = without_bars(rgb)
    return marks if inner is None else marks + turned_fingerprints(squeezed(inner))


def marks_of(width: int, height: int, rgb: bytes) -> list[bytes]:
    """What a blocked picture is known by: of it and of what is left with a little cut off, those that say enough."""
    pixels = np.frombuffer(rgb, np.uint8).reshape(height, width, 3)
    return [mark for mark in dict.fromkeys(cut_fingerprints(pixels)) if is_telling(mark)]
