"""Accounts, their tokens, and the one-time links that make accounts."""

from datetime import datetime

from flask_security import UserMixin
from sqlalchemy import JSON, BigInteger, Boolean, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from cms.access.viewer import Role
from cms.extensions import Base, Key, Moment, db, new_id, now


class Account(db.Model, Base, UserMixin):  # type: ignore[name-defined,misc]
    """Somebody. `active` is false while suspended; `fs_uniquifier` is what cookies name: a new one ends all logins.

    `email` is confirmed. `locked` makes follows wait for approval. `picture_id` is an image of their own, shown to whom
    it may be shown. A quota of None is the site's. Whoever is limited neither adds nor publishes until then.
    `closed_at` is when its owner wanted it deleted: it never opens again. `invited_by_id` is whose invitation it used;
    whoever goes leaves those whom they invited to who invited them.
    """

    __tablename__ = "accounts"

    id: Mapped[str] = mapped_column(Key(26), primary_key=True, default=new_id)  # type: ignore[assignment]
    name: Mapped[str] = mapped_column(Key(30), unique=True)
    email: Mapped[str | None] = mapped_column(Key(254), unique=True)  # type: ignore[assignment]
    unconfirmed_email: Mapped[str | None] = mapped_column(Key(254), index=True)
    phone: Mapped[str | None] = mapped_column(Key(20))
    display_name: Mapped[str] = mapped_column(String(80))
    password: Mapped[str] = mapped_column(String(255))
    role: Mapped[str] = mapped_column(Key(16), default=Role.MEMBER)
    active: Mapped[bool] = mapped_column(Boolean(name="active"), default=True)
    fs_uniquifier: Mapped[str] = mapped_column(Key(64), unique=True, default=new_id)
    language: Mapped[str] = mapped_column(Key(8), default="en")
    time_zone: Mapped[str] = mapped_column(String(64), default="UTC")
    understanding: Mapped[bool] = mapped_column(Boolean(name="understanding"), default=True)
    locked: Mapped[bool] = mapped_column(Boolean(name="locked"), default=False)
    asked_to_lock: Mapped[bool] = mapped_column(Boolean(name="asked_to_lock"), default=False)
    hide_counts: Mapped[bool] = mapped_column(Boolean(name="hide_counts"), default=False)
    shows_up_to: Mapped[str] = mapped_column(Key(16), default="safe")
    picture_id: Mapped[str | None] = mapped_column(Key(26))
    used_bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    used_images: Mapped[int] = mapped_column(Integer, default=0)
    quota_bytes: Mapped[int | None] = mapped_column(BigInteger)
    quota_images: Mapped[int | None] = mapped_column(Integer)
    has_totp: Mapped[bool] = mapped_column(Boolean(name="has_totp"), default=False)
    passkey_count: Mapped[int] = mapped_column(Integer, default=0)
    suspended_until: Mapped[datetime | None] = mapped_column(Moment, index=True)
    limited_until: Mapped[datetime | None] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    invited_by_id: Mapped[str | None] = mapped_column(Key(26), index=True)
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
    last_used_at: Mapped[datetime | None] = mapped_column(Moment)


class Invitation(db.Model, Base):  # type: ignore[name-defined,misc]
    """A link that makes one account of this role, once: by a member, or by the site for its first account."""

    __tablename__ = "invitations"

    id: Mapped[str] = mapped_column(Key(26), primary_key=True, default=new_id)
    secret_hash: Mapped[str] = mapped_column(Key(64), unique=True)
    role: Mapped[str] = mapped_column(Key(16))
    account_id: Mapped[str | None] = mapped_column(Key(26), ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    expires_at: Mapped[datetime | None] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


def account_column(*, is_key: bool = False) -> Mapped[str]:
    """Names an account, and goes with it; as a key it is the first half of a pair."""
    target = ForeignKey("accounts.id", ondelete="CASCADE")
    return mapped_column(Key(26), target, primary_key=True, index=not is_key)


class Follow(db.Model, Base):  # type: ignore[name-defined,misc]
    """Somebody follows somebody. Only what is in force: a request is a row of its own and becomes this by consent."""

    __tablename__ = "follows"

    follower_id: Mapped[str] = account_column(is_key=True)
    followed_id: Mapped[str] = account_column()
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class FollowRequest(db.Model, Base):  # type: ignore[name-defined,misc]
    """Somebody would like to follow a locked account."""

    __tablename__ = "follow_requests"

    asker_id: Mapped[str] = account_column(is_key=True)
    asked_id: Mapped[str] = account_column()
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class Block(db.Model, Base):  # type: ignore[name-defined,misc]
    """Somebody wants nothing to do with somebody: neither sees what the other has."""

    __tablename__ = "blocks"

    blocker_id: Mapped[str] = account_column(is_key=True)
    blocked_id: Mapped[str] = account_column()
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class Mute(db.Model, Base):  # type: ignore[name-defined,misc]
    """Somebody would rather not be shown what somebody does; the other is not told."""

    __tablename__ = "mutes"

    muter_id: Mapped[str] = account_column(is_key=True)
    muted_id: Mapped[str] = account_column()
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class BannedNetwork(db.Model, Base):  # type: ignore[name-defined,misc]
    """Nobody registers or logs in from these addresses until then; None: for good."""

    __tablename__ = "banned_networks"

    id: Mapped[str] = mapped_column(Key(26), primary_key=True, default=new_id)
    network: Mapped[str] = mapped_column(Key(50))
    until: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class SiteChoice(db.Model, Base):  # type: ignore[name-defined,misc]
    """What admins chose for a setting that the environment leaves open, as text."""

    __tablename__ = "site_choices"

    name: Mapped[str] = mapped_column(Key(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(80))
