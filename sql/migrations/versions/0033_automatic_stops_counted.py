"""How many pictures the site stopped by itself in each month"""

import sqlalchemy as sa
from alembic import op

from cms.extensions import Key

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stops",
        sa.Column("month", Key(length=7), nullable=False),
        sa.Column("kind", Key(length=16), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("month", "kind", name=op.f("pk_stops")),
    )


def downgrade() -> None:
    op.drop_table("stops")
