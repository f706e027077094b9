"""What people did with pictures, their tastes, and neighbours of pictures"""

import sqlalchemy as sa
from alembic import op

from cms.extensions import Key, Moment

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "behaviours",
        sa.Column("account_id", Key(length=26), nullable=False),
        sa.Column("image_id", Key(length=26), nullable=False),
        sa.Column("deed", Key(length=16), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        _reference("behaviours", "account_id", "accounts"),
        _reference("behaviours", "image_id", "images"),
        sa.PrimaryKeyConstraint("account_id", "image_id", "deed", name=op.f("pk_behaviours")),
    )
    with op.batch_alter_table("behaviours") as made:
        made.create_index("ix_behaviours_account", ["account_id", "at"])
        made.create_index("ix_behaviours_image_id", ["image_id"])
    op.create_table(
        "taste_settings",
        sa.Column("account_id", Key(length=26), nullable=False),
        sa.Column("is_on", sa.Boolean(name="is_on"), nullable=False),
        sa.Column("unrecorded", Key(length=100), nullable=False),
        sa.Column("adjusted", sa.Text(), nullable=False),
        _reference("taste_settings", "account_id", "accounts"),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_taste_settings")),
    )
    op.create_table(
        "neighbours",
        sa.Column("image_id", Key(length=26), nullable=False),
        sa.Column("neighbour_id", Key(length=26), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("found_at", Moment(), nullable=False),
        _reference("neighbours", "image_id", "images"),
        _reference("neighbours", "neighbour_id", "images"),
        sa.PrimaryKeyConstraint("image_id", "neighbour_id", name=op.f("pk_neighbours")),
    )
    with op.batch_alter_table("neighbours") as made:
        made.create_index("ix_neighbours_neighbour_id", ["neighbour_id"])


def _reference(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete="CASCADE")


def downgrade() -> None:
    for table in ("neighbours", "taste_settings", "behaviours"):
        op.drop_table(table)
