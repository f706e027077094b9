"""What was answered to a request that carried an `Idempotency-Key`."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cms.extensions import Base, Key, Moment, db, new_id, now


class KeptAnswer(db.Model, Base):  # type: ignore[name-defined,misc]
    """`account_id`: who asked; for guests the id of the share link that they hold."""

    __tablename__ = "kept_answers"
    __table_args__ = (UniqueConstraint("account_id", "key"),)

    id: Mapped[str] = mapped_column(Key(26), primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(Key(26))
    key: Mapped[str] = mapped_column(Key(200))
    fingerprint: Mapped[str] = mapped_column(Key(64))
    status: Mapped[int] = mapped_column(Integer)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    location: Mapped[str | None] = mapped_column(Key(200))
    created_at: Mapped[datetime] = mapped_column(Moment, default=now, index=True)
