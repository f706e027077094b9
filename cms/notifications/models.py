"""What accounts are told of, who did it, and what each account wants to be told."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cms.accounts.models import account_column
from cms.extensions import Base, Key, Moment, db, new_id, now


class Often(StrEnum):
    """How often an account gets a mail of what it was told, if there was anything."""

    OFF = "off"
    HOURLY = "hourly"
    DAILY = "daily"


class Notification(db.Model, Base):  # type: ignore[name-defined,misc]
    """One thing that an account is told, or several of a kind together: those with the same `group_key`.

    What it is about is named by id alone and may be gone. `detail_id` is that of the newest; `updated_at` is when
    something was added last, which makes it unread again. Without `is_in_app` it is for mails alone.
    """

    __tablename__ = "notifications"
    __table_args__ = (
        UniqueConstraint("account_id", "group_key"),
        Index("ix_notifications_newest", "account_id", "is_in_app", "updated_at", "id"),
        Index("ix_notifications_subject_id", "subject_id"),
        Index("ix_notifications_read_at", "read_at"),
    )

    id: Mapped[str] = mapped_column(Key(26), primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(Key(26), ForeignKey("accounts.id", ondelete="CASCADE"))
    occasion: Mapped[str] = mapped_column(Key(16))
    subject_kind: Mapped[str] = mapped_column(Key(16))
    subject_id: Mapped[str] = mapped_column(Key(26))
    group_key: Mapped[str] = mapped_column(Key(60))
    detail_id: Mapped[str] = mapped_column(Key(26), default="")
    is_in_app: Mapped[bool] = mapped_column(Boolean(name="is_in_app"), default=True)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    updated_at: Mapped[datetime] = mapped_column(Moment, default=now)
    read_at: Mapped[datetime | None] = mapped_column(Moment)


class NotificationActor(db.Model, Base):  # type: ignore[name-defined,misc]
    """Somebody who did it, once however often; `detail_id` is what came of it last."""

    __tablename__ = "notification_actors"

    notification_id: Mapped[str] = mapped_column(
        Key(26), ForeignKey("notifications.id", ondelete="CASCADE"), primary_key=True
    )
    actor_id: Mapped[str] = mapped_column(
        Key(26), ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    detail_id: Mapped[str] = mapped_column(Key(26), default="")
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class NotificationSettings(db.Model, Base):  # type: ignore[name-defined,misc]
    """What an account wants to be told: by occasion `{app, mail, push}`. What is not said there is as it is for all.

    `digest` is how often what is for mails is sent: one of Often.
    """

    __tablename__ = "notification_settings"

    account_id: Mapped[str] = mapped_column(Key(26), ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    kinds: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    digest: Mapped[str] = mapped_column(Key(8), default=Often.DAILY)


class Digest(db.Model, Base):  # type: ignore[name-defined,misc]
    """One mail to an account of what it was told after `since` and no later than `until`; one for each end."""

    __tablename__ = "digests"
    __table_args__ = (UniqueConstraint("account_id", "until"),)

    id: Mapped[str] = mapped_column(Key(26), primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(Key(26), ForeignKey("accounts.id", ondelete="CASCADE"))
    since: Mapped[datetime] = mapped_column(Moment)
    until: Mapped[datetime] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now, index=True)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)


class MutedAlbum(db.Model, Base):  # type: ignore[name-defined,misc]
    """An account is told nothing that happens to this album and to what is in it."""

    __tablename__ = "muted_albums"

    account_id: Mapped[str] = account_column(is_key=True)
    album_id: Mapped[str] = mapped_column(
        Key(26), ForeignKey("albums.id", ondelete="CASCADE"), primary_key=True, index=True
    )
