"""Devices of accounts that are told while no page is open, and what is still to be told to them"""

import sqlalchemy as sa
from alembic import op

from cms.extensions import Key, Moment

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "push_devices",
        sa.Column("id", Key(length=26), nullable=False),
        sa.Column("account_id", Key(length=26), nullable=False),
        sa.Column("login_id", Key(length=26), nullable=True),
        sa.Column("device", sa.String(length=80), nullable=False),
        sa.Column("endpoint", sa.String(length=2000), nullable=False),
        sa.Column("endpoint_hash", Key(length=64), nullable=False),
        sa.Column("public_key", Key(length=100), nullable=False),
        sa.Column("sealed_secret", sa.String(length=255), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_push_devices_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["login_id"], ["logins.id"], name=op.f("fk_push_devices_login_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_devices")),
        sa.UniqueConstraint("endpoint_hash", name=op.f("uq_push_devices_endpoint_hash")),
    )
    op.create_index(op.f("ix_push_devices_account_id"), "push_devices", ["account_id"], unique=False)
    op.create_index(op.f("ix_push_devices_login_id"), "push_devices", ["login_id"], unique=False)
    op.create_table(
        "push_deliveries",
        sa.Column("id", Key(length=26), nullable=False),
        sa.Column("device_id", Key(length=26), nullable=False),
        sa.Column("notification_id", Key(length=26), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("next_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["device_id"], ["push_devices.id"], name=op.f("fk_push_deliveries_device_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_deliveries")),
    )
    op.create_index(op.f("ix_push_deliveries_device_id"), "push_deliveries", ["device_id"], unique=False)
    op.create_index("ix_push_deliveries_due", "push_deliveries", ["next_at"], unique=False)


def downgrade() -> None:
    op.drop_table("push_deliveries")
    op.drop_table("push_devices")
