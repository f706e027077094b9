"""Connections for questions to the embedded index, kept open: opening one takes longer than most questions do."""

import os
import sqlite3
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cms.index.base import IndexDown
from cms.index.embedded_file import opened

Place = tuple[int, int, int]
"""The process and the file that a connection belongs to: a file of the same name may be another one."""

_OF_PARENTS: list[sqlite3.Connection] = []
"""Made before this process was forked off: SQLite forbids to use them here, or to close them."""


class Readers:
    """As many connections as questions were ever asked at the same time."""

    def __init__(self) -> None:
        self._idle: list[tuple[Place, sqlite3.Connection]] = []
        weakref.finalize(self, _close_all, self._idle)

    @contextmanager
    def reading(self, path: Path) -> Iterator[sqlite3.Connection]:
        """A connection that sees the file as it is now until the block ends. IndexDown where it cannot be used."""
        reader = None
        try:
            place = place_of(path)
            reader = self._take(place) or opened(path)
            reader.execute("BEGIN")
            yield reader
            reader.execute("ROLLBACK")
            self._idle.append((place, reader))
            reader = None
        except (sqlite3.DatabaseError, OSError) as error:
            raise IndexDown(f"the index file cannot be used: {error}") from error
        finally:
            if reader is not None:
                reader.close()

    def _take(self, place: Place) -> sqlite3.Connection | None:
        """An idle connection to this file; those to others are closed."""
        while self._idle:
            try:
                kept, reader = self._idle.pop()
            except IndexError:
                return None
            if kept == place:
                return reader
            if kept[0] == place[0]:
                reader.close()
            else:
                _OF_PARENTS.append(reader)
        return None


def place_of(path: Path) -> Place:
    """Which file this is now, for this process."""
    state = path.stat()
    return os.getpid(), state.st_dev, state.st_ino


def _close_all(idle: list[tuple[Place, sqlite3.Connection]]) -> None:
    for (process, *_), reader in idle:
        if process == os.getpid():
            reader.close()
