"""Searches that somebody keeps under a name"""

import sqlalchemy as sa
from alembic import op

from cms.extensions import Key, Moment

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "saved_searches",
        sa.Column("id", Key(length=26), nullable=False),
        sa.Column("owner_id", Key(length=26), nullable=False),
        sa.Column("name", Key(length=400), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("follow", sa.Boolean(name="follow"), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["accounts.id"], name=op.f("fk_saved_searches_owner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_searches")),
        sa.UniqueConstraint("owner_id", "name", name=op.f("uq_saved_searches_owner_id_name")),
    )


def downgrade():
    op.drop_table("saved_searches")
