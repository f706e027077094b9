"""Candidates of crawls tell how far they are from a picture, and of which other one they are a copy"""

import sqlalchemy as sa
from alembic import op

from cms.extensions import Key

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("crawl_addresses") as table:
        table.add_column(sa.Column("distance", sa.Double(), nullable=True))
        table.add_column(sa.Column("same_as", Key(length=26), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("crawl_addresses") as table:
        table.drop_column("same_as")
        table.drop_column("distance")
