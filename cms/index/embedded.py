"""The search index in a file of its own: SQLite's full text over our tokens, and an exact scan of all vectors.

Several processes may use it at once. It can be removed at any time and filled again from the database.
"""

import contextlib
import fcntl
import heapq
import sqlite3
import time
from collections.abc import Iterator, Sequence
from dataclasses import astuple
from pathlib import Path
from typing import Any

from cms.clauses import Clause
from cms.index.base import Document, Hit, IndexDown, WordQuery
from cms.index.facts import fact_terms, to_sql
from cms.index.tokens import Term, document_tokens, query_terms

SECONDS_TO_WAIT = 2.0
SECONDS_TO_REMEMBER_DELETED = 3600
ROWS_AT_ONCE = 1024

_SCHEMA = """
CREATE TABLE IF NOT EXISTS documents (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version INTEGER NOT NULL, deleted_at REAL, vector BLOB
);
CREATE INDEX IF NOT EXISTS deleted ON documents (deleted_at) WHERE deleted_at IS NOT NULL;
CREATE TABLE IF NOT EXISTS facts (
    number INTEGER NOT NULL, fact TEXT NOT NULL, PRIMARY KEY (number, fact)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE IF NOT EXISTS found USING fts5 (
    strong, strong_signs, weak, weak_signs, tokenize = 'ascii', columnsize = 0
);
"""


class EmbeddedIndex:
    """One file; a connection for each question."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with _translated():
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.with_name(f"{path.name}.lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                with self._connected() as database:
                    database.execute("PRAGMA journal_mode = WAL")
                    database.executescript(_SCHEMA)

    def put(self, documents: Sequence[Document]) -> None:
        ready = [(document, document_tokens(document.text)) for document in documents]
        with self._writing() as database:
            for document, tokens in ready:
                number = _claim(database, document)
                if number is not None:
                    _forget(database, number)
                    database.execute(
                        "INSERT INTO found (rowid, strong, strong_signs, weak, weak_signs) VALUES (?, ?, ?, ?, ?)",
                        (number, *astuple(tokens)),
                    )
                    facts = [(number, fact) for fact in fact_terms(document.facts)]
                    database.executemany("INSERT INTO facts (number, fact) VALUES (?, ?)", facts)

    def delete(self, ids: Sequence[str]) -> None:
        now = time.time()
        with self._writing() as database:
            for id in ids:
                row = database.execute(
                    "UPDATE documents SET version = version + 1, deleted_at = ?, vector = NULL "
                    "WHERE id = ? AND deleted_at IS NULL RETURNING number",
                    (now, id),
                ).fetchone()
                if row is not None:
                    _forget(database, row[0])
            database.execute("DELETE FROM documents WHERE deleted_at < ?", (now - SECONDS_TO_REMEMBER_DELETED,))

    def refresh(self) -> None:
        """What was committed is seen by the next question already."""

    def words(self, query: WordQuery) -> list[Hit]:
        terms = query_terms(query.words)
        if not terms:
            return []
        audience, values = to_sql(query.audience)
        score, wanted = _score(terms)
        statement = (
            f"SELECT id, {score} AS score FROM found JOIN documents ON documents.number = found.rowid "  # noqa: S608
            f"WHERE found MATCH ? AND {audience} ORDER BY score DESC, id DESC LIMIT ?"
        )
        everything = " AND ".join(f"({_anywhere(term)})" for term in terms)
        with self._reading() as database:
            found = database.execute(statement, [*wanted, everything, *values, query.limit])
            return [Hit(id, score=float(points)) for id, points in found]

    def nearest(self, vector: Sequence[float], *, audience: Clause, limit: int) -> list[Hit]:
        condition, values = to_sql(audience)
        same_size = f"length(vector) = {4 * len(vector)}"  # a vector of another model is nothing to compare with
        statement = f"SELECT id, vector FROM documents WHERE {same_size} AND {condition}"  # noqa: S608
        best: list[tuple[float, str]] = []
        with self._reading() as database:
            rows = database.execute(statement, values)
            while block := rows.fetchmany(ROWS_AT_ONCE):
                # Of equal distance the largest id comes first, so the negative distance and the id sort as one.
                near = [(-distance, id) for distance, (id, _) in zip(_distances(vector, block), block, strict=True)]
                best = heapq.nlargest(limit, best + near)
        return [Hit(id, distance=-nearness) for nearness, id in best]

    @contextlib.contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        with contextlib.closing(sqlite3.connect(self._path, timeout=SECONDS_TO_WAIT, isolation_level=None)) as database:
            database.execute("PRAGMA synchronous = NORMAL")
            yield database

    @contextlib.contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with _translated(), self._connected() as database:
            yield database

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction, undone whole when anything fails."""
        with _translated(), self._connected() as database:
            database.execute("BEGIN IMMEDIATE")
            with database:
                yield database


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (sqlite3.DatabaseError, OSError) as error:
        raise IndexDown(f"the index file cannot be used: {error}") from error


def _claim(database: sqlite3.Connection, document: Document) -> int | None:
    """Take the document's row for this version; None if a newer one has it."""
    row = database.execute(
        "INSERT INTO documents (id, version, vector) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE "
        "SET version = excluded.version, vector = excluded.vector, deleted_at = NULL "
        "WHERE excluded.version >= documents.version RETURNING number",
        (document.id, document.version, _packed(document.vector)),
    ).fetchone()
    return None if row is None else int(row[0])


def _forget(database: sqlite3.Connection, number: int) -> None:
    database.execute("DELETE FROM found WHERE rowid = ?", (number,))
    database.execute("DELETE FROM facts WHERE number = ?", (number,))


def _anywhere(term: Term) -> str:
    if term.signs:
        return f'{{strong_signs weak_signs}} : "{" ".join(term.signs)}"'
    return f'{{strong weak}} : "{term.word}"'


def _score(terms: Sequence[Term]) -> tuple[str, list[str]]:
    """Two points for each term in a strong field, one for each that is a word of its own, not a part of one."""
    wanted: list[tuple[int, str]] = []
    for term in terms:
        where, what = ("strong_signs", " ".join(term.signs)) if term.signs else ("strong", term.word)
        wanted.append((2, f'{where} : "{what}"'))
        if len(term.signs) > 1:
            wanted.append((1, f'{{strong weak}} : "{term.word}"'))
    points = (f"{worth} * (found.rowid IN (SELECT rowid FROM found WHERE found MATCH ?))" for worth, _ in wanted)  # noqa: S608
    return " + ".join(points), [match for _, match in wanted]


def _packed(vector: Sequence[float] | None) -> bytes | None:
    if vector is None:
        return None
    import numpy as np

    return np.asarray(vector, dtype="<f4").tobytes()


def _distances(vector: Sequence[float], rows: Sequence[tuple[str, bytes]]) -> list[float]:
    """Euclidean, rounded to a millionth, so that both engines agree on what is equally near."""
    import numpy as np

    asked: Any = np.asarray(vector, dtype="<f4")
    kept: Any = np.frombuffer(b"".join(blob for _, blob in rows), dtype="<f4").reshape(len(rows), -1)
    return [float(distance) for distance in np.round(np.sqrt(np.square(kept - asked, dtype="f8").sum(axis=1)), 6)]
