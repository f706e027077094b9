"""How many new hits of a saved search its owner was told of, and when they were looked for last"""

import sqlalchemy as sa
from alembic import op

from cms.extensions import Moment

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("saved_searches") as searches:
        searches.add_column(sa.Column("told", sa.Integer(), nullable=False, server_default="0"))
        searches.add_column(sa.Column("looked_at", Moment(), nullable=True))
    op.execute(sa.text("UPDATE saved_searches SET looked_at = seen_at"))
    with op.batch_alter_table("saved_searches") as searches:
        searches.alter_column("told", server_default=None, existing_type=sa.Integer(), existing_nullable=False)
        searches.alter_column("looked_at", existing_type=Moment(), nullable=False)
        searches.create_index(op.f("ix_saved_searches_looked_at"), ["looked_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("saved_searches") as searches:
        searches.drop_index(op.f("ix_saved_searches_looked_at"))
        searches.drop_column("looked_at")
        searches.drop_column("told")
