"""Colours of the foreground and of the background of a picture"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("images") as images:
        images.add_column(sa.Column("foreground_colours", sa.JSON(none_as_null=True), nullable=True))
        images.add_column(sa.Column("background_colours", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("images") as images:
        images.drop_column("background_colours")
        images.drop_column("foreground_colours")
