"""What several commands need: an application without routes, with its database brought up to date."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Connection, Engine, text

from cms import create_app
from cms.errors import Problem, unavailable
from cms.settings import CHECKOUT, Settings

MIGRATIONS = CHECKOUT / "sql" / "migrations"
LONGEST_MIGRATION_SECONDS = 600
LOOK_AGAIN_SECONDS = 10


def open_site(settings: Settings) -> Flask:
    """The application for a command."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return create_app(settings, has_routes=False)


def bring_up_to_date(app: Flask) -> None:
    """Run the migrations that this database has not seen; nothing when it has seen all. Many may call it at once."""
    from cms.extensions import db

    with app.app_context():
        if is_up_to_date(db.engine):
            return
        with one_at_a_time(db.engine):
            move_schema(app, "head")


def is_up_to_date(engine: Engine) -> bool:
    from alembic.script import ScriptDirectory

    return current_revision(engine) == ScriptDirectory(str(MIGRATIONS)).get_current_head()


def current_revision(engine: Engine) -> str | None:
    """Which migration this database has seen last."""
    from alembic.migration import MigrationContext

    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def refuse_old_schema(engine: Engine) -> None:
    """Raise Problem where this Pixels does not know the tables as they are."""
    if not is_up_to_date(engine):
        raise Problem(409, "old-schema", "The schema of the database is not that of this Pixels: run.py migrate first.")


@contextmanager
def one_at_a_time(engine: Engine) -> Iterator[None]:
    """Wait until nobody else migrates this database, and keep others waiting."""
    name = engine.url.database or "memory"
    if engine.dialect.name == "sqlite":
        with Path(f"{name}.migrating").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        return
    with engine.connect() as connection:
        try:
            wait_for_turn(connection, f"migrate {name}"[:64])
            yield
        finally:
            connection.invalidate()


def wait_for_turn(connection: Connection, name: str) -> None:
    """Take the lock of this name on a MySQL server, which falls with the connection."""
    for _ in range(LONGEST_MIGRATION_SECONDS // LOOK_AGAIN_SECONDS):
        asked = {"name": name, "seconds": LOOK_AGAIN_SECONDS}
        if connection.scalar(text("SELECT GET_LOCK(:name, :seconds)"), asked) == 1:
            return
    raise unavailable("Somebody else has been migrating this database for ten minutes.")


def move_schema(app: Flask, revision: str, *, is_down: bool = False) -> None:
    """Run migrations up (or down) to this revision."""
    from alembic import command

    with app.app_context():
        (command.downgrade if is_down else command.upgrade)(alembic_config(app), revision)


def alembic_config(app: Flask) -> Any:
    """Alembic's settings for this site; the connection comes from the application."""
    from flask_migrate import Config, Migrate

    from cms.extensions import db

    migrate = Migrate(app, db, directory=str(MIGRATIONS), render_as_batch=True)
    config: Config = migrate.get_config(str(MIGRATIONS))
    return config
