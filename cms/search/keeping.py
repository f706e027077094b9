"""Keeping the search index in step with the tables: from the rows as they are now, whatever was asked for when."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice

from cms.index.base import Index
from cms.search import queries
from cms.search.document import document_of
from cms.transaction import reading

AT_ONCE = 200
YOUNG = timedelta(seconds=60)
"""Changes younger than this are on their way and no drift."""


@dataclass
class Drift:
    """Ids where index and tables differ: not in the index, older there, or only there."""

    missing: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)

    def each(self) -> tuple[list[str], list[str], list[str]]:
        return self.missing, self.stale, self.extra

    def __len__(self) -> int:
        return sum(map(len, self.each()))


def follow(index: Index, ids: Sequence[str]) -> None:
    """Bring the documents of these images in line with their rows; what is gone or in the trash goes."""
    with reading():
        documents = [document_of(told) for told in queries.told(ids, with_vectors=index.takes_vectors)]
    if documents:
        index.put(documents)
    gone = sorted({*ids} - {document.id for document in documents})
    if gone:
        index.delete(gone)


def follow_all(index: Index, ids: Sequence[str]) -> None:
    """The same for any number of images."""
    for some in _batches(ids):
        follow(index, some)


def follow_owner(index: Index, owner_id: str, *, seconds: float) -> bool:
    """Bring all of somebody's documents in line; False when the time was over before the end: go on later."""
    end, after = time.monotonic() + seconds, ""
    while True:
        with reading():
            rows = queries.ids_of(owner_id, after=after, limit=AT_ONCE)
        if not rows:
            return True
        held = index.held([id for id, _ in rows])
        behind = [id for id, version in rows if held.get(id) != version]
        if behind:
            follow(index, behind)
        after = rows[-1][0]
        if time.monotonic() > end:
            return False


def find_drift(index: Index) -> Drift:
    """Where index and tables differ, both read once in the order of ids."""
    found = Drift()
    rows, held = _walk(_rows), _walk(lambda after, limit: index.versions(after, limit=limit))
    row, document = next(rows, None), next(held, None)
    while row is not None or document is not None:
        if document is None or (row is not None and row[0] < document[0]):
            found.missing.append(row[0])  # type: ignore[index]
            row = next(rows, None)
        elif row is None or document[0] < row[0]:
            found.extra.append(document[0])
            document = next(held, None)
        else:
            if row[1] != document[1]:
                found.stale.append(row[0])
            row, document = next(rows, None), next(held, None)
    return found


def settled(drift: Drift) -> Drift:
    """The drift without what changed just now."""
    kept = Drift()
    for name in ("missing", "stale", "extra"):
        ids = getattr(drift, name)
        for some in _batches(ids):
            with reading():
                young = queries.lately_changed(some, within=YOUNG)
            getattr(kept, name).extend(id for id in some if id not in young)
    return kept


def mend(index: Index) -> Drift:
    """Find where the index differs and bring it in line; what was found."""
    drift = find_drift(index)
    follow_all(index, [id for ids in drift.each() for id in ids])
    return drift


def rebuild(index: Index, *, tell: Callable[[int], None] = lambda _count: None) -> int:
    """Build a new index beside the one in use and let it take its place; how many documents there are.

    What changes meanwhile is followed in the one in use, and mended in the new one before and after the switch.
    """
    new, count = index.beside(), 0
    for some in _batches([id for id, _ in _walk(_rows)]):
        follow(new, some)
        count += len(some)
        tell(count)
    new.refresh()
    mend(new)
    new.refresh()
    index.adopt(new)
    mend(index)
    index.refresh()
    return count


def _rows(after: str, limit: int) -> list[tuple[str, int]]:
    with reading():
        return queries.versions(after, limit=limit)


def _walk(page: Callable[[str, int], list[tuple[str, int]]]) -> Iterator[tuple[str, int]]:
    """All ids with their versions, page by page."""
    after = ""
    while rows := page(after, 1000):
        yield from rows
        after = rows[-1][0]


def _batches(ids: Sequence[str]) -> Iterator[list[str]]:
    rest = iter(ids)
    while some := list(islice(rest, AT_ONCE)):
        yield some
