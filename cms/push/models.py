"""Browsers that want to be told, and what is still to be told to them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from cms.extensions import Base, Key, Moment, db, new_id, now


class PushDevice(db.Model, Base):  # type: ignore[name-defined,misc]
    """A browser of an account: where it is told, and the two keys by which nobody on the way can read it.

    It goes with the login in which it was made. One that a program made by its token has none, and goes when removed.
    """

    __tablename__ = "push_devices"

    id: Mapped[str] = mapped_column(Key(26), primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(Key(26), ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    login_id: Mapped[str | None] = mapped_column(Key(26), ForeignKey("logins.id", ondelete="CASCADE"), index=True)
    device: Mapped[str] = mapped_column(String(80), default="")
    endpoint: Mapped[str] = mapped_column(String(2000))
    endpoint_hash: Mapped[str] = mapped_column(Key(64), unique=True)
    public_key: Mapped[str] = mapped_column(Key(100))
    sealed_secret: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class PushDelivery(db.Model, Base):  # type: ignore[name-defined,misc]
    """One thing still to be told to one device: never its words, only which notification it is.

    `attempts` were in vain; the next is due at `next_at`. The row goes when nothing is to be sent any more.
    """

    __tablename__ = "push_deliveries"
    __table_args__ = (Index("ix_push_deliveries_due", "next_at"),)

    id: Mapped[str] = mapped_column(Key(26), primary_key=True, default=new_id)
    device_id: Mapped[str] = mapped_column(Key(26), ForeignKey("push_devices.id", ondelete="CASCADE"), index=True)
    notification_id: Mapped[str] = mapped_column(Key(26))
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    next_at: Mapped[datetime] = mapped_column(Moment, default=now)
