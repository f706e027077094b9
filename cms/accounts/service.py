"""What happens to accounts: made, logged in, changed, suspended; tokens and invitations."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from cms.access.permissions import Permission
from cms.access.policy import permits, reaches_as_far
from cms.access.viewer import Role, Viewer
from cms.accounts import passwords, queries
from cms.accounts.models import Account, ApiToken, Invitation
from cms.errors import conflict, forbidden, invalid, not_found
from cms.events import OwnerRetold, OwnerSuspended, PictureChosen, announce
from cms.extensions import db, new_id, now

SCOPES = frozenset(
    {
        "*",
        "images:read",
        "images:write",
        "albums:read",
        "albums:write",
        "classes:read",
        "comments:read",
        "comments:write",
        "classes:write",
        "searches:read",
        "searches:write",
        "people:read",
        "people:write",
        "account:read",
        "account:write",
        "moderation",
        "administration",
    }
)
INVITATION_LASTS = timedelta(days=14)
MOST_INVITATIONS = 10


def create_account(
    *,
    name: str,
    email: str,
    password: str,
    role: Role = Role.MEMBER,
    is_confirmed: bool = True,
    phone: str | None = None,
) -> Account:
    """A new account. Raises 422 that names the field when name, address or password cannot be taken.

    An address that is not confirmed is not looked at, so that nobody learns by it who has an account.
    """
    passwords.check(password, about=(name, email.partition("@")[0]))
    address = email.lower()
    account = Account(
        id=new_id(),
        name=name.lower(),
        email=address if is_confirmed else None,
        unconfirmed_email=None if is_confirmed else address,
        display_name=name,
        password=passwords.hashed(password),
        role=role,
        phone=phone,
    )
    try:
        with db.session.begin_nested():
            db.session.add(account)
    except IntegrityError as error:
        field = "name" if queries.account_by_name(name) else "email"
        raise invalid(field, "This is taken.") from error
    return account


def invite(role: Role, *, by: Account | None = None) -> tuple[Invitation, str]:
    """A one-time invitation to make an account of this role, and its secret, which is told only here."""
    secret = secrets.token_urlsafe(24)
    invitation = Invitation(
        id=new_id(),
        secret_hash=queries.hash_secret(secret),
        role=role,
        account_id=None if by is None else by.id,
        expires_at=None if by is None else now() + INVITATION_LASTS,
    )
    db.session.add(invitation)
    return invitation, secret


def invite_somebody(account: Account) -> tuple[Invitation, str]:
    """A member asks somebody in. Raises 409 when enough of their invitations are open."""
    queries.lock_owner(account.id)
    if queries.count_open_invitations(account.id) >= MOST_INVITATIONS:
        raise conflict(f"{MOST_INVITATIONS} invitations are open. Take one back, or wait until one is used.")
    return invite(Role.MEMBER, by=account)


def withdraw_invitation(account_id: str, invitation_id: str) -> bool:
    """Take back an invitation that nobody used; whether there was one."""
    mine = delete(Invitation).filter_by(id=invitation_id, account_id=account_id)
    return bool(db.session.execute(mine.where(Invitation.used_at.is_(None))).rowcount == 1)  # type: ignore[attr-defined]


def invite_first() -> str | None:
    """The secret for the first account, who will be admin; None when there are accounts. Older ones end."""
    if queries.is_anybody_there():
        return None
    db.session.execute(delete(Invitation))
    return invite(Role.ADMIN)[1]


def accept_invitation(secret: str, *, name: str, email: str, password: str) -> Account:
    """Make the account that was invited. Raises 404 for a link that was never made or is used."""
    invitation = queries.open_invitation(secret)
    if invitation is None or invitation.account_id is not None:
        raise not_found()
    invitation.used_at = now()
    return create_account(name=name, email=email, password=password, role=Role(invitation.role))


def create_token(
    account: Account, *, name: str, scopes: list[str], ends: datetime | None, by: Viewer | None = None
) -> tuple[ApiToken, str]:
    """A new token and its secret, which is told only here. Raises 422 for a scope or an end that cannot be.

    Raises 403 when `by` came with a token that does not reach as far itself.
    """
    unknown = sorted(set(scopes) - SCOPES)
    if unknown or not scopes:
        raise invalid("scopes", f"Known scopes: {', '.join(sorted(SCOPES))}.")
    if by is not None and not reaches_as_far(by, frozenset(scopes), ends):
        raise forbidden()
    secret = "px_" + secrets.token_urlsafe(32)
    token = ApiToken(
        id=new_id(),
        account_id=account.id,
        name=name,
        secret_hash=queries.hash_secret(secret),
        scopes=sorted(set(scopes)),
        expires_at=ends,
    )
    db.session.add(token)
    db.session.flush()
    return token, secret


def days_from_now(days: int | None) -> datetime | None:
    return None if days is None else now() + timedelta(days=days)


def revoke_token(account_id: str, token_id: str) -> bool:
    """End a token; whether there was one."""
    gone = delete(ApiToken).filter_by(id=token_id, account_id=account_id)
    return bool(db.session.execute(gone).rowcount == 1)  # type: ignore[attr-defined]


def revoke_tokens(account_id: str) -> None:
    """End all tokens of an account."""
    db.session.execute(delete(ApiToken).filter_by(account_id=account_id))


def note_token_used(token_id: str) -> None:
    db.session.execute(update(ApiToken).where(ApiToken.id == token_id).values(last_used_at=now()))


def refuse_unless(viewer: Viewer, permission: Permission, account: Account) -> None:
    if not permits(viewer, permission, account):
        raise forbidden()


def set_role(account: Account, role: Role, *, by: Viewer) -> None:
    """Change what somebody may do."""
    refuse_unless(by, Permission.GIVE_ROLE, account)
    account.role = role


def change(account: Account, fields: dict[str, object]) -> None:
    """Set what an account says of itself; `fields` holds only what was named, already checked."""
    values = dict(fields)
    if "picture" in values:
        picture_id = values.pop("picture")
        if picture_id is not None:
            announce(PictureChosen(account.id, str(picture_id)))
        account.picture_id = None if picture_id is None else str(picture_id)
    if "locked" in values:
        account.asked_to_lock = True
    if values.keys() & {"display_name", "hide_counts"}:
        announce(OwnerRetold(account.id))
    for name, value in values.items():
        setattr(account, name, value)


def suspend(account: Account, *, by: Viewer) -> None:
    """Close an account: logins end, pictures are hidden, nothing is deleted."""
    refuse_unless(by, Permission.SUSPEND_ACCOUNT, account)
    account.active = False
    announce(OwnerSuspended(account.id, is_suspended=True))


def release(account: Account, *, by: Viewer) -> None:
    """Open a suspended account again."""
    refuse_unless(by, Permission.SUSPEND_ACCOUNT, account)
    if account.closed_at is not None:
        raise forbidden()
    let_back_in(account)


def let_back_in(account: Account) -> None:
    """A suspension is over: everything of the account is as it was."""
    account.active, account.suspended_until = True, None
    announce(OwnerSuspended(account.id, is_suspended=False))
