"""How often an account wants to be told by mail, and the mails that were begun"""

import sqlalchemy as sa
from alembic import op

from cms.extensions import Key, Moment

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "digests",
        sa.Column("id", Key(length=26), nullable=False),
        sa.Column("account_id", Key(length=26), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("sent_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_digests_account_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digests")),
        sa.UniqueConstraint("account_id", "until", name=op.f("uq_digests_account_id_until")),
    )
    op.create_index(op.f("ix_digests_created_at"), "digests", ["created_at"], unique=False)
    with op.batch_alter_table("notification_settings") as settings:
        settings.add_column(sa.Column("digest", Key(length=8), nullable=False, server_default="daily"))
    with op.batch_alter_table("notification_settings") as settings:
        settings.alter_column("digest", server_default=None, existing_type=Key(length=8), existing_nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("notification_settings") as settings:
        settings.drop_column("digest")
    op.drop_table("digests")
