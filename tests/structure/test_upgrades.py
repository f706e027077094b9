"""From schema to schema, with rows written into every table of each: cut off in each migration, nothing is lost."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Boolean, Column, Float, Integer, LargeBinary, MetaData, String, Table, select
from sqlalchemy.types import DATE, DATETIME, JSON, TIMESTAMP, VARBINARY

from cms.commands.site import alembic_config, is_up_to_date, move_schema, open_site
from cms.extensions import db
from cms.settings import Settings
from tests.site import fresh_secret
from tests.structure.test_migrations import CutOff, assert_schema_is_that_of_the_models, cut_off_after

ROWS = 3
MOMENT = datetime(2026, 1, 2, 3, 4, 5)
COUNTED_BY_MIGRATIONS = {("accounts", "used_bytes"), ("accounts", "used_images")}
REVISIONS = [f"{number:04}" for number in range(1, 42)]


@pytest.fixture(params=["sqlite", "mariadb"])
def app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    new: Callable[[], str] | None = None
    if request.param == "mariadb":
        new = request.getfixturevalue("new_mariadb_database")
    made = open_site(Settings(data_dir=tmp_path, secret_key=fresh_secret(), database_url=new() if new else ""))
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()


def test_no_schema_is_forgotten_here(app: Flask) -> None:
    script = ScriptDirectory.from_config(alembic_config(app))
    assert sorted(one.revision for one in script.walk_revisions()) == REVISIONS


@pytest.mark.parametrize("finished", [0, 1, 3])
def test_rows_written_in_any_schema_outlive_the_way_to_the_newest(app: Flask, finished: int) -> None:
    written = []
    for number, revision in enumerate(REVISIONS):
        if number:
            with suppress(CutOff), cut_off_after(finished):
                move_schema(app, revision)
        move_schema(app, revision)
        found = tables()
        fill(found, range(number * ROWS, (number + 1) * ROWS))
        written.append((revision, rows_of(found)))
    assert is_up_to_date(db.engine)
    assert_schema_is_that_of_the_models(app)
    after = rows_of(tables())
    for revision, before in written:
        for table, rows in before.items():
            assert len(rows) >= ROWS
            names = [name for name in next(iter(rows.values())) if (table, name) not in COUNTED_BY_MIGRATIONS]
            kept = {key: after[table].get(key, {}) for key in rows}
            assert cut(kept, names) == cut(rows, names), (revision, table)


def tables() -> list[Table]:
    """Those of the database as it is, parents first."""
    found = MetaData()
    found.reflect(db.engine)
    return [table for table in found.sorted_tables if table.name != "alembic_version"]


def fill(some: list[Table], numbers: range) -> None:
    """A row of each of these numbers into each, which name each other."""
    with db.engine.begin() as connection:
        for table in some:
            connection.execute(table.insert(), [row_of(table, number) for number in numbers])


def row_of(table: Table, number: int) -> dict[str, Any]:
    """Values that fit the columns; what may be missing and points to a table made later is missing."""
    return {column.name: value_of(table, column, number) for column in table.columns}


def value_of(table: Table, column: Column[Any], number: int) -> Any:
    for key in column.foreign_keys:
        parent = key.column.table
        if parent is table or (column.nullable and column.name == "picture_id"):
            return None
        return value_of(parent, key.column, number)
    kind = column.type
    if isinstance(kind, JSON):
        return {}
    if isinstance(kind, DATETIME | TIMESTAMP):
        return MOMENT
    if isinstance(kind, DATE):
        return MOMENT.date()
    if isinstance(kind, Boolean):
        return number % ROWS == 1
    if isinstance(kind, Integer):
        return number
    if isinstance(kind, Float):
        return 0.5
    if isinstance(kind, LargeBinary | VARBINARY):
        return f"{number:04}".encode()
    if isinstance(kind, String):
        return "{}" if kind.length is None else f"{number:04}"[-kind.length :]
    return number


Rows = dict[tuple[Any, ...], dict[str, Any]]


def rows_of(some: list[Table]) -> dict[str, Rows]:
    """Every row of each table, by its key."""
    with db.engine.connect() as connection:
        return {
            table.name: {
                tuple(row[column.name] for column in table.primary_key): dict(row)
                for row in connection.execute(select(table)).mappings()
            }
            for table in some
        }


def cut(rows: Rows, names: list[str]) -> list[list[Any]]:
    """These columns alone, in the order of the keys."""
    return [[row.get(name) for name in names] for _key, row in sorted(rows.items())]
