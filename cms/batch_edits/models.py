"""Edits of many images at once: what was asked for, and for each image what was there before and what came of it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from cms.extensions import Base, Key, Moment, db, new_id, now


class EditState(StrEnum):
    PENDING = "pending"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    UNDOING = "undoing"
    UNDONE = "undone"


class Outcome(StrEnum):
    """What came of one image; the last two once the edit is undone."""

    WAITING = "waiting"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    FAILED = "failed"
    UNDONE = "undone"
    KEPT = "kept"


class BatchEdit(db.Model, Base):  # type: ignore[name-defined,misc]
    """One edit. `query` is the search that chose the images, none where their ids were sent.

    `counts` says of how many images which outcome was reached, in the transaction that reached it; `problems` holds id
    and code of the first that were not changed.
    """

    __tablename__ = "batch_edits"
    __table_args__ = (Index("ix_batch_edits_owner", "owner_id", "id"),)

    id: Mapped[str] = mapped_column(Key(26), primary_key=True, default=new_id)
    owner_id: Mapped[str] = mapped_column(Key(26), ForeignKey("accounts.id", ondelete="CASCADE"))
    query: Mapped[str | None] = mapped_column(String(4000))
    change: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(Key(16), default=EditState.PENDING)
    total: Mapped[int] = mapped_column(Integer)
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    problems: Mapped[list[Any]] = mapped_column(JSON, default=list)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now, index=True)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)


class BatchEditItem(db.Model, Base):  # type: ignore[name-defined,misc]
    """One image of an edit, which may never have been there; `before` and `after` hold the fields that were changed.

    `position` is its place among those chosen; those that could be changed when they were chosen come first.
    """

    __tablename__ = "batch_edit_items"
    __table_args__ = (
        Index("ix_batch_edit_items_outcome", "edit_id", "outcome", "position"),
        Index("ix_batch_edit_items_image_id", "image_id"),
    )

    edit_id: Mapped[str] = mapped_column(Key(26), ForeignKey("batch_edits.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    image_id: Mapped[str] = mapped_column(Key(26))
    outcome: Mapped[str] = mapped_column(Key(16), default=Outcome.WAITING)
    problem_code: Mapped[str | None] = mapped_column(Key(40))
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
