"""When each source of crawls by words was last seen working"""

import sqlalchemy as sa
from alembic import op

from cms.extensions import Key, Moment

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "crawl_sources",
        sa.Column("key", Key(length=26), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("state", Key(length=16), nullable=False),
        sa.Column("problem", sa.String(length=300), nullable=True),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("seen_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_crawl_sources")),
    )


def downgrade() -> None:
    op.drop_table("crawl_sources")
