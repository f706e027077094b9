"""What happens to accounts: made, logged in, changed, suspended; tokens and invitations."""

import secrets
from datetime import timedelta

from flask_security.utils import hash_password, verify_and_update_password
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from cms.access.permissions import Permission
from cms.access.policy import permits
from cms.access.viewer import Role, Viewer
from cms.accounts import queries
from cms.accounts.models import Account, ApiToken, Invitation
from cms.errors import Problem, forbidden, invalid, not_found
from cms.events import OwnerSuspended, announce
from cms.extensions import db, new_id, now

SCOPES = frozenset(
    {
        "*",
        "images:read",
        "images:write",
        "albums:read",
        "albums:write",
        "people:read",
        "people:write",
        "account:read",
        "account:write",
        "moderation",
        "administration",
    }
)
LEAST_PASSWORD = 10


def create_account(*, name: str, email: str, password: str, role: Role = Role.MEMBER) -> Account:
    """A new account. Raises 422 that names the field when name, address or password cannot be taken."""
    check_password(password, name=name)
    account = Account(
        id=new_id(),
        name=name.lower(),
        email=email.lower(),
        display_name=name,
        password=hash_password(password),
        role=role,
    )
    try:
        with db.session.begin_nested():
            db.session.add(account)
    except IntegrityError as error:
        field = "name" if queries.account_by_name(name) else "email"
        raise invalid(field, "This is taken.") from error
    return account


def check_password(password: str, *, name: str) -> None:
    """Raise 422 for a password that is guessed at once."""
    if len(password) < LEAST_PASSWORD:
        raise invalid("password", f"At least {LEAST_PASSWORD} characters.")
    if len(set(password)) < 4 or name.lower() in password.lower():
        raise invalid("password", "This is too easy to guess.")


def account_for_login(login: str, password: str) -> Account:
    """The account with this name or address and password. One answer, and one amount of work, for every failure."""
    account = queries.account_by_login(login)
    if account is None:
        hash_password(password)
        raise wrong_login()
    if not verify_and_update_password(password, account) or not account.active:
        raise wrong_login()
    return account


def wrong_login() -> Problem:
    return Problem(401, "wrong-login", "Name or password is not right.")


def invite(role: Role) -> str:
    """A one-time secret that makes an account of this role."""
    secret = secrets.token_urlsafe(24)
    db.session.add(Invitation(secret_hash=queries.hash_secret(secret), role=role))
    return secret


def invite_first() -> str | None:
    """The secret for the first account, who will be admin; None when there are accounts. Older ones end."""
    if queries.is_anybody_there():
        return None
    db.session.execute(delete(Invitation))
    return invite(Role.ADMIN)


def accept_invitation(secret: str, *, name: str, email: str, password: str) -> Account:
    """Make the account that was invited. Raises 404 for a link that was never made or is used."""
    invitation = queries.open_invitation(secret)
    if invitation is None:
        raise not_found()
    invitation.used_at = now()
    return create_account(name=name, email=email, password=password, role=Role(invitation.role))


def create_token(account: Account, *, name: str, scopes: list[str], days: int | None) -> str:
    """A new token; its secret, which is told only here. Raises 422 for a scope that is not known."""
    unknown = sorted(set(scopes) - SCOPES)
    if unknown or not scopes:
        raise invalid("scopes", f"Known scopes: {', '.join(sorted(SCOPES))}.")
    secret = "px_" + secrets.token_urlsafe(32)
    ends = None if days is None else now() + timedelta(days=days)
    token = ApiToken(
        account_id=account.id,
        name=name,
        secret_hash=queries.hash_secret(secret),
        scopes=sorted(scopes),
        expires_at=ends,
    )
    db.session.add(token)
    return secret


def refuse_unless(viewer: Viewer, permission: Permission, account: Account) -> None:
    if not permits(viewer, permission, account):
        raise forbidden()


def set_role(account: Account, role: Role, *, by: Viewer) -> None:
    """Change what somebody may do."""
    refuse_unless(by, Permission.GIVE_ROLE, account)
    account.role = role


def suspend(account: Account, *, by: Viewer) -> None:
    """Close an account: logins end, pictures are hidden, nothing is deleted."""
    refuse_unless(by, Permission.SUSPEND_ACCOUNT, account)
    account.active, account.fs_uniquifier = False, new_id()
    announce(OwnerSuspended(account.id, is_suspended=True))


def release(account: Account, *, by: Viewer) -> None:
    """Open a suspended account again."""
    refuse_unless(by, Permission.SUSPEND_ACCOUNT, account)
    account.active = True
    announce(OwnerSuspended(account.id, is_suspended=False))
