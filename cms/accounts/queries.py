"""Reads of accounts."""

from collections import defaultdict
from functools import cache
from hashlib import sha256

from sqlalchemy import exists, literal, or_, select, union_all

from cms.access.audience import person_audience
from cms.access.sql import EDGES, tied_accounts, to_sql
from cms.access.viewer import Role, Viewer
from cms.accounts.models import Account, ApiToken, Invitation
from cms.clauses import Tie
from cms.extensions import db, now


def account_by_id(account_id: str) -> Account | None:
    return db.session.get(Account, account_id)


def account_by_name(name: str) -> Account | None:
    found: Account | None = db.session.scalar(select(Account).filter_by(name=name.lower()))
    return found


def account_seen(viewer: Viewer | None, name: str) -> Account | None:
    """The account of this name, if this viewer may know of it."""
    known = select(Account).where(Account.name == name.lower(), to_sql(person_audience(viewer), Account))
    found: Account | None = db.session.scalar(known)
    return found


def account_by_login(login: str) -> Account | None:
    """By name or by e-mail address."""
    wanted = login.strip().lower()
    found: Account | None = db.session.scalar(
        select(Account).where(or_(Account.name == wanted, Account.email == wanted))
    )
    return found


def account_by_cookie(uniquifier: str) -> Account | None:
    found: Account | None = db.session.scalar(select(Account).filter_by(fs_uniquifier=uniquifier, active=True))
    return found


def viewer_by_token(secret: str) -> Viewer | None:
    """Who shows this token, if it is in force."""
    row = db.session.execute(
        select(Account, ApiToken)
        .join(ApiToken, ApiToken.account_id == Account.id)
        .where(ApiToken.secret_hash == hash_secret(secret), Account.active.is_(True))
    ).first()
    if row is None or (row.ApiToken.expires_at is not None and row.ApiToken.expires_at <= now()):
        return None
    return viewer_of(row.Account, scopes=frozenset(row.ApiToken.scopes))


def viewer_of(account: Account, *, scopes: frozenset[str] = frozenset({"*"})) -> Viewer:
    """What the rules ask about this account. Its ties are read when first needed, once for a request."""
    ties = cache(ties_of)
    role = Role(account.role)

    def members(tie: Tie, account_id: str) -> frozenset[str]:
        return ties(account_id).get(tie, frozenset())

    return Viewer(id=account.id, name=account.name, role=role, scopes=scopes, members=members)


def ties_of(account_id: str) -> dict[Tie, frozenset[str]]:
    """The ids of all accounts that have a tie to this one, in one statement."""
    each = [tied_accounts(tie, account_id).add_columns(literal(tie.value).label("tie")) for tie in EDGES]
    found: dict[Tie, set[str]] = defaultdict(set)
    for other_id, tie in db.session.execute(union_all(*each)):
        found[Tie(tie)].add(other_id)
    return {tie: frozenset(others) for tie, others in found.items()}


def lock_owner(account_id: str) -> None:
    """Wait for whoever else changes where this account's things stand, and keep others waiting until the commit."""
    db.session.execute(select(Account.id).filter_by(id=account_id).with_for_update())


def open_invitation(secret: str) -> Invitation | None:
    found: Invitation | None = db.session.scalar(
        select(Invitation).filter_by(secret_hash=hash_secret(secret), used_at=None).with_for_update()
    )
    return found


def is_anybody_there() -> bool:
    return bool(db.session.scalar(select(exists().select_from(Account))))


def hash_secret(secret: str) -> str:
    """Secrets are long and random, so a plain hash keeps them."""
    return sha256(secret.encode()).hexdigest()
