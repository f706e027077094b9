"""Searches by picture, and images by when they were last changed"""

import sqlalchemy as sa
from alembic import op

from cms.extensions import Key, Moment

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reverse_searches",
        sa.Column("id", Key(length=26), nullable=False),
        sa.Column("asker_id", Key(length=26), nullable=True),
        sa.Column("image_id", Key(length=26), nullable=True),
        sa.Column("storage", Key(length=16), nullable=False),
        sa.Column("upload_key", Key(length=200), nullable=True),
        sa.Column("query_key", Key(length=200), nullable=True),
        sa.Column("box", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("state", Key(length=16), nullable=False),
        sa.Column("progress", sa.Float(), nullable=False),
        sa.Column("problem", sa.String(length=500), nullable=True),
        sa.Column("problem_code", Key(length=40), nullable=True),
        sa.Column("matches", sa.JSON(), nullable=False),
        sa.Column("took_ms", sa.Integer(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reverse_searches")),
    )
    with op.batch_alter_table("reverse_searches") as made:
        made.create_index(op.f("ix_reverse_searches_asker_id"), ["asker_id"])
        made.create_index(op.f("ix_reverse_searches_created_at"), ["created_at"])
    with op.batch_alter_table("images") as images:
        images.create_index("ix_images_updated_at", ["updated_at"])


def downgrade() -> None:
    with op.batch_alter_table("images") as images:
        images.drop_index("ix_images_updated_at")
    op.drop_table("reverse_searches")
