"""The search index in a file of its own: SQLite's full text over our tokens, counts of marks, a scan of vectors.

Several processes may use it at once. It can be removed at any time and filled again from the database: its name is a
link to the file that is in use, so that a new one takes its place in one step.
"""

import fcntl
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from cms.clauses import Clause
from cms.index import embedded_file as file
from cms.index import embedded_questions as questions
from cms.index.base import Count, Document, Eyes, Found, Hit, Index, IndexDown, Last, SearchQuery
from cms.index.embedded_readers import Place, Readers, place_of
from cms.index.embedded_vectors import nearest

LAYOUT = "6"
"""Part of the files' names: one of an older layout is left behind, and a new one filled."""


Answer = TypeVar("Answer")


class EmbeddedIndex:
    """One file, of which several processes may ask at once."""

    takes_vectors = False

    def __init__(self, path: Path, *, beside: Path | None = None) -> None:
        self._path, self._beside, self._readers = path, beside, Readers()
        self._names: dict[Place, questions.Names] = {}
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise IndexDown(f"the index file cannot be used: {error}") from error
        self._file()

    def put(self, documents: Sequence[Document]) -> None:
        self._ask(lambda path: file.put_all(path, documents))

    def delete(self, ids: Sequence[str]) -> None:
        self._ask(lambda path: file.delete_all(path, ids))

    def refresh(self) -> None:
        """What was committed is seen by the next question already."""

    def find(self, query: SearchQuery) -> Found:
        return self._ask(lambda path: self._find(path, query))

    def _find(self, path: Path, query: SearchQuery) -> Found:
        with self._readers.reading(path) as database:
            place = place_of(path)
            if place not in self._names:
                self._names = {place: {}}
            return questions.find(database, query, self._names.get(place, {}))

    def suggest(self, start: str, eyes: Eyes, *, kinds: Sequence[str], limit: int) -> list[Count]:
        return self._read(lambda database: questions.suggest(database, start, eyes, kinds=kinds, limit=limit))

    def tally(self, kind: str, eyes: Eyes, *, start: str, after: Last | None, limit: int) -> list[Count]:
        return self._read(lambda database: questions.tally(database, kind, eyes, start=start, after=after, limit=limit))

    def nearest(self, vector: Sequence[float], *, audience: Clause, limit: int) -> list[Hit]:
        return self._read(lambda database: nearest(database, vector, audience=audience, limit=limit))

    def held(self, ids: Sequence[str]) -> dict[str, int]:
        return self._read(lambda database: questions.held(database, ids))

    def versions(self, after: str, *, limit: int) -> list[tuple[str, int]]:
        return self._read(lambda database: questions.versions(database, after, limit=limit))

    def count(self) -> int:
        return self._read(questions.count)

    def beside(self) -> Index:
        current = self._file()
        number = int(current.suffix[1:]) + 1
        new = current.with_suffix(f".{number:06d}")
        _remove(new)
        file.make(new)
        return EmbeddedIndex(self._path, beside=new)

    def adopt(self, other: Index) -> None:
        if not isinstance(other, EmbeddedIndex) or other._beside is None:
            raise ValueError("only an index made by beside() can take this one's place")
        with self._locked():
            old = _linked(self._path)
            _link(self._path, other._beside)
        if old is not None and old != other._beside:
            _remove(old)

    def _read(self, ask: Callable[[sqlite3.Connection], Answer]) -> Answer:
        def of_file(path: Path) -> Answer:
            with self._readers.reading(path) as database:
                return ask(database)

        return self._ask(of_file)

    def _ask(self, ask: Callable[[Path], Answer]) -> Answer:
        """Ask the file in use, or change it; again where another took its place meanwhile, the old one half gone."""
        while True:
            current = self._file()
            try:
                answer = ask(current)
            except IndexDown:
                if self._file() == current:
                    raise
                continue
            if self._file() == current:
                return answer

    def _file(self) -> Path:
        """The file in use, made when there is none of this layout."""
        if self._beside is not None:
            return self._beside
        current = _linked(self._path)
        if current is not None and current.exists():
            return current
        with self._locked():
            current = _linked(self._path)
            if current is None or not current.exists():
                current = self._path.with_name(f"{self._path.name}.{LAYOUT}.000001")
                _remove(current)
                file.make(current)
                _link(self._path, current)
        return current

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            with self._path.with_name(f"{self._path.name}.lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                yield
        except OSError as error:
            raise IndexDown(f"the index file cannot be used: {error}") from error


def _linked(path: Path) -> Path | None:
    """The file that the name stands for; None when it stands for none, or for one of another layout."""
    target = _target(path)
    return target if target is not None and target.name.startswith(f"{path.name}.{LAYOUT}.") else None


def _target(path: Path) -> Path | None:
    with suppress(OSError):
        return path.with_name(path.readlink().name)
    return None


def _link(path: Path, target: Path) -> None:
    """Let the name stand for this file from now on, in one step; a file of an older layout goes."""
    if _linked(path) is None:
        _remove(_target(path) or path)
    new = path.with_name(f"{path.name}.link")
    new.unlink(missing_ok=True)
    new.symlink_to(target.name)
    new.replace(path)


def _remove(path: Path) -> None:
    """A database file with what SQLite keeps beside it; who has it open may finish."""
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
