"""Reports, cases, decisions, appeals, takedowns, and the log that tells of all of it.

What they are about is named by kind and id without a foreign key: the rows outlive the thing.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cms.extensions import Base, Key, Moment, db, new_id, now


class CaseKind(StrEnum):
    REPORT = "report"
    FINDING = "finding"
    APPEAL = "appeal"
    GUEST = "guest"


HELD = (CaseKind.FINDING, CaseKind.GUEST)
"""Where they are about pictures, the gate holds these: somebody's own, or of a guest."""


class CaseState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class Outcome(StrEnum):
    """What became of a case: something was done, nothing was, or its subject went before."""

    ACTED = "acted"
    DISMISSED = "dismissed"
    GONE = "gone"


class Verdict(StrEnum):
    """What became of an appeal."""

    UPHELD = "upheld"
    OVERTURNED = "overturned"


def account(*, index: bool = True) -> Mapped[str | None]:
    """Names an account and is forgotten with it."""
    return mapped_column(Key(26), ForeignKey("accounts.id", ondelete="SET NULL"), index=index)


def this_month() -> str:
    return f"{now():%Y-%m}"


class Case(db.Model, Base):  # type: ignore[name-defined,misc]
    """Something for moderators to decide. There is one open case of a kind for a subject: `open_key` is unique.

    Whoever claimed it has it for themselves until `claimed_until`.
    """

    __tablename__ = "cases"
    __table_args__ = (
        Index("ix_cases_queue", "state", "priority", "id"),
        Index("ix_cases_subject", "subject_kind", "subject_id"),
    )

    id: Mapped[str] = mapped_column(Key(26), primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(Key(16))
    subject_kind: Mapped[str] = mapped_column(Key(16))
    subject_id: Mapped[str] = mapped_column(Key(26))
    concerned_id: Mapped[str | None] = account()
    open_key: Mapped[str | None] = mapped_column(Key(64), unique=True)
    state: Mapped[str] = mapped_column(Key(16), default=CaseState.OPEN)
    outcome: Mapped[str | None] = mapped_column(Key(16))
    priority: Mapped[int] = mapped_column(Integer)
    reasons: Mapped[list[str]] = mapped_column(JSON, default=list)
    reports: Mapped[int] = mapped_column(Integer, default=0)
    claimed_by: Mapped[str | None] = account()
    claimed_until: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)


class Report(db.Model, Base):  # type: ignore[name-defined,misc]
    """Somebody says that a thing is not right. `maker` is a hash of who: one report of each counts in a case."""

    __tablename__ = "reports"
    __table_args__ = (UniqueConstraint("case_id", "maker"),)

    id: Mapped[str] = mapped_column(Key(26), primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(Key(26), ForeignKey("cases.id", ondelete="CASCADE"))
    reporter_id: Mapped[str | None] = account()
    maker: Mapped[str] = mapped_column(Key(64))
    reason: Mapped[str] = mapped_column(Key(16))
    text: Mapped[str] = mapped_column(Text, default="")
    month: Mapped[str] = mapped_column(Key(7), default=this_month, index=True)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class Decision(db.Model, Base):  # type: ignore[name-defined,misc]
    """What a moderator decided on a case; `steps` is what was before, for each thing that it changed.

    `is_told`: the person concerned is told of it and may appeal.
    """

    __tablename__ = "decisions"

    id: Mapped[str] = mapped_column(Key(26), primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(Key(26), ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    moderator_id: Mapped[str | None] = account()
    concerned_id: Mapped[str | None] = account()
    subject_kind: Mapped[str] = mapped_column(Key(16))
    subject_id: Mapped[str] = mapped_column(Key(26))
    actions: Mapped[list[str]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(Text, default="")
    rule: Mapped[str] = mapped_column(String(80), default="")
    until: Mapped[datetime | None] = mapped_column(Moment)
    steps: Mapped[list[Any]] = mapped_column(JSON, default=list)
    is_told: Mapped[bool] = mapped_column(Boolean(name="is_told"), default=True)
    month: Mapped[str] = mapped_column(Key(7), default=this_month, index=True)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
    undone_by: Mapped[str | None] = account()
    undo_reason: Mapped[str] = mapped_column(Text, default="")


class Appeal(db.Model, Base):  # type: ignore[name-defined,misc]
    """Whom a decision is about asks for another look, once; it waits in a case of its own."""

    __tablename__ = "appeals"

    id: Mapped[str] = mapped_column(Key(26), primary_key=True, default=new_id)
    decision_id: Mapped[str] = mapped_column(Key(26), ForeignKey("decisions.id", ondelete="CASCADE"), unique=True)
    case_id: Mapped[str] = mapped_column(Key(26), ForeignKey("cases.id", ondelete="CASCADE"), unique=True)
    account_id: Mapped[str | None] = account()
    text: Mapped[str] = mapped_column(Text, default="")
    outcome: Mapped[str | None] = mapped_column(Key(16))
    answer: Mapped[str] = mapped_column(Text, default="")
    due_at: Mapped[datetime] = mapped_column(Moment)
    month: Mapped[str] = mapped_column(Key(7), default=this_month, index=True)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)


class Takedown(db.Model, Base):  # type: ignore[name-defined,misc]
    """Somebody holds rights in a thing and wants it gone: a report with a name and an address.

    `source` is where the work is. Who has no account follows it by a secret, of which only a hash is kept.
    """

    __tablename__ = "takedowns"

    report_id: Mapped[str] = mapped_column(Key(26), ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(Key(254))
    work: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(500), default="")
    language: Mapped[str] = mapped_column(Key(8), default="en")
    token_hash: Mapped[str | None] = mapped_column(Key(64))


class LogEntry(db.Model, Base):  # type: ignore[name-defined,misc]
    """One line of the log, never changed: `hash` is over the one before and everything that this one says.

    Accounts are named by id alone, so that a line stays true when the account is gone.
    """

    __tablename__ = "moderation_log"

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment)
    actor_id: Mapped[str | None] = mapped_column(Key(26))
    action: Mapped[str] = mapped_column(Key(40))
    subject_kind: Mapped[str] = mapped_column(Key(16))
    subject_id: Mapped[str] = mapped_column(Key(26), index=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    previous: Mapped[str] = mapped_column(Key(64))
    hash: Mapped[str] = mapped_column(Key(64))
