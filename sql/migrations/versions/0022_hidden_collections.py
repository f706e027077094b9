"""Collections that a moderator hid: whether, and who may see it in effect"""

import sqlalchemy as sa
from alembic import op

from cms.extensions import Key

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("collections") as changed:
        changed.add_column(sa.Column("is_hidden", sa.Boolean(name="is_hidden"), nullable=False, server_default="0"))
        changed.add_column(sa.Column("effective_privacy", Key(length=16), nullable=False, server_default="private"))
    op.execute("UPDATE collections SET effective_privacy = privacy")
    with op.batch_alter_table("collections") as changed:
        changed.alter_column("effective_privacy", existing_type=Key(length=16), nullable=False, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("collections") as changed:
        changed.drop_column("effective_privacy")
        changed.drop_column("is_hidden")
