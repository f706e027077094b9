"""What several commands need: an application without routes, with its database brought up to date."""

import fcntl
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask
from sqlalchemy import Connection, Engine, text

from cms import create_app
from cms.errors import BadSetting, Problem, unavailable
from cms.settings import CHECKOUT, Settings

if TYPE_CHECKING:
    from alembic.script import ScriptDirectory

log = logging.getLogger(__name__)
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
        refuse_newer_schema(db.engine)
        with one_at_a_time(db.engine):
            move_schema(app, "head")


def is_up_to_date(engine: Engine) -> bool:
    return current_revision(engine) == scripts().get_current_head()


def scripts() -> "ScriptDirectory":
    """The migrations that this Pixels knows."""
    from alembic.script import ScriptDirectory

    return ScriptDirectory(str(MIGRATIONS))


def refuse_newer_schema(engine: Engine) -> None:
    """Raise BadSetting where a newer Pixels has changed the tables: this one would not know what it writes."""
    current = current_revision(engine)
    known = {script.revision for script in scripts().walk_revisions()}
    if current is not None and current not in known:
        raise BadSetting(
            f"PIXELS_DATABASE_URL: a newer Pixels has used this database (schema {current}). Start that version, "
            "or restore a backup that was made before"
        )


def refuse_newer_site(settings: Settings) -> None:
    """The same before a role of its own starts; a database that is away is waited for by whoever needs it."""
    from cms.extensions import db
    from cms.transaction import DatabaseFailed

    app = open_site(settings)
    with app.app_context(), suppress(DatabaseFailed):
        refuse_newer_schema(db.engine)
        db.engine.dispose()


def refuse_forgetful_queue(settings: Settings) -> None:
    """Raise BadSetting for a queue that throws work away when it is full; one that is away is waited for later."""
    from cms.jobs import open_queue
    from cms.jobs.base import QueueDown, QueueForgets

    if settings.queue_url == "embedded:":
        return
    try:
        open_queue(settings.queue_url, data_dir=settings.data_dir).check()
    except QueueForgets as error:
        raise BadSetting(str(error)) from error
    except QueueDown as error:
        log.info("the queue is away: %s", error)


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
