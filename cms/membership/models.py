"""Mails that are to be sent, and the one-time links in them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from cms.extensions import Base, Key, Moment, db, new_id, now


class Purpose(StrEnum):
    """Why a mail is written."""

    CONFIRM = "confirm"
    RECOVER = "recover"
    PASSWORD_CHANGED = "password-changed"  # noqa: S105
    EMAIL_CHANGED = "email-changed"
    TAKEDOWN_RECEIVED = "takedown-received"
    TAKEDOWN_GRANTED = "takedown-granted"
    TAKEDOWN_REFUSED = "takedown-refused"
    TAKEDOWN_REOPENED = "takedown-reopened"
    TAKEDOWN_OVERTURNED = "takedown-overturned"
    SUSPENDED = "suspended"
    APPEAL_ANSWERED = "appeal-answered"


class MailWanted(db.Model, Base):  # type: ignore[name-defined,misc]
    """Somebody asked for a mail to this address; whether and what is written is decided by the worker that sends it."""

    __tablename__ = "mails"
    __table_args__ = (Index("ix_mails_address_sent_at", "address", "sent_at"),)

    id: Mapped[str] = mapped_column(Key(26), primary_key=True, default=new_id)
    purpose: Mapped[str] = mapped_column(Key(20))
    address: Mapped[str] = mapped_column(Key(254))
    account_id: Mapped[str | None] = mapped_column(Key(26), ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    language: Mapped[str] = mapped_column(Key(8), default="en")
    about: Mapped[str | None] = mapped_column(Key(26))
    created_at: Mapped[datetime] = mapped_column(Moment, default=now, index=True)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)


class OneTimeLink(db.Model, Base):  # type: ignore[name-defined,misc]
    """What the link in a mail may do, once, until it expires. It bears the id of its mail."""

    __tablename__ = "one_time_links"

    id: Mapped[str] = mapped_column(Key(26), primary_key=True)
    purpose: Mapped[str] = mapped_column(Key(20))
    account_id: Mapped[str] = mapped_column(Key(26), ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    address: Mapped[str] = mapped_column(Key(254))
    secret_hash: Mapped[str] = mapped_column(Key(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(Moment, index=True)
    used_at: Mapped[datetime | None] = mapped_column(Moment)
