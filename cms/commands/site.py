"""What several commands need: an application without routes, with its database brought up to date."""

from typing import Any

from flask import Flask

from cms import create_app
from cms.settings import CHECKOUT, Settings

MIGRATIONS = CHECKOUT / "sql" / "migrations"


def open_site(settings: Settings) -> Flask:
    """The application for a command."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return create_app(settings, has_routes=False)


def bring_up_to_date(app: Flask) -> None:
    """Run the migrations that this database has not seen; nothing when it has seen all."""
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    from cms.extensions import db

    with app.app_context():
        head = ScriptDirectory(str(MIGRATIONS)).get_current_head()
        with db.engine.connect() as connection:
            current = MigrationContext.configure(connection).get_current_revision()
        if current != head:
            move_schema(app, "head")


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
