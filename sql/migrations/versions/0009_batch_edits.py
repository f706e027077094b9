"""Edits of many images at once"""

import sqlalchemy as sa
from alembic import op

from cms.extensions import Key, Moment

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "batch_edits",
        sa.Column("id", Key(length=26), nullable=False),
        sa.Column("owner_id", Key(length=26), nullable=False),
        sa.Column("query", sa.String(length=4000), nullable=True),
        sa.Column("change", sa.JSON(), nullable=False),
        sa.Column("state", Key(length=16), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("finished_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["accounts.id"], name=op.f("fk_batch_edits_owner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_edits")),
    )
    op.create_table(
        "batch_edit_items",
        sa.Column("edit_id", Key(length=26), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("image_id", Key(length=26), nullable=False),
        sa.Column("outcome", Key(length=16), nullable=False),
        sa.Column("problem_code", Key(length=40), nullable=True),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["edit_id"], ["batch_edits.id"], name=op.f("fk_batch_edit_items_edit_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("edit_id", "position", name=op.f("pk_batch_edit_items")),
    )
    with op.batch_alter_table("batch_edits") as edits:
        edits.create_index("ix_batch_edits_owner", ["owner_id", "id"])
        edits.create_index(op.f("ix_batch_edits_created_at"), ["created_at"])
    with op.batch_alter_table("batch_edit_items") as items:
        items.create_index("ix_batch_edit_items_outcome", ["edit_id", "outcome", "position"])
        items.create_index("ix_batch_edit_items_image_id", ["image_id"])


def downgrade() -> None:
    op.drop_table("batch_edit_items")
    op.drop_table("batch_edits")
