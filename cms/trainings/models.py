"""Models that an operator has trained on folders of their own pictures."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from cms.extensions import Base, Key, Moment, db, new_id, now


class TrainingState(StrEnum):
    """REFUSED: the set cannot be learnt from."""

    WAITING = "waiting"
    RUNNING = "running"
    READY = "ready"
    REFUSED = "refused"
    FAILED = "failed"


class Training(db.Model, Base):  # type: ignore[name-defined,misc]
    """A folder of folders that a model is learnt from. `base` is a Keras file that is tuned, or empty.

    `step` is what it is at, `done` of `total`. `report` is how well it was learnt, and where it is kept.
    """

    __tablename__ = "trainings"

    id: Mapped[str] = mapped_column(Key(26), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(Key(80))
    folder: Mapped[str] = mapped_column(Text)
    base: Mapped[str] = mapped_column(Text, default="")
    epochs: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(Key(16), default=TrainingState.WAITING)
    step: Mapped[str] = mapped_column(Key(16), default="")
    done: Mapped[int] = mapped_column(Integer, default=0)
    total: Mapped[int] = mapped_column(Integer, default=0)
    problem: Mapped[str | None] = mapped_column(String(500))
    report: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
