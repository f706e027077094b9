"""Notices of takedown: where the work is, and the secret of visitors; what a mail is about"""

import sqlalchemy as sa
from alembic import op

from cms.extensions import Key

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("takedowns") as changed:
        changed.add_column(sa.Column("source", sa.String(length=500), nullable=False, server_default=""))
        changed.add_column(sa.Column("language", Key(length=8), nullable=False, server_default="en"))
        changed.add_column(sa.Column("token_hash", Key(length=64), nullable=True))
    with op.batch_alter_table("takedowns") as changed:
        changed.alter_column("source", existing_type=sa.String(length=500), nullable=False, server_default=None)
        changed.alter_column("language", existing_type=Key(length=8), nullable=False, server_default=None)
    with op.batch_alter_table("mails") as changed:
        changed.add_column(sa.Column("about", Key(length=26), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("mails") as changed:
        changed.drop_column("about")
    with op.batch_alter_table("takedowns") as changed:
        changed.drop_column("token_hash")
        changed.drop_column("language")
        changed.drop_column("source")
