"""Tags that somebody followed or searched for, and pictures that fit what others did who did the same"""

import sqlalchemy as sa
from alembic import op

from cms.extensions import Key, Moment

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "interests",
        sa.Column("account_id", Key(length=26), nullable=False),
        sa.Column("key", Key(length=240), nullable=False),
        sa.Column("deed", Key(length=16), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        _reference("interests", "account_id", "accounts"),
        sa.PrimaryKeyConstraint("account_id", "key", "deed", "at", name=op.f("pk_interests")),
    )
    op.create_table(
        "affinities",
        sa.Column("account_id", Key(length=26), nullable=False),
        sa.Column("image_id", Key(length=26), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("found_at", Moment(), nullable=False),
        _reference("affinities", "account_id", "accounts"),
        _reference("affinities", "image_id", "images"),
        sa.PrimaryKeyConstraint("account_id", "image_id", name=op.f("pk_affinities")),
    )
    with op.batch_alter_table("affinities") as made:
        made.create_index("ix_affinities_image_id", ["image_id"])


def _reference(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"), ondelete="CASCADE")


def downgrade() -> None:
    for table in ("affinities", "interests"):
        op.drop_table(table)
