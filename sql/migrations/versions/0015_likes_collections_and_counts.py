"""Likes, collections and counts of what happened to things"""

import sqlalchemy as sa
from alembic import op

from cms.extensions import Key, Moment

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tallies",
        sa.Column("thing_id", Key(length=26), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("views", "likes", "comments", "collects")),
        sa.PrimaryKeyConstraint("thing_id", name=op.f("pk_tallies")),
    )
    op.create_table(
        "likes",
        sa.Column("account_id", Key(length=26), nullable=False),
        sa.Column("thing_id", Key(length=26), nullable=False),
        sa.Column("kind", Key(length=8), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        _reference("likes", "account_id", "accounts"),
        sa.PrimaryKeyConstraint("account_id", "thing_id", name=op.f("pk_likes")),
    )
    op.create_table(
        "collections",
        sa.Column("id", Key(length=26), nullable=False),
        sa.Column("owner_id", Key(length=26), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("privacy", Key(length=16), nullable=False),
        sa.Column("default_of", Key(length=26), nullable=True),
        sa.Column("is_owner_suspended", sa.Boolean(name="is_owner_suspended"), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        _reference("collections", "owner_id", "accounts"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collections")),
        sa.UniqueConstraint("default_of", name=op.f("uq_collections_default_of")),
    )
    op.create_table(
        "collection_items",
        sa.Column("collection_id", Key(length=26), nullable=False),
        sa.Column("thing_id", Key(length=26), nullable=False),
        sa.Column("kind", Key(length=8), nullable=False),
        sa.Column("place", sa.Float(53), nullable=False),
        sa.Column("added_at", Moment(), nullable=False),
        _reference("collection_items", "collection_id", "collections"),
        sa.PrimaryKeyConstraint("collection_id", "thing_id", name=op.f("pk_collection_items")),
    )
    for table, column in (("likes", "thing_id"), ("collections", "owner_id"), ("collection_items", "thing_id")):
        with op.batch_alter_table(table) as made:
            made.create_index(f"ix_{table}_{column}", [column])
    with op.batch_alter_table("accounts") as accounts:
        accounts.add_column(
            sa.Column("hide_counts", sa.Boolean(name="hide_counts"), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("accounts") as accounts:
        accounts.alter_column("hide_counts", server_default=None, existing_type=sa.Boolean(), existing_nullable=False)


def _reference(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete="CASCADE")


def downgrade() -> None:
    with op.batch_alter_table("accounts") as accounts:
        accounts.drop_column("hide_counts")
    for table in ("collection_items", "collections", "likes", "tallies"):
        op.drop_table(table)
