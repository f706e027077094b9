"""Reads of accounts."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    bindparam,
    exists,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)

from cms.access.audience import person_audience
from cms.access.sql import TIES, tied_accounts, to_sql
from cms.access.viewer import Role, Viewer
from cms.accounts.models import Account, ApiToken, Invitation, SiteChoice
from cms.clauses import Tie
from cms.extensions import Key, db, now

MOST_LISTED = 500
"""Tokens or invitations of one account: more than anybody looks through."""


def account_by_id(account_id: str) -> Account | None:
    return db.session.get(Account, account_id)


def account_by_name(name: str) -> Account | None:
    found: Account | None = db.session.scalar(select(Account).filter_by(name=name.lower()))
    return found


def usages() -> list[tuple[str, int, int]]:
    """Each account with the bytes and the number of images that are counted for it."""
    rows = db.session.execute(select(Account.id, Account.used_bytes, Account.used_images))
    return [(row.id, row.used_bytes, row.used_images) for row in rows]


def account_seen(viewer: Viewer | None, name: str) -> Account | None:
    """The account of this name, if this viewer may know of it."""
    known = select(Account).where(Account.name == name.lower(), to_sql(person_audience(viewer), Account))
    found: Account | None = db.session.scalar(known)
    return found


@cache
def token_with_account() -> Select[Any]:
    """Bare columns, made once: every request of a program asks it. Takes `hash`."""
    account, token = Account.__table__, ApiToken.__table__
    told = (account.c.id, account.c.name, account.c.role, token.c.scopes, token.c.expires_at)
    return (
        select(*told, token.c.id.label("token_id"), token.c.last_used_at)
        .join_from(account, token, token.c.account_id == account.c.id)
        .where(token.c.secret_hash == bindparam("hash"), account.c.active.is_(True))
    )


class SeenToken(NamedTuple):
    """A token that was shown, and when it was noted last that it is used."""

    id: str
    last_used_at: datetime | None


def viewer_by_token(secret: str) -> tuple[Viewer, SeenToken] | None:
    """Who shows this token, if it is in force."""
    row = db.session.connection().execute(token_with_account(), {"hash": hash_secret(secret)}).first()
    if row is None or (row.expires_at is not None and row.expires_at <= now()):
        return None
    viewer = viewer_named(row.id, row.name, row.role, scopes=frozenset(row.scopes))
    return replace(viewer, until=row.expires_at), SeenToken(row.token_id, row.last_used_at)


def viewer_of(account: Account, *, scopes: frozenset[str] = frozenset({"*"})) -> Viewer:
    """What the rules ask about this account."""
    return viewer_named(account.id, account.name, account.role, scopes=scopes)


def viewer_named(account_id: str, name: str, role: str, *, scopes: frozenset[str]) -> Viewer:
    """The same of its columns. Its ties are read when first needed, once for a request."""
    ties = cache(ties_of)

    def members(tie: Tie, of: str) -> frozenset[str]:
        return ties(of).get(tie, frozenset())

    return Viewer(id=account_id, name=name, role=Role(role), scopes=scopes, members=members)


def ties_of(account_id: str) -> dict[Tie, frozenset[str]]:
    """The ids of all accounts that have a tie to this one, in one statement."""
    found: dict[Tie, set[str]] = defaultdict(set)
    for other_id, tie in db.session.execute(all_ties(), {"account_id": account_id}):
        found[Tie(tie)].add(other_id)
    return {tie: frozenset(others) for tie, others in found.items()}


@cache
def all_ties() -> CompoundSelect[Any]:
    """Who has which tie to the account that is named when it is asked. Made once: it is long, and everyone asks it."""
    asker = bindparam("account_id", type_=Key(26))
    return union_all(*(tied_accounts(tie, asker).add_columns(literal(tie.value).label("tie")) for tie in TIES))


def lock_owner(account_id: str) -> None:
    """Wait for whoever else changes where this account's things stand, and keep others waiting until the commit."""
    db.session.execute(select(Account.id).filter_by(id=account_id).with_for_update())


def lock_owners(*account_ids: str) -> None:
    """The same for what several accounts have a part in; always in the same order, so nobody waits for another."""
    for account_id in sorted(set(account_ids)):
        lock_owner(account_id)


def open_invitation(secret: str) -> Invitation | None:
    """The invitation with this secret, if it is still good; nobody else uses it until the transaction ends."""
    this = select(Invitation).where(Invitation.secret_hash == hash_secret(secret), is_open())
    found: Invitation | None = db.session.scalar(this.with_for_update())
    return found


def is_open() -> ColumnElement[bool]:
    """Of an invitation: nobody has used it, and its time is not over."""
    return Invitation.used_at.is_(None) & or_(Invitation.expires_at.is_(None), Invitation.expires_at > now())


def invitations_of(account_id: str) -> Sequence[Invitation]:
    """Newest first."""
    mine = select(Invitation).filter_by(account_id=account_id).order_by(Invitation.id.desc())
    found: Sequence[Invitation] = db.session.scalars(mine.limit(MOST_LISTED)).all()
    return found


def count_open_invitations(account_id: str) -> int:
    return db.session.scalar(select(func.count(Invitation.id)).filter_by(account_id=account_id).where(is_open())) or 0


def invited_below(account_id: str, *, limit: int) -> Sequence[Account]:
    """The open accounts of members whom this account invited, whom these invited, and so on, in the order of time.

    Whoever is no mere member is left out, with all whom they invited.
    """
    is_member = Account.role == Role.MEMBER
    below = select(Account.id).where(Account.invited_by_id == account_id, is_member).cte("below", recursive=True)
    below = below.union(select(Account.id).join(below, Account.invited_by_id == below.c.id).where(is_member))
    found = select(Account).where(Account.id.in_(select(below.c.id)), Account.active == true())
    rows: Sequence[Account] = db.session.scalars(found.order_by(Account.id).limit(limit)).all()
    return rows


def tokens_of(account_id: str) -> Sequence[ApiToken]:
    """Newest first."""
    mine = select(ApiToken).filter_by(account_id=account_id).order_by(ApiToken.id.desc())
    found: Sequence[ApiToken] = db.session.scalars(mine.limit(MOST_LISTED)).all()
    return found


def is_last_admin(account: Account) -> bool:
    """Whether nobody could give roles if this account went."""
    others = select(Account.id).where(Account.role == Role.ADMIN, Account.active.is_(True), Account.id != account.id)
    return account.role == Role.ADMIN and db.session.scalar(others.limit(1)) is None


def bytes_kept_by_all() -> int:
    """Bytes of the pictures of all accounts, as they are counted."""
    return int(db.session.scalar(select(func.coalesce(func.sum(Account.used_bytes), 0))) or 0)


def is_anybody_there() -> bool:
    return bool(db.session.scalar(select(exists().select_from(Account))))


def hash_secret(secret: str) -> str:
    """Secrets are long and random, so a plain hash keeps them."""
    return sha256(secret.encode()).hexdigest()


def site_choices() -> dict[str, str]:
    """What admins chose, as text, by the name of the setting."""
    return {row.name: row.value for row in db.session.execute(select(SiteChoice.name, SiteChoice.value))}
