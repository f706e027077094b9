"""Where programs of accounts want to be told, and what was sent to them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from cms.extensions import Base, Key, Moment, db, new_id, now


class WebhookState(StrEnum):
    """`broken`: nothing was taken there for days, so nothing is sent until its owner switches it on again."""

    ACTIVE = "active"
    PAUSED = "paused"
    BROKEN = "broken"


class DeliveryState(StrEnum):
    """`dropped`: when it was to be sent, its reader might not know of it any more."""

    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"
    DROPPED = "dropped"


class Webhook(db.Model, Base):  # type: ignore[name-defined,misc]
    """An address of an account's program, for `kinds` of what the account is told.

    `failing_since` is when the first delivery failed after which none was taken.
    """

    __tablename__ = "webhooks"

    id: Mapped[str] = mapped_column(Key(26), primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(Key(26), ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    url: Mapped[str] = mapped_column(String(2000))
    kinds: Mapped[list[Any]] = mapped_column(JSON)
    sealed_secret: Mapped[str] = mapped_column(String(255))
    state: Mapped[str] = mapped_column(Key(16), default=WebhookState.ACTIVE)
    failing_since: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class Delivery(db.Model, Base):  # type: ignore[name-defined,misc]
    """One thing to tell one webhook: never its words, only which notification it is; none for a trial.

    `attempts` were noted; the next is due at `next_at`. `status` is what was answered last, if anything was.
    """

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        Index("ix_webhook_deliveries_newest", "webhook_id", "id"),
        Index("ix_webhook_deliveries_due", "state", "next_at"),
        Index("ix_webhook_deliveries_created_at", "created_at"),
    )

    id: Mapped[str] = mapped_column(Key(26), primary_key=True, default=new_id)
    webhook_id: Mapped[str] = mapped_column(Key(26), ForeignKey("webhooks.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(Key(16))
    notification_id: Mapped[str | None] = mapped_column(Key(26))
    state: Mapped[str] = mapped_column(Key(16), default=DeliveryState.PENDING)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    status: Mapped[int | None] = mapped_column(Integer)
    problem: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    next_at: Mapped[datetime | None] = mapped_column(Moment, default=now)
