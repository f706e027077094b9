"""Keeps what the worker remembers in step with the database: before every question, by what was changed since."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

import numpy as np

from cms.extensions import now
from cms.reverse_search import queries
from cms.transaction import reading
from workers.reverse_search.memory import Known, Memory
from workers.reverse_search.scan import Floats

OVERLAP = timedelta(seconds=30)
"""A change is dated when it is made and seen only once it is committed: what was that fresh when it was last read is
looked at again."""

TOGETHER = 1000


class Change(Protocol):
    """An image as it was changed last."""

    @property
    def id(self) -> str: ...
    @property
    def updated_at(self) -> datetime: ...
    @property
    def fingerprint(self) -> bytes | None: ...


class Reads(Protocol):
    """Where what is remembered is read: the reads of a room of the site."""

    def changed_images(self, after: tuple[datetime, str], *, limit: int) -> Sequence[Change]: ...
    def vectors_of(self, ids: Sequence[str], *, version: str) -> dict[str, bytes]: ...
    def those_there(self, ids: Iterable[str]) -> set[str]: ...


class Keeper:
    """Knows up to when the memory was read, for which version of the model, and how many vectors it may hold."""

    def __init__(
        self, memory: Memory, version: str, *, most_vectors: int | None = None, reads: Reads = queries
    ) -> None:
        self.memory, self.version, self._most_vectors, self._reads = memory, version, most_vectors, reads
        self._seen = self._surely_seen = queries.BEGINNING

    def catch_up(self) -> int:
        """Read what is new, changed or read again; how many images that were."""
        after, count, start = min(self._seen, self._surely_seen), 0, now()
        while True:
            with reading():
                rows = self._reads.changed_images(after, limit=TOGETHER)
                fresh = [row for row in rows if self.memory.changed_at(row.id) != row.updated_at]
                vectors = self._vectors([row.id for row in fresh])
            self.memory.put([Known(row.id, row.updated_at, row.fingerprint, vectors.get(row.id)) for row in fresh])
            count += len(fresh)
            if rows:
                after = (rows[-1].updated_at, rows[-1].id)
                self._seen = max(self._seen, after)
            if len(rows) < TOGETHER:
                self._surely_seen = (start - OVERLAP, "")
                return count

    def _vectors(self, ids: Sequence[str]) -> dict[str, Floats]:
        """None any more where there are so many that a search engine looks through them."""
        is_full = self._most_vectors is not None and len(self.memory) >= self._most_vectors
        return {} if is_full else self.exact(ids)

    def exact(self, ids: Sequence[str]) -> dict[str, Floats]:
        """The vectors of these images as they are kept."""
        return exact_vectors(ids, version=self.version, reads=self._reads)

    def let_go_of_erased(self) -> None:
        """Images that are erased leave no change behind: look whether all that is remembered is still there."""
        ids = self.memory.ids()
        for start in range(0, len(ids), TOGETHER):
            some = ids[start : start + TOGETHER]
            with reading():
                there = self._reads.those_there(some)
            self.memory.drop([image_id for image_id in some if image_id not in there])


def exact_vectors(ids: Sequence[str], *, version: str, reads: Reads = queries) -> dict[str, Floats]:
    """The vectors of these images as they are kept, by this version of the model."""
    found: dict[str, Floats] = {}
    for start in range(0, len(ids), TOGETHER):
        rows = reads.vectors_of(ids[start : start + TOGETHER], version=version)
        found |= {image_id: np.frombuffer(data, "<f2") for image_id, data in rows.items()}
    return found
