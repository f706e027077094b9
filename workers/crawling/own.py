"""Which of the pictures of an account is as good as the same as one that was found."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from cms.crawls import queries
from cms.media.fingerprint import NEAR_BITS, is_telling, words_of
from cms.transaction import reading


def own_like(owner_id: str, mark: bytes) -> str:
    """The id of the nearest near copy; empty where there is none, and for what looks like everything."""
    ids, words = marks_of(owner_id)
    if not ids or not is_telling(mark):
        return ""
    apart = np.bitwise_count(words ^ words_of([mark])).sum(axis=1)
    nearest = int(apart.argmin())
    return ids[nearest] if apart[nearest] <= NEAR_BITS else ""


@lru_cache(maxsize=1)
def marks_of(owner_id: str) -> tuple[list[str], NDArray[np.uint64]]:
    """Ids and fingerprints of all their pictures, as they were when this was last forgotten."""
    with reading():
        rows = queries.own_marks(owner_id)
    return [image_id for image_id, _ in rows], words_of([mark for _, mark in rows])
