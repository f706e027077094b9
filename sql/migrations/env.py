"""How Alembic reaches the database of the running application, and how it writes down our column types.

A migration that was cut off can be run again: SQLite takes each back whole; MySQL keeps every finished statement, so
what is there already is left as it is.
"""

from typing import Any

import sqlalchemy as sa
from alembic import context
from alembic.operations import Operations, ops, toimpl
from flask import current_app

from cms.extensions import Key, Moment, db
from cms.transaction import prepare_engine
from cms.upkeep import rows

MODELS = rows.MODELS
"""Loaded, so that every table is known."""


def render_item(kind: str, thing: Any, _autogen_context: Any) -> str | bool:
    """Our own types by their own names."""
    if kind == "type" and isinstance(thing, Key):
        return f"cms.extensions.Key(length={thing.impl_instance.length})"
    if kind == "type" and isinstance(thing, Moment):
        return "cms.extensions.Moment()"
    return False


def compare_type(_context: Any, _column: Any, _ours: Any, found: Any, meant: Any) -> bool | None:
    """Whether a column is of another type than meant; None leaves it to Alembic."""
    if isinstance(meant, Key):
        return bool(found.length != meant.impl_instance.length)
    if isinstance(meant, Moment):
        return bool(getattr(found, "fsp", 6) != 6)
    return False if isinstance(meant, sa.Float) and isinstance(found, sa.Double) else None


def existing_indexes(operations: Operations, table: str) -> set[str | None]:
    """Names of the indexes of a table; none while statements are only written down."""
    if operations.migration_context.as_sql:
        return set()
    return {index["name"] for index in sa.inspect(operations.get_bind()).get_indexes(table)}


def existing_columns(operations: Operations, table: str) -> set[str]:
    return {column["name"] for column in sa.inspect(operations.get_bind()).get_columns(table)}


def existing_keys(operations: Operations, table: str) -> set[str | None]:
    """Names of the foreign keys of a table."""
    return {key["name"] for key in sa.inspect(operations.get_bind()).get_foreign_keys(table)}


def is_repeatable(operations: Operations) -> bool:
    """Whether the statements of this database stay when a later one fails."""
    return operations.migration_context.dialect.name == "mysql" and not operations.migration_context.as_sql


@Operations.implementation_for(ops.CreateTableOp, replace=True)
def create_table(operations: Operations, step: ops.CreateTableOp) -> sa.Table:
    step.if_not_exists = is_repeatable(operations) or None
    return toimpl.create_table(operations, step)


@Operations.implementation_for(ops.DropTableOp, replace=True)
def drop_table(operations: Operations, step: ops.DropTableOp) -> None:
    step.if_exists = is_repeatable(operations) or None
    toimpl.drop_table(operations, step)


@Operations.implementation_for(ops.CreateIndexOp, replace=True)
def create_index(operations: Operations, step: ops.CreateIndexOp) -> None:
    if not is_repeatable(operations) or step.index_name not in existing_indexes(operations, step.table_name):
        toimpl.create_index(operations, step)


@Operations.implementation_for(ops.DropIndexOp, replace=True)
def drop_index(operations: Operations, step: ops.DropIndexOp) -> None:
    if not is_repeatable(operations) or step.index_name in existing_indexes(operations, str(step.table_name)):
        toimpl.drop_index(operations, step)


@Operations.implementation_for(ops.AddColumnOp, replace=True)
def add_column(operations: Operations, step: ops.AddColumnOp) -> None:
    if not is_repeatable(operations) or step.column.name not in existing_columns(operations, step.table_name):
        toimpl.add_column(operations, step)


@Operations.implementation_for(ops.DropColumnOp, replace=True)
def drop_column(operations: Operations, step: ops.DropColumnOp) -> None:
    if not is_repeatable(operations) or step.column_name in existing_columns(operations, step.table_name):
        toimpl.drop_column(operations, step)


@Operations.implementation_for(ops.CreateForeignKeyOp, replace=True)
def create_foreign_key(operations: Operations, step: ops.CreateForeignKeyOp) -> None:
    if not is_repeatable(operations) or step.constraint_name not in existing_keys(operations, step.source_table):
        toimpl.create_constraint(operations, step)


@Operations.implementation_for(ops.DropConstraintOp, replace=True)
def drop_constraint(operations: Operations, step: ops.DropConstraintOp) -> None:
    if not is_repeatable(operations) or step.constraint_name in existing_keys(operations, step.table_name):
        toimpl.drop_constraint(operations, step)


def run() -> None:
    with patient_engine().connect() as connection:
        free_of_foreign_keys(connection)
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
        connection.commit()


def patient_engine() -> sa.Engine:
    """The site's database without its time limits: a large table takes a while to change."""
    engine = sa.create_engine(db.engine.url, poolclass=sa.NullPool)
    prepare_engine(engine)
    return engine


def free_of_foreign_keys(connection: sa.Connection) -> None:
    """SQLite changes a table by making it anew; dropping the old one must not empty those that point at it."""
    if connection.dialect.name == "sqlite":
        connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")


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
