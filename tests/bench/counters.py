"""What a database does for a request, counted by itself: the same number on every machine, busy or not."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import Connection, event, text

from cms.extensions import db

EVERY = 100
"""SQLite reports after so many steps."""


@dataclass
class Counter:
    """Steps or rows since the last reset."""

    total: int = 0

    def reset(self) -> None:
        self.total = 0

    def step(self) -> int:
        self.total += EVERY
        return 0


@contextlib.contextmanager
def counting(app: Flask) -> Iterator[Counter]:
    """Count on every connection of this application while the block lasts."""
    counter = Counter()
    with app.app_context():
        engine = db.engine
    is_sqlite = engine.dialect.name == "sqlite"

    def watch(connection: Any, *_: object) -> None:
        connection.set_progress_handler(counter.step, EVERY)

    def before(connection: Connection, *_: object) -> None:
        connection.info["read"] = rows_read(connection)

    def after(connection: Connection, *_: object) -> None:
        counter.total += max(0, rows_read(connection) - connection.info["read"] - connection.info["own"])

    def learn(connection: Connection) -> None:
        first = rows_read(connection)
        connection.info["own"] = rows_read(connection) - first

    listeners: list[tuple[str, Any]] = (
        [("checkout", watch)]
        if is_sqlite
        else [("begin", learn), ("before_cursor_execute", before), ("after_cursor_execute", after)]
    )
    for name, listener in listeners:
        event.listen(engine, name, listener)
    try:
        yield counter
    finally:
        for name, listener in listeners:
            event.remove(engine, name, listener)


def rows_read(connection: Connection) -> int:
    """Rows that the storage engine gave this session so far, by key or one after the other."""
    with contextlib.closing(connection.connection.cursor()) as cursor:
        cursor.execute("SHOW SESSION STATUS LIKE 'Handler_read%'")
        return sum(int(value) for _, value in cursor.fetchall())


def bytes_kept(app: Flask) -> int:
    """Bytes of all tables and indexes."""
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            pages = db.session.execute(text("SELECT page_count FROM pragma_page_count")).scalar_one()
            return int(pages) * int(db.session.execute(text("SELECT page_size FROM pragma_page_size")).scalar_one())
        own = "WHERE name LIKE CONCAT(DATABASE(), '/%')"
        files = text(f"SELECT SUM(file_size) FROM information_schema.innodb_sys_tablespaces {own}")
        return int(db.session.execute(files).scalar_one())
