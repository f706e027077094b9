"""Accounts, their tokens, and the one-time links that make accounts."""

from datetime import datetime

from flask_security import UserMixin
from sqlalchemy import JSON, Boolean, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from cms.access.viewer import Role
from cms.extensions import Base, Key, Moment, db, new_id, now


class Account(db.Model, Base, UserMixin):  # type: ignore[name-defined,misc]
    """Somebody. `active` is false while suspended; `fs_uniquifier` is what cookies name: a new one ends all logins."""

    __tablename__ = "accounts"

    id: Mapped[str] = mapped_column(Key(26), primary_key=True, default=new_id)  # type: ignore[assignment]
    name: Mapped[str] = mapped_column(Key(30), unique=True)
    email: Mapped[str] = mapped_column(Key(254), unique=True)
    display_name: Mapped[str] = mapped_column(String(80))
    password: Mapped[str] = mapped_column(String(255))
    role: Mapped[str] = mapped_column(Key(16), default=Role.MEMBER)
    active: Mapped[bool] = mapped_column(Boolean(name="active"), default=True)
    fs_uniquifier: Mapped[str] = mapped_column(Key(64), unique=True, default=new_id)
    language: Mapped[str] = mapped_column(Key(8), default="en")
    time_zone: Mapped[str] = mapped_column(String(64), default="UTC")
    understanding: Mapped[bool] = mapped_column(Boolean(name="understanding"), default=True)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class ApiToken(db.Model, Base):  # type: ignore[name-defined,misc]
    """A key for programs: only its hash is kept, so it can be shown once."""

    __tablename__ = "api_tokens"

    id: Mapped[str] = mapped_column(Key(26), primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(Key(26), ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    secret_hash: Mapped[str] = mapped_column(Key(64), unique=True)
    scopes: Mapped[list[str]] = mapped_column(JSON)
    expires_at: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class Invitation(db.Model, Base):  # type: ignore[name-defined,misc]
    """A link that makes one account of this role, once."""

    __tablename__ = "invitations"

    id: Mapped[str] = mapped_column(Key(26), primary_key=True, default=new_id)
    secret_hash: Mapped[str] = mapped_column(Key(64), unique=True)
    role: Mapped[str] = mapped_column(Key(16))
    used_at: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
