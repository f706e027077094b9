"""How Alembic reaches the database of the running application, and how it writes down our column types."""

from typing import Any

from alembic import context
from flask import current_app

from cms.accounts import models as accounts
from cms.extensions import Key, Moment, db
from cms.idempotency import models as idempotency
from cms.images import models as images
from cms.work import models as work

TABLES = (accounts, idempotency, images, work)


def render_item(kind: str, thing: Any, _autogen_context: Any) -> str | bool:
    """Our own types by their own names."""
    if kind == "type" and isinstance(thing, Key):
        return f"cms.extensions.Key(length={thing.impl_instance.length})"
    if kind == "type" and isinstance(thing, Moment):
        return "cms.extensions.Moment()"
    return False


def compare_type(_context: Any, _inspected: Any, _metadata: Any, inspected_type: Any, metadata_type: Any) -> bool | None:
    """What each database makes of our own types is not to be compared by name."""
    return False if isinstance(metadata_type, Key | Moment) else None


def run() -> None:
    engine = db.engine
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_item=render_item,
            compare_type=compare_type,
            render_as_batch=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()


def print_sql() -> None:
    """For `sql/schema.*.sql`: the statements, without a database."""
    context.configure(
        dialect_name=current_app.config["SCHEMA_DIALECT"],
        target_metadata=db.metadata,
        render_item=render_item,
        render_as_batch=True,
    )
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    print_sql()
else:
    run()
