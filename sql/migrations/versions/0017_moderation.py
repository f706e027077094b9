"""Reports, cases, decisions, appeals, takedowns and their log; blocked pictures, banned networks, limits of accounts"""

import sqlalchemy as sa
from alembic import op

from cms.extensions import Key, Moment, small_bytes

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

BY_CASE = {"case_id": "cases"}


def key(name, length=26, *, nullable=False):
    return sa.Column(name, Key(length=length), nullable=nullable)


def text(name):
    return sa.Column(name, sa.Text(), nullable=False)


def moment(name, *, nullable=False):
    return sa.Column(name, Moment(), nullable=nullable)


def ends(table, names, *, ondelete):
    return [
        sa.ForeignKeyConstraint([name], [f"{to}.id"], name=op.f(f"fk_{table}_{name}_{to}"), ondelete=ondelete)
        for name, to in names.items()
    ]


def accounts(table, *names):
    return ends(table, dict.fromkeys(names, "accounts"), ondelete="SET NULL")


def indexed(table, *names):
    with op.batch_alter_table(table) as made:
        for name in names:
            made.create_index(op.f(f"ix_{table}_{name}"), [name])


def upgrade() -> None:
    with op.batch_alter_table("accounts") as changed:
        changed.add_column(moment("suspended_until", nullable=True))
        changed.add_column(moment("limited_until", nullable=True))
        changed.create_index(op.f("ix_accounts_suspended_until"), ["suspended_until"])
    with op.batch_alter_table("albums") as changed:
        changed.add_column(sa.Column("is_hidden", sa.Boolean(name="is_hidden"), nullable=False, server_default="0"))
    with op.batch_alter_table("images") as changed:
        changed.add_column(sa.Column("sensitivity", Key(length=16), nullable=False, server_default="safe"))
    op.create_table(
        "banned_networks",
        key("id"),
        key("network", 50),
        moment("until", nullable=True),
        moment("created_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_banned_networks")),
    )
    op.create_table(
        "blocked_pictures",
        key("id"),
        key("sha256", 64),
        sa.Column("fingerprint", small_bytes(16), nullable=True),
        moment("created_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blocked_pictures")),
    )
    indexed("blocked_pictures", "sha256")
    op.create_table(
        "cases",
        key("id"),
        key("kind", 16),
        key("subject_kind", 16),
        key("subject_id"),
        key("concerned_id", nullable=True),
        key("open_key", 64, nullable=True),
        key("state", 16),
        key("outcome", 16, nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        key("claimed_by", nullable=True),
        moment("claimed_until", nullable=True),
        moment("created_at"),
        moment("closed_at", nullable=True),
        *accounts("cases", "concerned_id", "claimed_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("open_key", name=op.f("uq_cases_open_key")),
    )
    with op.batch_alter_table("cases") as made:
        made.create_index("ix_cases_queue", ["state", "priority", "id"])
        made.create_index("ix_cases_subject", ["subject_kind", "subject_id"])
    indexed("cases", "concerned_id", "claimed_by")
    op.create_table(
        "reports",
        key("id"),
        key("case_id"),
        key("reporter_id", nullable=True),
        key("maker", 64),
        key("reason", 16),
        text("text"),
        key("month", 7),
        moment("created_at"),
        *ends("reports", BY_CASE, ondelete="CASCADE"),
        *accounts("reports", "reporter_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint("case_id", "maker", name=op.f("uq_reports_case_id_maker")),
    )
    indexed("reports", "reporter_id", "month")
    op.create_table(
        "decisions",
        key("id"),
        key("case_id"),
        key("moderator_id", nullable=True),
        key("concerned_id", nullable=True),
        key("subject_kind", 16),
        key("subject_id"),
        sa.Column("actions", sa.JSON(), nullable=False),
        text("reason"),
        sa.Column("rule", sa.String(length=80), nullable=False),
        moment("until", nullable=True),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("is_told", sa.Boolean(name="is_told"), nullable=False),
        key("month", 7),
        moment("created_at"),
        moment("undone_at", nullable=True),
        key("undone_by", nullable=True),
        text("undo_reason"),
        *ends("decisions", BY_CASE, ondelete="CASCADE"),
        *accounts("decisions", "moderator_id", "concerned_id", "undone_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
    )
    indexed("decisions", "case_id", "moderator_id", "concerned_id", "undone_by", "month")
    op.create_table(
        "appeals",
        key("id"),
        key("decision_id"),
        key("case_id"),
        key("account_id", nullable=True),
        text("text"),
        key("outcome", 16, nullable=True),
        text("answer"),
        moment("due_at"),
        key("month", 7),
        moment("created_at"),
        moment("decided_at", nullable=True),
        *ends("appeals", {"decision_id": "decisions", **BY_CASE}, ondelete="CASCADE"),
        *accounts("appeals", "account_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeals")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_appeals_decision_id")),
        sa.UniqueConstraint("case_id", name=op.f("uq_appeals_case_id")),
    )
    indexed("appeals", "account_id", "month")
    op.create_table(
        "takedowns",
        key("report_id"),
        sa.Column("name", sa.String(length=120), nullable=False),
        key("email", 254),
        text("work"),
        *ends("takedowns", {"report_id": "reports"}, ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_takedowns")),
    )
    op.create_table(
        "moderation_log",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        moment("at"),
        key("actor_id", nullable=True),
        key("action", 40),
        key("subject_kind", 16),
        key("subject_id"),
        text("reason"),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        key("previous", 64),
        key("hash", 64),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_moderation_log")),
    )
    indexed("moderation_log", "subject_id")


def downgrade() -> None:
    for table in ("moderation_log", "takedowns", "appeals", "decisions", "reports", "cases"):
        op.drop_table(table)
    op.drop_table("blocked_pictures")
    op.drop_table("banned_networks")
    with op.batch_alter_table("images") as changed:
        changed.drop_column("sensitivity")
    with op.batch_alter_table("albums") as changed:
        changed.drop_column("is_hidden")
    with op.batch_alter_table("accounts") as changed:
        changed.drop_index(op.f("ix_accounts_suspended_until"))
        changed.drop_column("limited_until")
        changed.drop_column("suspended_until")
