"""How accounts begin, prove their address, get a new password, and end."""

from dataclasses import dataclass

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from cms.accounts import passwords
from cms.accounts import queries as accounts
from cms.accounts.models import Account, Invitation
from cms.accounts.queries import account_by_id, account_by_name, open_invitation
from cms.accounts.service import create_account, revoke_tokens
from cms.accounts.standing import refuse_banned
from cms.errors import Problem, conflict, invalid, not_found
from cms.events import OwnerSuspended, announce
from cms.extensions import db, now
from cms.jobs.names import ERASE_ACCOUNT
from cms.logins.service import Gate, check_code, end_logins, wrong_captcha
from cms.membership import queries
from cms.membership.mails import MOST_AN_HOUR, end_links, want_mail
from cms.membership.models import OneTimeLink, Purpose
from cms.throttle import by_account, by_address
from cms.transaction import reading
from cms.work.service import ask

MOST_BY_ONE_ADDRESS = 30
"""Accounts that one address may make, and recoveries that it may ask for, in an hour."""


@dataclass(frozen=True)
class Wish:
    """What somebody says to become a member, and from where."""

    name: str
    email: str
    password: str
    phone: str | None
    invitation: str
    captcha_id: str
    captcha: str
    address: str
    language: str


def register(wish: Wish, gate: Gate, *, mode: str) -> Account:
    """A new member, whose address is still to be confirmed. The same whether or not the address has an account."""
    refuse_closed(wish, mode)
    with reading():
        if account_by_name(wish.name) is not None:
            raise invalid("name", "This is taken.")
    passwords.check(wish.password, about=(wish.name, wish.email.partition("@")[0]))
    refuse_unsolved(wish, gate)
    account = create_account(
        name=wish.name, email=wish.email, password=wish.password, is_confirmed=False, phone=wish.phone
    )
    if wish.invitation:
        account.invited_by_id = use_invitation(wish.invitation)
    account.language = wish.language
    want_mail(Purpose.CONFIRM, wish.email.lower(), language=wish.language, account_id=account.id)
    return account


def refuse_closed(wish: Wish, mode: str) -> None:
    """Raise 403 where nobody, or only who is invited, becomes a member."""
    if mode == "closed":
        raise Problem(403, "registration-closed", "This site takes no new accounts.")
    with reading():
        refuse_banned(wish.address)
        if not accounts.is_anybody_there():
            sentence = "The first account is made with the link that the site printed at its start."
            raise Problem(403, "first-account", sentence)
        if (mode == "invite" or wish.invitation) and members_invitation(wish.invitation) is None:
            raise not_invited()


def refuse_unsolved(wish: Wish, gate: Gate) -> None:
    """Raise 422 unless the captcha is solved, which is good for this once."""
    with gate.throttle.guess(by_address(wish.address)) as guess:
        if not gate.captchas.is_solved(wish.captcha_id, wish.captcha):
            guess.failed()
            raise wrong_captcha()
    gate.throttle.spend(f"accounts/{by_address(wish.address)}", most=MOST_BY_ONE_ADDRESS)


def members_invitation(secret: str) -> Invitation | None:
    """An open invitation that a member gave who is still there."""
    invitation = open_invitation(secret) if secret else None
    inviter = account_by_id(invitation.account_id) if invitation and invitation.account_id else None
    return invitation if inviter is not None and inviter.active else None


def use_invitation(secret: str) -> str | None:
    """Whose it was. Raises 403 where it is not open any more."""
    invitation = members_invitation(secret)
    if invitation is None:
        raise not_invited()
    invitation.used_at = now()
    return invitation.account_id


def not_invited() -> Problem:
    return Problem(403, "invitation-needed", "This site takes new accounts only by an invitation that is still open.")


def confirm_again(account: Account, gate: Gate) -> None:
    """Another mail to the address that is still to be confirmed. Raises 409 where there is none, 429 for too many."""
    if account.unconfirmed_email is None:
        raise conflict("There is no address to confirm.")
    gate.throttle.spend(f"confirmation/{account.id}", most=MOST_AN_HOUR)
    want_mail(Purpose.CONFIRM, account.unconfirmed_email, language=account.language, account_id=account.id)


def change_email(account: Account, email: str, gate: Gate) -> None:
    """Use another address once it is confirmed; the one before counts until then. The same again changes nothing."""
    end_links(account.id, Purpose.CONFIRM)
    account.unconfirmed_email = None if email.lower() == account.email else email.lower()
    if account.unconfirmed_email is not None:
        confirm_again(account, gate)


def confirm_email(secret: str) -> None:
    """The address is its account's own from now on. Raises 404 for a link that is over, 409 where another was first."""
    link = queries.link_by_secret(Purpose.CONFIRM, secret)
    account = account_by_id(link.account_id) if link else None
    if link is None or account is None or not account.active:
        raise not_found()
    if link.used_at is not None and account.email == link.address:
        return
    if not queries.is_open(link) or account.unconfirmed_email != link.address:
        raise not_found()
    before = account.email
    link.used_at = now()
    if not take_address(account, link):
        raise Problem(409, "email-taken", "Another account has confirmed this address meanwhile.")
    if before is not None:
        want_mail(Purpose.EMAIL_CHANGED, before, language=account.language, account_id=account.id)


def take_address(account: Account, link: OneTimeLink) -> bool:
    """Make the address of this link the account's; False when another account has it."""
    try:
        with db.session.begin_nested():
            account.email, account.unconfirmed_email = link.address, None
    except IntegrityError:
        db.session.refresh(account)
        return False
    return True


def ask_for_recovery(email: str, gate: Gate, *, address: str, language: str) -> None:
    """Somebody forgot a password. What follows is decided later, by the worker that sends mails."""
    gate.throttle.spend(f"recovery/{by_address(address)}", most=MOST_BY_ONE_ADDRESS)
    want_mail(Purpose.RECOVER, email.lower(), language=language)


def recover(secret: str, password: str, code: str, gate: Gate, *, address: str) -> Account:
    """A new password for who shows the link of a mail, and a code where the account wants one. Raises 404, 422, 401.

    Guesses at the old password are forgotten: nobody can lock an owner out for good.
    """
    with reading():
        check_recovery(secret, password)
    kept = passwords.hashed(password)
    link, account = recovery_of(secret)
    if account.has_totp:
        with gate.throttle.guess(by_account(account.id), by_address(address)) as guess:
            check_code(account.id, code, guess, key=gate.secret)
    if account.email is None and account.unconfirmed_email == link.address:
        take_address(account, link)
    set_password(account, kept)
    gate.throttle.forget(by_account(account.id))
    return account


def check_recovery(secret: str, password: str) -> None:
    _link, account = recovery_of(secret)
    passwords.check(password, about=(account.name,))


def recovery_of(secret: str) -> tuple[OneTimeLink, Account]:
    """An open link and its account. Raises 404."""
    link = queries.link_by_secret(Purpose.RECOVER, secret)
    account = account_by_id(link.account_id) if link else None
    if link is None or account is None or not queries.is_open(link) or not account.active:
        raise not_found()
    return link, account


def set_password(account: Account, kept: str, *, but_login: str | None = None) -> None:
    """Keep a new password: other logins, all tokens and older links end, and the owner is told."""
    account.password = kept
    end_logins(account.id, but=but_login)
    revoke_tokens(account.id)
    end_links(account.id, Purpose.RECOVER)
    if account.email is not None:
        want_mail(Purpose.PASSWORD_CHANGED, account.email, language=account.language, account_id=account.id)


def close_account(account: Account) -> None:
    """Its owner wants it gone: nobody sees anything of it from now on, and a job removes it. Raises 409."""
    if accounts.is_last_admin(account):
        raise conflict("Nobody could give roles any more. Make somebody else admin first.")
    account.active, account.closed_at = False, now()
    end_logins(account.id)
    revoke_tokens(account.id)
    db.session.execute(delete(Invitation).filter_by(account_id=account.id))
    db.session.execute(delete(OneTimeLink).filter_by(account_id=account.id))
    announce(OwnerSuspended(account.id, is_suspended=True))
    ask(ERASE_ACCOUNT, account.id)


def erase_account(account_id: str) -> None:
    """The row of a closed account goes, and with it what names it; its images and albums are gone already.

    Whom it invited are from now on invited by who invited it, so that nobody leaves a tree by closing an account.
    """
    account = account_by_id(account_id)
    invited = update(Account).where(Account.invited_by_id == account_id)
    if account is not None and account.closed_at is not None:
        db.session.execute(invited.values(invited_by_id=account.invited_by_id))
    db.session.execute(delete(Account).where(Account.id == account_id, Account.closed_at.is_not(None)))
