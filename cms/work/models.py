"""The record of work: one row for each thing that must be done to something. The queue is only its doorbell."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cms.extensions import Base, Key, Moment, db, new_id, now


class WorkState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Work(db.Model, Base):  # type: ignore[name-defined,misc]
    """Work of one kind on one subject. `round` counts how often it was asked for, so a late result is known."""

    __tablename__ = "work"
    __table_args__ = (
        UniqueConstraint("kind", "subject_id"),
        Index("ix_work_state_due_at", "state", "due_at"),
        Index("ix_work_kind_state", "kind", "state", "subject_id"),
    )

    id: Mapped[str] = mapped_column(Key(26), primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(Key(40))
    subject_id: Mapped[str] = mapped_column(Key(64))
    state: Mapped[str] = mapped_column(Key(16), default=WorkState.WAITING)
    round: Mapped[int] = mapped_column(Integer, default=1)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    due_at: Mapped[datetime] = mapped_column(Moment, default=now)
    lease_until: Mapped[datetime | None] = mapped_column(Moment)
    lease: Mapped[str | None] = mapped_column(Key(26))
    problem: Mapped[str | None] = mapped_column(String(500))
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    updated_at: Mapped[datetime] = mapped_column(Moment, default=now, onupdate=now)
