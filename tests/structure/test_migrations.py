"""The schema comes from migrations alone, on both databases: up, down, up again, at once, and after being cut off."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from alembic import command as alembic
from flask import Flask
from sqlalchemy import Engine, event, inspect, text

from cms.commands.site import (
    alembic_config,
    bring_up_to_date,
    is_up_to_date,
    move_schema,
    one_at_a_time,
    open_site,
)
from cms.extensions import db
from cms.settings import CHECKOUT, Settings
from tests.running import surroundings
from tests.site import fresh_secret

AT_ONCE = 2


@pytest.fixture(params=["sqlite", "mariadb"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """A site whose database is empty yet."""
    new: Callable[[], str] | None = None
    if request.param == "mariadb":
        new = request.getfixturevalue("new_mariadb_database")
    return Settings(data_dir=tmp_path, secret_key=fresh_secret(), database_url=new() if new else "")


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    made = open_site(settings)
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()


def tables() -> set[str]:
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def assert_schema_is_that_of_the_models(app: Flask) -> None:
    """Raises when the models have something that the schema lacks, or the reverse."""
    alembic.check(alembic_config(app))


class CutOff(Exception):
    """As if the process had died."""


@contextmanager
def cut_off_after(finished: int) -> Iterator[None]:
    """Let so many statements that make something through, and no more."""
    made = 0

    def count(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        nonlocal made
        made += statement.lstrip().startswith(("CREATE", "ALTER"))
        if made > finished:
            raise CutOff

    event.listen(Engine, "before_cursor_execute", count)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", count)


def test_after_the_migrations_the_schema_is_what_the_models_say(app: Flask) -> None:
    bring_up_to_date(app)
    assert tables() == set(db.metadata.tables)
    assert_schema_is_that_of_the_models(app)


def test_down_leaves_nothing_and_up_again_makes_the_same(app: Flask) -> None:
    bring_up_to_date(app)
    move_schema(app, "base", is_down=True)
    assert tables() == set()
    bring_up_to_date(app)
    assert_schema_is_that_of_the_models(app)


def test_rows_outlive_a_second_run(app: Flask) -> None:
    bring_up_to_date(app)
    with db.engine.begin() as connection:
        connection.execute(text("INSERT INTO discarded_objects VALUES ('a', 'b', 'file', 'k', '2026-01-01')"))
    bring_up_to_date(app)
    with db.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM discarded_objects")) == 1


def test_two_processes_migrating_at_once_both_succeed(settings: Settings, app: Flask) -> None:
    command = [sys.executable, "run.py", "migrate"]
    children = [
        subprocess.Popen(command, cwd=CHECKOUT, env=surroundings(settings), stderr=subprocess.PIPE, text=True)
        for _ in range(AT_ONCE)
    ]
    said = [child.communicate(timeout=120)[1] for child in children]
    assert [child.returncode for child in children] == [0] * AT_ONCE, said
    assert is_up_to_date(db.engine)
    assert_schema_is_that_of_the_models(app)


def test_whoever_migrates_keeps_others_waiting(settings: Settings, app: Flask) -> None:
    command = [sys.executable, "run.py", "migrate"]
    with one_at_a_time(db.engine):
        child = subprocess.Popen(command, cwd=CHECKOUT, env=surroundings(settings))
        with pytest.raises(subprocess.TimeoutExpired):
            child.wait(4)
        assert tables() == set()
    assert child.wait(60) == 0
    assert is_up_to_date(db.engine)


@pytest.mark.parametrize("finished", [1, 5, 12, 24, 28, 32])
def test_a_migration_that_was_cut_off_can_be_run_again(app: Flask, finished: int) -> None:
    with pytest.raises(CutOff), cut_off_after(finished):
        bring_up_to_date(app)
    assert not is_up_to_date(db.engine)
    bring_up_to_date(app)
    assert_schema_is_that_of_the_models(app)
