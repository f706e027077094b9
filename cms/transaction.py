"""One transaction for one request or one step of a job, and what must happen only after it was committed.

SQLite takes its write lock at the start of a transaction, so that a reader never fails half-way to becoming a writer;
what only reads says so and takes none.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Dialect, Engine, event
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from cms.circuit import Circuit
from cms.extensions import db

_reads_only: ContextVar[bool] = ContextVar("reads_only", default=False)
AFTER_COMMIT = "after_commit"
LOOK_SECONDS, NO_CONNECTION = 1, 2003
DatabaseFailed = SQLAlchemyError
"""Whatever the database raises, for rooms that hold no SQL."""


def after_commit(act: Callable[[], None]) -> None:
    """Do this once the running transaction is committed; never when it is rolled back."""
    db.session.info.setdefault(AFTER_COMMIT, []).append(act)


@contextmanager
def reading() -> Iterator[None]:
    """A short look at the database that holds no lock and leaves no transaction behind."""
    token = _reads_only.set(True)
    try:
        yield
    finally:
        db.session.rollback()
        _reads_only.reset(token)


@contextmanager
def writing() -> Iterator[None]:
    """Commit at the end, roll back on any error. It takes the lock, whatever the context did before."""
    db.session.rollback()
    token = _reads_only.set(False)
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        _reads_only.reset(token)


def read_only_from_here() -> None:
    """The rest of this context (a GET request) only reads."""
    _reads_only.set(True)


def may_write_from_here() -> None:
    _reads_only.set(False)


class _SqliteCompiler(SQLiteCompiler):
    """Writes down which index a query names, as SQLAlchemy does for MySQL already."""

    def get_from_hint_text(self, _table: Any, text: str | None) -> str | None:
        return text


def prepare_engine(engine: Engine) -> None:
    """Teach an engine the rules above."""
    if engine.dialect.name == "sqlite":
        engine.dialect.statement_compiler = _SqliteCompiler
        event.listen(engine, "connect", _open_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return
    failure = engine.dialect.loaded_dbapi.OperationalError
    circuit = Circuit(failure, lambda: failure(NO_CONNECTION, "it did not answer a moment ago"))

    @event.listens_for(engine, "do_connect")
    def connect(dialect: Dialect, _record: Any, words: Any, named: Any) -> Any:
        with circuit.passing():
            return dialect.connect(*words, **named)

    event.listen(engine, "checkin", _look_briefly)
    event.listen(engine, "checkout", _wait_again)


def _open_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")


def _look_briefly(connection: Any, record: Any) -> None:
    """Before it is used again somebody looks whether the server is still there; that takes no time, or for ever."""
    if connection is not None:
        record.info["seconds"], connection._read_timeout = connection._read_timeout, LOOK_SECONDS


def _wait_again(connection: Any, record: Any, _given: Any) -> None:
    if "seconds" in record.info:
        connection._read_timeout = record.info.pop("seconds")


def _begin_sqlite(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN" if _reads_only.get() else "BEGIN IMMEDIATE")


@event.listens_for(Session, "after_commit")
def _run_after_commit(session: Session) -> None:
    if session.in_nested_transaction():
        return  # only a savepoint was released; others do not see it yet
    acts = session.info.pop(AFTER_COMMIT, [])
    for act in acts:
        act()


@event.listens_for(Session, "after_soft_rollback")
def _forget_after_commit(session: Session, previous: Any) -> None:
    if previous.parent is None:
        session.info.pop(AFTER_COMMIT, None)
