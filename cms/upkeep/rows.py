"""Every row of the database as lines of JSON, which any kind of database takes in again.

A file a table: the names of the columns first, then one row a line. What JSON has no word for is told by its kind:
`{"at": …}` a moment, `{"bytes": …}` bytes in base64, `{"json": …}` a document.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    VARBINARY,
    Column,
    Connection,
    LargeBinary,
    MetaData,
    Table,
    func,
    inspect,
    select,
    text,
)
from sqlalchemy import table as named

from cms.accounts import models as accounts
from cms.albums import models as albums
from cms.batch_edits import models as batch_edits
from cms.classes import models as classes
from cms.comments import models as comments
from cms.crawls import models as crawls
from cms.editors import models as editors
from cms.extensions import db
from cms.feed import models as feed
from cms.guests import models as guests
from cms.idempotency import models as idempotency
from cms.images import models as images
from cms.imports import models as imports
from cms.logins import models as logins
from cms.meaning import models as meaning
from cms.membership import models as membership
from cms.moderation import models as moderation
from cms.notifications import models as notifications
from cms.projects import models as projects
from cms.provenance import models as provenance
from cms.push import models as push
from cms.reactions import models as reactions
from cms.recommendations import models as recommendations
from cms.reverse_search import models as reverse_search
from cms.saved_searches import models as saved_searches
from cms.shares import models as shares
from cms.tag_changes import models as tag_changes
from cms.tags import models as tags
from cms.trainings import models as trainings
from cms.uploads import models as uploads
from cms.webhooks import models as webhooks
from cms.work import models as work

MODELS = (
    accounts,
    albums,
    batch_edits,
    classes,
    comments,
    crawls,
    editors,
    feed,
    guests,
    idempotency,
    images,
    imports,
    logins,
    meaning,
    membership,
    projects,
    provenance,
    reactions,
    recommendations,
    moderation,
    notifications,
    push,
    reverse_search,
    saved_searches,
    shares,
    tag_changes,
    tags,
    trainings,
    uploads,
    webhooks,
    work,
)
TABLES = db.metadata.sorted_tables
"""Of all these models, whose modules must be loaded for it."""

TOGETHER = 1000
NOT_KEPT = {"alembic_version"}
BINARY_TYPES = (LargeBinary, VARBINARY)


def write_rows(connection: Connection, folder: Path) -> dict[str, int]:
    """All rows that this transaction sees, into a folder that is there; how many of each table."""
    there = set(inspect(connection).get_table_names()) - NOT_KEPT
    assert there == {table.name for table in TABLES}, "a table that no model describes would be left out"
    return {table.name: _write(connection, table, folder) for table in TABLES}


def _write(connection: Connection, table: Table, folder: Path) -> int:
    count = 0
    rows = connection.execution_options(yield_per=TOGETHER).execute(select(table).order_by(*table.primary_key))
    with (folder / f"{table.name}.jsonl").open("w", encoding="utf-8") as file:
        file.write(json.dumps([column.name for column in table.columns]) + "\n")
        for row in rows:
            told = [_told(value, column) for value, column in zip(row, table.columns, strict=True)]
            file.write(json.dumps(told, ensure_ascii=False) + "\n")
            count += 1
    return count


def _told(value: Any, column: Column[Any]) -> Any:
    if value is None:
        return None
    if isinstance(column.type, JSON):
        return {"json": value}
    if isinstance(value, datetime):
        plain = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
        return {"at": plain.isoformat()}
    if isinstance(value, bytes):
        return {"bytes": b64encode(value).decode()}
    return value


def rows_of(folder: Path, table: str) -> Iterator[dict[str, Any]]:
    """The rows of one table as they were written, with documents and moments as they are in Python."""
    with (folder / f"{table}.jsonl").open(encoding="utf-8") as file:
        names = json.loads(next(file))
        for line in file:
            yield {name: _meant(value) for name, value in zip(names, json.loads(line), strict=True)}


def _meant(value: Any) -> Any:
    match value:
        case {"at": moment}:
            return datetime.fromisoformat(moment)
        case {"bytes": encoded}:
            return b64decode(encoded)
        case {"json": document}:
            return document
    return value


def read_rows(connection: Connection, folder: Path) -> None:
    """Put all rows into the tables of this database, which has the schema that they were written from."""
    tables = MetaData()
    tables.reflect(connection)
    is_sqlite = connection.dialect.name == "sqlite"
    if not is_sqlite:
        connection.execute(text("SET SESSION foreign_key_checks = 0"))
    for table in tables.sorted_tables:
        if table.name not in NOT_KEPT:
            _read(connection, table, rows_of(folder, table.name))
    if not is_sqlite:
        connection.execute(text("SET SESSION foreign_key_checks = 1"))


def _read(connection: Connection, table: Table, rows: Iterator[dict[str, Any]]) -> None:
    for column in table.columns:
        if isinstance(column.type, JSON):
            column.type.none_as_null = True
    while some := list(islice(rows, TOGETHER)):
        connection.execute(table.insert(), [_fitting(row, table) for row in some])


def _fitting(row: dict[str, Any], table: Table) -> dict[str, Any]:
    return {name: _fitted(value, table.columns[name]) for name, value in row.items()}


def _fitted(value: Any, column: Column[Any]) -> Any:
    """MariaDB keeps documents as text, and ids as bytes."""
    if isinstance(value, (dict, list)) and not isinstance(column.type, JSON):
        return json.dumps(value)
    if isinstance(value, str) and isinstance(column.type, BINARY_TYPES):
        return value.encode()
    return value


def is_empty(connection: Connection) -> bool:
    """Whether no table has a row."""
    names = set(inspect(connection).get_table_names()) - NOT_KEPT
    return not any(rows_in(connection, name) for name in names)


def rows_in(connection: Connection, name: str) -> int:
    """How many rows a table has."""
    return int(connection.scalar(select(func.count()).select_from(named(name))) or 0)
