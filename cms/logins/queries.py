"""Reads of logins and of what proves who somebody is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256

from sqlalchemy import Select, bindparam, case, or_, select

from cms.accounts.models import Account
from cms.accounts.queries import hash_secret
from cms.extensions import db, now
from cms.logins.models import Login, Passkey, Totp

LASTS = timedelta(days=30)
"""A login ends so long after it began, whatever happens."""


@dataclass(frozen=True)
class Known:
    """What is looked at when somebody logs in. `password` is its hash."""

    id: str
    password: str
    is_closed: bool
    has_totp: bool


def known_by_login(login: str) -> Known | None:
    """By name, confirmed address, or the oldest account that gave this address without confirming it. One statement."""
    wanted = login.strip().lower()
    rank = case((Account.name == wanted, 0), (Account.email == wanted, 1), else_=2)
    named = or_(Account.name == wanted, Account.email == wanted, Account.unconfirmed_email == wanted)
    return first_known(select_known().where(named).order_by(rank, Account.created_at, Account.id).limit(1))


def known_by_id(account_id: str) -> Known | None:
    return first_known(select_known().where(Account.id == account_id))


def select_known() -> Select[str, str, datetime | None, bool]:
    return select(Account.id, Account.password, Account.closed_at, Account.has_totp)


def first_known(query: Select[str, str, datetime | None, bool]) -> Known | None:
    row = db.session.execute(query).first()
    return None if row is None else Known(row.id, row.password, row.closed_at is not None, row.has_totp)


@cache
def login_with_account() -> Select[Login, Account]:
    """Made once, for every request that comes with a cookie asks it. Takes `hash` and `since`."""
    return (
        select(Login, Account)
        .join(Account, Account.id == Login.account_id)
        .where(Login.secret_hash == bindparam("hash"), Login.created_at > bindparam("since"), Account.active.is_(True))
    )


def login_by_secret(secret: str) -> tuple[Login, Account] | None:
    """The login with this secret and its account, if both are in force. One statement."""
    row = db.session.execute(login_with_account(), {"hash": hash_secret(secret), "since": now() - LASTS}).first()
    return None if row is None else (row.Login, row.Account)


def logins_of(account_id: str) -> Sequence[Login]:
    """Newest first."""
    query = select(Login).filter_by(account_id=account_id).where(Login.created_at > now() - LASTS)
    found: Sequence[Login] = db.session.scalars(query.order_by(Login.id.desc())).all()
    return found


def totp_of(account_id: str) -> Totp | None:
    return db.session.get(Totp, account_id)


def passkeys_of(account_id: str) -> Sequence[Passkey]:
    """In the order in which they were added."""
    found: Sequence[Passkey] = db.session.scalars(
        select(Passkey).filter_by(account_id=account_id).order_by(Passkey.id)
    ).all()
    return found


def passkey_by_credential(credential_id: bytes) -> Passkey | None:
    found: Passkey | None = db.session.scalar(
        select(Passkey).filter_by(credential_hash=credential_hash(credential_id)).with_for_update()
    )
    return found


def credential_hash(credential_id: bytes) -> str:
    return sha256(credential_id).hexdigest()
