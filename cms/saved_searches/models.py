"""Searches that somebody keeps under a name."""

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Integer, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cms.extensions import Base, Key, Moment, db, new_id, now


class SavedSearch(db.Model, Base):  # type: ignore[name-defined,misc]
    """A search as the query of an address, without a page of it; it is its owner's alone.

    `follow`: what was added after `seen_at`, when it was opened last, is counted, and its owner told; of `told` hits
    they were. `looked_at` is when that was asked for last. A name has up to 100 characters.
    """

    __tablename__ = "saved_searches"
    __table_args__ = (UniqueConstraint("owner_id", "name"),)

    id: Mapped[str] = mapped_column(Key(26), primary_key=True, default=new_id)
    owner_id: Mapped[str] = mapped_column(Key(26), ForeignKey("accounts.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(Key(400))
    query: Mapped[str] = mapped_column(Text)
    follow: Mapped[bool] = mapped_column(Boolean(name="follow"), default=False)
    seen_at: Mapped[datetime] = mapped_column(Moment, default=now)
    told: Mapped[int] = mapped_column(Integer, default=0)
    looked_at: Mapped[datetime] = mapped_column(Moment, default=now, index=True)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    changed_at: Mapped[datetime] = mapped_column(Moment, default=now)
