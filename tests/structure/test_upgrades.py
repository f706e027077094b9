"""From every schema there was, with rows in every table, to the newest one: cut off in each migration, nothing lost."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Boolean, Column, Float, Integer, LargeBinary, MetaData, String, Table, select
from sqlalchemy.types import DATE, DATETIME, JSON, TIMESTAMP

from cms.commands.site import alembic_config, is_up_to_date, move_schema, open_site
from cms.extensions import db
from cms.settings import Settings
from tests.site import fresh_secret
from tests.structure.test_migrations import CutOff, assert_schema_is_that_of_the_models, cut_off_after

ROWS = 3
MOMENT = datetime(2026, 1, 2, 3, 4, 5)
COUNTED_BY_MIGRATIONS = {("accounts", "used_bytes"), ("accounts", "used_images")}
REVISIONS = [f"{number:04}" for number in range(1, 27)]


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


@pytest.mark.parametrize("start", REVISIONS[:-1])
@pytest.mark.parametrize("finished", [0, 1, 3])
def test_rows_of_every_table_outlive_the_way_to_the_newest_schema(app: Flask, start: str, finished: int) -> None:
    move_schema(app, start)
    fill(tables())
    before = rows_of(tables())
    assert min(len(some) for some in before.values()) == ROWS
    for revision in REVISIONS[REVISIONS.index(start) + 1 :]:
        with suppress(CutOff), cut_off_after(finished):
            move_schema(app, revision)
        move_schema(app, revision)
    assert is_up_to_date(db.engine)
    assert_schema_is_that_of_the_models(app)
    after = rows_of(tables())
    for table, rows in before.items():
        same = [name for name in rows[0] if (table, name) not in COUNTED_BY_MIGRATIONS]
        assert [[row[name] for name in same] for row in after[table]] == [[row[name] for name in same] for row in rows]


def tables() -> list[Table]:
    """Those of the database as it is, parents first."""
    found = MetaData()
    found.reflect(db.engine)
    return [table for table in found.sorted_tables if table.name != "alembic_version"]


def fill(some: list[Table]) -> None:
    """So many rows into each, which name each other."""
    with db.engine.begin() as connection:
        for table in some:
            connection.execute(table.insert(), [row_of(table, number) for number in range(ROWS)])


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
        return number == 1
    if isinstance(kind, Integer):
        return number
    if isinstance(kind, Float):
        return 0.5
    if isinstance(kind, LargeBinary):
        return f"{number:04}".encode()
    if isinstance(kind, String):
        return "{}" if kind.length is None else f"{number:04}"[-kind.length :]
    return number


def rows_of(some: list[Table]) -> dict[str, list[dict[str, Any]]]:
    """Every row of each table, in the order of its keys."""
    with db.engine.connect() as connection:
        return {
            table.name: [dict(row) for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()]
            for table in some
        }
