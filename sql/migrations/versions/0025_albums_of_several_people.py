"""Roles of people in albums of others, and what was changed in these albums"""

import sqlalchemy as sa
from alembic import op

from cms.extensions import Key, Moment

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def reference(table: str, column: str, target: str, *, gone: str = "CASCADE") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=gone)


def upgrade() -> None:
    op.create_table(
        "album_editors",
        sa.Column("album_id", Key(length=26), nullable=False),
        sa.Column("account_id", Key(length=26), nullable=False),
        sa.Column("role", Key(length=16), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        reference("album_editors", "album_id", "albums"),
        reference("album_editors", "account_id", "accounts"),
        sa.PrimaryKeyConstraint("album_id", "account_id", name=op.f("pk_album_editors")),
    )
    op.create_index("ix_album_editors_account_id", "album_editors", ["account_id"])
    op.create_table(
        "album_changes",
        sa.Column("id", Key(length=26), nullable=False),
        sa.Column("album_id", Key(length=26), nullable=False),
        sa.Column("person_id", Key(length=26), nullable=True),
        sa.Column("field", Key(length=16), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("undone_at", Moment(), nullable=True),
        reference("album_changes", "album_id", "albums"),
        reference("album_changes", "person_id", "accounts", gone="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_album_changes")),
    )
    op.create_index("ix_album_changes_newest", "album_changes", ["album_id", "id"])
    op.create_index("ix_album_changes_person_id", "album_changes", ["person_id"])


def downgrade() -> None:
    op.drop_table("album_changes")
    op.drop_table("album_editors")
