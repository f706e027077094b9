"""Logins as records, second factors, mails with one-time links, invitations by members"""

import sqlalchemy as sa
from alembic import op

from cms.extensions import Key, Moment, small_bytes

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = ("logins", "totps", "recovery_codes", "passkeys", "mails", "one_time_links")


def make(table, *columns, key="id", indexes=(), uniques=()):
    """A table whose rows go with the account that they name."""
    op.create_table(
        table,
        *columns,
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f(f"fk_{table}_account_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint(key, name=op.f(f"pk_{table}")),
        *(sa.UniqueConstraint(*names, name=op.f(f"uq_{table}_{'_'.join(names)}")) for names in uniques),
    )
    with op.batch_alter_table(table) as made:
        for names in indexes:
            made.create_index(op.f(f"ix_{table}_{'_'.join(names)}"), list(names))


def key(name, length=26, *, optional=False):
    return sa.Column(name, Key(length=length), nullable=optional)


def moment(name, *, optional=False):
    return sa.Column(name, Moment(), nullable=optional)


def make_logins():
    make(
        "logins",
        key("id"),
        key("account_id"),
        key("secret_hash", 64),
        sa.Column("device", sa.String(length=80), nullable=False),
        key("address", 45),
        moment("created_at"),
        moment("last_seen_at"),
        indexes=[("account_id",), ("created_at",)],
        uniques=[("secret_hash",)],
    )


def make_second_factors():
    make(
        "totps",
        key("account_id"),
        key("sealed_secret", 255),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        moment("confirmed_at", optional=True),
        moment("created_at"),
        key="account_id",
    )
    make(
        "recovery_codes",
        key("id"),
        key("account_id"),
        key("code_hash", 64),
        uniques=[("account_id", "code_hash")],
    )
    make(
        "passkeys",
        key("id"),
        key("account_id"),
        sa.Column("name", sa.String(length=80), nullable=False),
        key("credential_hash", 64),
        sa.Column("credential_id", small_bytes(1023), nullable=False),
        sa.Column("public_key", small_bytes(2048), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        moment("created_at"),
        moment("last_used_at", optional=True),
        indexes=[("account_id",)],
        uniques=[("credential_hash",)],
    )


def make_mails():
    make(
        "mails",
        key("id"),
        key("purpose", 20),
        key("address", 254),
        key("account_id", optional=True),
        key("language", 8),
        moment("created_at"),
        moment("sent_at", optional=True),
        indexes=[("account_id",), ("address", "sent_at"), ("created_at",)],
    )
    make(
        "one_time_links",
        key("id"),
        key("purpose", 20),
        key("account_id"),
        key("address", 254),
        key("secret_hash", 64),
        moment("expires_at"),
        moment("used_at", optional=True),
        indexes=[("account_id",), ("expires_at",)],
        uniques=[("secret_hash",)],
    )


def upgrade() -> None:
    make_logins()
    make_second_factors()
    make_mails()
    with op.batch_alter_table("accounts") as accounts:
        accounts.add_column(sa.Column("has_totp", sa.Boolean(name="has_totp"), nullable=False, server_default="0"))
        accounts.add_column(sa.Column("passkey_count", sa.Integer(), nullable=False, server_default="0"))
        accounts.add_column(moment("closed_at", optional=True))
    with op.batch_alter_table("api_tokens") as tokens:
        tokens.add_column(moment("last_used_at", optional=True))
    with op.batch_alter_table("invitations") as invitations:
        invitations.add_column(key("account_id", optional=True))
        invitations.add_column(moment("expires_at", optional=True))
        invitations.create_foreign_key(
            op.f("fk_invitations_account_id"), "accounts", ["account_id"], ["id"], ondelete="CASCADE"
        )
        invitations.create_index(op.f("ix_invitations_account_id"), ["account_id"])


def downgrade() -> None:
    with op.batch_alter_table("invitations") as invitations:
        invitations.drop_constraint(op.f("fk_invitations_account_id"), type_="foreignkey")
        invitations.drop_index(op.f("ix_invitations_account_id"))
        invitations.drop_column("expires_at")
        invitations.drop_column("account_id")
    with op.batch_alter_table("api_tokens") as tokens:
        tokens.drop_column("last_used_at")
    with op.batch_alter_table("accounts") as accounts:
        for name in ("closed_at", "passkey_count", "has_totp"):
            accounts.drop_column(name)
    for table in reversed(TABLES):
        op.drop_table(table)
