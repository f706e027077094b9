"""The file of the embedded index: its tables, and how a document is written into them.

Documents of the same facts are one group, and groups are of kins (see `embedded_audience`), so that an audience is
asked of few groups and not of each document. For every mark it is kept how many documents of each kin and of each group
have it, so that counting them reads no documents.
"""

import json
import sqlite3
import time
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from cms.index.base import NUMBERS, Document, IndexDown, Mark
from cms.index.embedded_audience import fact_names, words_of
from cms.index.facts import fact_columns, names_somebody
from cms.index.tokens import Tokens, document_tokens, folded

SECONDS_TO_WAIT = 2.0
SECONDS_TO_REMEMBER_DELETED = 3600
MOST_BYTES_MAPPED = 1 << 30
"""Read without copying, from pages that all processes share with the system's own cache."""
EVERY = Mark("", "")
"""The mark that every document has: counting it counts documents."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS kins (kin INTEGER PRIMARY KEY, facts TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS groups (grp INTEGER PRIMARY KEY, kin INTEGER NOT NULL, facts TEXT NOT NULL UNIQUE);
CREATE INDEX IF NOT EXISTS by_kin ON groups (kin);
CREATE TABLE IF NOT EXISTS documents (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version INTEGER NOT NULL, grp INTEGER, kin INTEGER,
    deleted_at REAL, created INTEGER, taken INTEGER, rating INTEGER, likes INTEGER, marks BLOB, vector BLOB
);
CREATE INDEX IF NOT EXISTS deleted ON documents (deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS by_group ON documents (grp);
CREATE INDEX IF NOT EXISTS by_created ON documents (created, id);
CREATE INDEX IF NOT EXISTS by_taken ON documents (taken, id);
CREATE INDEX IF NOT EXISTS by_rating ON documents (rating, id);
CREATE INDEX IF NOT EXISTS by_likes ON documents (likes, id);
CREATE TABLE IF NOT EXISTS names (
    mark INTEGER PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL, names TEXT NOT NULL, UNIQUE (kind, key)
);
CREATE TABLE IF NOT EXISTS heads (head TEXT NOT NULL, mark INTEGER NOT NULL, PRIMARY KEY (head, mark)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS marks (
    mark INTEGER NOT NULL, number INTEGER NOT NULL, weight INTEGER NOT NULL, PRIMARY KEY (mark, number)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS tallies_of_kins (
    mark INTEGER NOT NULL, kin INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (mark, kin)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS tallies_of_groups (
    grp INTEGER NOT NULL, mark INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (grp, mark)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE IF NOT EXISTS found USING fts5 (
    strong, strong_signs, weak, weak_signs, own, made, made_signs, made_weak, made_weak_signs, seen,
    tokenize = 'ascii', columnsize = 0, prefix = '2 3'
);
"""


def make(path: Path) -> None:
    """The tables, unless they are there."""
    path.touch()
    with connected(path) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.executescript(_SCHEMA)


def opened(path: Path) -> sqlite3.Connection:
    """A connection, which one thread may use at a time. Raises sqlite3.OperationalError where the file is not there."""
    address = f"{path.absolute().as_uri()}?mode=rw"
    database = sqlite3.connect(
        address, uri=True, timeout=SECONDS_TO_WAIT, isolation_level=None, check_same_thread=False
    )
    database.execute("PRAGMA synchronous = NORMAL")
    database.execute("PRAGMA temp_store = MEMORY")
    database.execute(f"PRAGMA mmap_size = {MOST_BYTES_MAPPED}")
    return database


@contextmanager
def connected(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection for one change. Raises IndexDown where the file is not there or cannot be used."""
    database = None
    try:
        database = opened(path)
        yield database
    except (sqlite3.DatabaseError, OSError) as error:
        raise IndexDown(f"the index file cannot be used: {error}") from error
    finally:
        if database is not None:
            database.close()


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """One transaction, undone whole when anything fails."""
    with connected(path) as database:
        database.execute("BEGIN IMMEDIATE")
        with database:
            yield database


class _Group(NamedTuple):
    grp: int
    kin: int


@dataclass
class _Batch:
    """What one transaction has looked up, and by how much it changes the tallies."""

    marks: dict[tuple[str, str], tuple[int, tuple[str, ...]]] = field(default_factory=dict)
    groups: dict[str, _Group] = field(default_factory=dict)
    of_groups: Counter[tuple[int, int]] = field(default_factory=Counter)
    of_kins: Counter[tuple[int, int]] = field(default_factory=Counter)

    def count(self, marks: Iterable[int], group: _Group, by: int) -> None:
        for mark in marks:
            self.of_groups[group.grp, mark] += by
            self.of_kins[mark, group.kin] += by

    def write_counts(self, database: sqlite3.Connection) -> None:
        for table, columns, counts in (
            ("tallies_of_groups", "grp, mark", self.of_groups),
            ("tallies_of_kins", "mark, kin", self.of_kins),
        ):
            database.executemany(
                f"INSERT INTO {table} ({columns}, count) VALUES (?, ?, ?) "  # noqa: S608
                f"ON CONFLICT ({columns}) DO UPDATE SET count = count + excluded.count",
                sorted((*key, by) for key, by in counts.items() if by),
            )


def put_all(path: Path, documents: Sequence[Document]) -> None:
    """Write these documents, all or none."""
    ready = [(document, document_tokens(document.text, document.text_for, document.made)) for document in documents]
    with writing(path) as database:
        batch = _Batch()
        for document, tokens in ready:
            _put(database, batch, document, tokens)
        batch.write_counts(database)


def _put(database: sqlite3.Connection, batch: _Batch, document: Document, tokens: Tokens) -> None:
    """Write a document, unless a newer version of it is held."""
    old = database.execute(
        "SELECT number, version, deleted_at, grp, kin, marks FROM documents WHERE id = ?", (document.id,)
    ).fetchone()
    if old is not None and old[1] > document.version:
        return
    if old is not None and old[2] is None:
        _withdraw(database, batch, old[0], _Group(*old[3:5]), old[5])
    group = _group(database, batch, document)
    marks = {_mark(database, batch, mark): mark.weight for mark in (EVERY, *document.marks)}
    numbers = [document.numbers.get(name, 0) for name in dict.fromkeys(NUMBERS.values())]
    number = database.execute(
        "INSERT INTO documents (number, id, version, grp, kin, created, taken, rating, likes, marks, vector) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (number) DO UPDATE SET version = excluded.version, "
        "grp = excluded.grp, kin = excluded.kin, created = excluded.created, taken = excluded.taken, "
        "rating = excluded.rating, likes = excluded.likes, marks = excluded.marks, vector = excluded.vector, "
        "deleted_at = NULL "
        "RETURNING number",
        (old and old[0], document.id, document.version, *group, *numbers, _packed_marks(marks), _packed(document)),
    ).fetchone()[0]
    database.execute(
        "INSERT INTO found (rowid, strong, strong_signs, weak, weak_signs, own, made, made_signs, made_weak, "
        "made_weak_signs, seen) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (number, *vars(tokens).values(), words_of(*group)),
    )
    rows = [(mark, number, weight) for mark, weight in marks.items()]
    database.executemany("INSERT INTO marks (mark, number, weight) VALUES (?, ?, ?)", rows)
    batch.count(marks, group, 1)


def delete_all(path: Path, ids: Sequence[str]) -> None:
    """Forget these; a late writer with the same version is told so for a while."""
    now = time.time()
    with writing(path) as database:
        batch = _Batch()
        for id in ids:
            row = database.execute(
                "SELECT number, grp, kin, marks FROM documents WHERE id = ? AND deleted_at IS NULL", (id,)
            ).fetchone()
            if row is not None:
                _withdraw(database, batch, row[0], _Group(*row[1:3]), row[3])
                database.execute(
                    "UPDATE documents SET version = version + 1, deleted_at = ?, grp = NULL, kin = NULL, "
                    "vector = NULL, marks = NULL, created = NULL, taken = NULL, rating = NULL, likes = NULL "
                    "WHERE number = ?",
                    (now, row[0]),
                )
        batch.write_counts(database)
        database.execute("DELETE FROM documents WHERE deleted_at < ?", (now - SECONDS_TO_REMEMBER_DELETED,))


def _withdraw(database: sqlite3.Connection, batch: _Batch, number: int, group: _Group, packed: bytes) -> None:
    """Take what is held of a document out of words, marks and counts."""
    marks = unpacked(packed)
    database.execute("DELETE FROM found WHERE rowid = ?", (number,))
    database.executemany("DELETE FROM marks WHERE mark = ? AND number = ?", [(mark, number) for mark in marks])
    batch.count(marks, group, -1)


def unpacked(packed: bytes) -> Sequence[int]:
    """The marks of a document."""
    marks = array("I")
    marks.frombytes(packed)
    return marks


def _packed_marks(marks: Iterable[int]) -> bytes:
    return array("I", marks).tobytes()


def _group(database: sqlite3.Connection, batch: _Batch, document: Document) -> _Group:
    """The group of documents that have the same facts, made when it is the first."""
    columns = fact_columns(document.facts)
    facts = json.dumps(columns, sort_keys=True)
    if facts not in batch.groups:
        row = database.execute("SELECT grp, kin FROM groups WHERE facts = ?", (facts,)).fetchone()
        batch.groups[facts] = _Group(*row) if row is not None else _new_group(database, columns, facts)
    return batch.groups[facts]


def _new_group(database: sqlite3.Connection, columns: Mapping[str, str], facts: str) -> _Group:
    of_kin = json.dumps({name: value for name, value in columns.items() if not names_somebody(name)}, sort_keys=True)
    database.execute("INSERT OR IGNORE INTO kins (facts) VALUES (?)", (of_kin,))
    (kin,) = database.execute("SELECT kin FROM kins WHERE facts = ?", (of_kin,)).fetchone()
    naming = {name: value for name, value in columns.items() if names_somebody(name)}
    for column in naming.keys() - fact_names(database):
        database.execute(f"ALTER TABLE groups ADD COLUMN {column} TEXT")
        database.execute(f"CREATE INDEX by_{column} ON groups (kin, {column})")
    names, places = "".join(f", {column}" for column in naming), ", ?" * len(naming)
    made = database.execute(
        f"INSERT INTO groups (kin, facts{names}) VALUES (?, ?{places}) RETURNING grp, kin",  # noqa: S608
        (kin, facts, *naming.values()),
    )
    return _Group(*made.fetchone())


def _mark(database: sqlite3.Connection, batch: _Batch, mark: Mark) -> int:
    """The number of a mark; what it is called is kept as told last."""
    known = batch.marks.get((mark.kind, mark.key))
    if known is None or known[1] != mark.names:
        known = _written(database, mark), mark.names
        batch.marks[mark.kind, mark.key] = known
    return known[0]


def _written(database: sqlite3.Connection, mark: Mark) -> int:
    names = json.dumps(mark.names)
    row = database.execute("SELECT mark, names FROM names WHERE kind = ? AND key = ?", (mark.kind, mark.key)).fetchone()
    if row is None:
        row = database.execute(
            "INSERT INTO names (kind, key, names) VALUES (?, ?, '[]') RETURNING mark, names", (mark.kind, mark.key)
        ).fetchone()
    number, old = int(row[0]), row[1]
    if old != names:
        database.execute("UPDATE names SET names = ? WHERE mark = ?", (names, number))
        gone, heads = ([(head, number) for head in name_heads(some)] for some in (json.loads(old), mark.names))
        database.executemany("DELETE FROM heads WHERE head = ? AND mark = ?", gone)
        database.executemany("INSERT INTO heads (head, mark) VALUES (?, ?)", heads)
    return number


def name_heads(names: Sequence[str]) -> set[str]:
    """Where a suggestion may begin: at the beginning of a name, or at a word within it."""
    found = set()
    for name in names:
        words = folded(name).split()
        found |= {" ".join(words[start:])[:100] for start in range(len(words))}
    return found


def _packed(document: Document) -> bytes | None:
    if document.vector is None:
        return None
    import numpy as np

    return np.asarray(document.vector, dtype="<f4").tobytes()
