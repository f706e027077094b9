"""Owners may share the metadata of an original; a failed picture says why in a code too"""

import sqlalchemy as sa
from alembic import op

import cms.extensions

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("share_metadata", sa.Boolean(name="share_metadata"), nullable=False, server_default="0")
    with op.batch_alter_table("images") as images:
        images.add_column(column)
        images.add_column(sa.Column("problem_code", cms.extensions.Key(length=40), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("images") as images:
        images.drop_column("problem_code")
        images.drop_column("share_metadata")
