"""What several commands need: an application without routes, with its database brought up to date."""

from flask import Flask

from cms import create_app
from cms.settings import Settings


def open_site(settings: Settings) -> Flask:
    """The application for a command."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return create_app(settings, has_routes=False)


def bring_up_to_date(app: Flask) -> None:
    """Run the migrations that this database has not seen; nothing when it has seen all."""
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory
    from flask_migrate import upgrade

    from cms.application import MIGRATIONS
    from cms.extensions import db

    with app.app_context():
        head = ScriptDirectory(str(MIGRATIONS)).get_current_head()
        with db.engine.connect() as connection:
            current = MigrationContext.configure(connection).get_current_revision()
        db.session.remove()
        if current != head:
            upgrade()
