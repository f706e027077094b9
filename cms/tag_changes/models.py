"""Changes of a tag on all images that have it: what it became, and for each image what was there before."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from cms.batch_edits.models import EditState, Outcome
from cms.extensions import Base, Key, Moment, db, new_id, now


class TagChange(db.Model, Base):  # type: ignore[name-defined,misc]
    """A tag that became another one; the row stays as history. `alias_id` is the alias that the old word became."""

    __tablename__ = "tag_changes"

    id: Mapped[str] = mapped_column(Key(26), primary_key=True, default=new_id)
    author_id: Mapped[str | None] = mapped_column(Key(26), ForeignKey("accounts.id", ondelete="SET NULL"))
    key: Mapped[str] = mapped_column(Key(240), index=True)
    label: Mapped[str] = mapped_column(String(60))
    target_key: Mapped[str] = mapped_column(Key(240), index=True)
    target_label: Mapped[str] = mapped_column(String(60))
    alias_id: Mapped[str | None] = mapped_column(Key(26))
    state: Mapped[str] = mapped_column(Key(16), default=EditState.PENDING)
    total: Mapped[int] = mapped_column(Integer)
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
    undoer_id: Mapped[str | None] = mapped_column(Key(26), ForeignKey("accounts.id", ondelete="SET NULL"))


class TagChangeItem(db.Model, Base):  # type: ignore[name-defined,misc]
    """One image of a change; `before` and `after` hold its tags by source, of those sources that had the tag."""

    __tablename__ = "tag_change_items"
    __table_args__ = (
        Index("ix_tag_change_items_outcome", "change_id", "outcome", "image_id"),
        Index("ix_tag_change_items_image_id", "image_id"),
    )

    change_id: Mapped[str] = mapped_column(Key(26), ForeignKey("tag_changes.id", ondelete="CASCADE"), primary_key=True)
    image_id: Mapped[str] = mapped_column(Key(26), primary_key=True)
    outcome: Mapped[str] = mapped_column(Key(16), default=Outcome.WAITING)
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
