"""Logins as records on the server, and what proves who somebody is beside a password. Secrets only as hashes."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cms.extensions import Base, Key, Moment, db, new_id, now, small_bytes


class Login(db.Model, Base):  # type: ignore[name-defined,misc]
    """Somebody is logged in, in one browser, while this row is there and not too old. The cookie holds its secret."""

    __tablename__ = "logins"

    id: Mapped[str] = mapped_column(Key(26), primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(Key(26), ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    secret_hash: Mapped[str] = mapped_column(Key(64), unique=True)
    device: Mapped[str] = mapped_column(String(80), default="")
    address: Mapped[str] = mapped_column(Key(45), default="")
    created_at: Mapped[datetime] = mapped_column(Moment, default=now, index=True)
    last_seen_at: Mapped[datetime] = mapped_column(Moment, default=now)


class Totp(db.Model, Base):  # type: ignore[name-defined,misc]
    """The secret that an authenticator app shares with an account, sealed. `last_step` is the last code that was used.

    In force once a first code was shown (`confirmed_at`).
    """

    __tablename__ = "totps"

    account_id: Mapped[str] = mapped_column(Key(26), ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    sealed_secret: Mapped[str] = mapped_column(Key(255))
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class RecoveryCode(db.Model, Base):  # type: ignore[name-defined,misc]
    """Stands for one code of the app, once; it goes when it is used."""

    __tablename__ = "recovery_codes"
    __table_args__ = (UniqueConstraint("account_id", "code_hash"),)

    id: Mapped[str] = mapped_column(Key(26), primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(Key(26), ForeignKey("accounts.id", ondelete="CASCADE"))
    code_hash: Mapped[str] = mapped_column(Key(64))


class Passkey(db.Model, Base):  # type: ignore[name-defined,misc]
    """A public key whose other half never leaves its owner's device. `sign_count` grows where the device counts."""

    __tablename__ = "passkeys"

    id: Mapped[str] = mapped_column(Key(26), primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(Key(26), ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    credential_hash: Mapped[str] = mapped_column(Key(64), unique=True)
    credential_id: Mapped[bytes] = mapped_column(small_bytes(1023))
    public_key: Mapped[bytes] = mapped_column(small_bytes(2048))
    sign_count: Mapped[int] = mapped_column(BigInteger, default=0)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    last_used_at: Mapped[datetime | None] = mapped_column(Moment)
