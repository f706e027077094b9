"""From the wish for a mail to a letter: who it is for, whether it is written at all, and the one-time link in it.

The answer to whoever asks is given before any of this, so it cannot tell who has an account.
"""

import base64
import hmac
from datetime import timedelta

from sqlalchemy import delete

from cms.accounts.models import Account
from cms.accounts.queries import account_by_id, hash_secret
from cms.accounts.signing import appeal_page, appeal_token
from cms.extensions import db, new_id, now
from cms.jobs.names import SEND_MAIL
from cms.mail.base import Letter
from cms.membership import queries
from cms.membership.letters import words
from cms.membership.models import MailWanted, OneTimeLink, Purpose
from cms.settings import Settings
from cms.work.service import ask

MOST_AN_HOUR = 5
KEPT_FOR = timedelta(days=4)
LASTS = {Purpose.CONFIRM: timedelta(days=3), Purpose.RECOVER: timedelta(hours=1)}
TO_CLAIMANTS = {
    Purpose.TAKEDOWN_RECEIVED,
    Purpose.TAKEDOWN_GRANTED,
    Purpose.TAKEDOWN_REFUSED,
    Purpose.TAKEDOWN_REOPENED,
    Purpose.TAKEDOWN_OVERTURNED,
}
TO_SUSPENDED = {Purpose.SUSPENDED, Purpose.APPEAL_ANSWERED}
PAGES = {Purpose.CONFIRM: "confirm", Purpose.RECOVER: "recover"}


def want_mail(
    purpose: Purpose, address: str, *, language: str, account_id: str | None = None, about: str | None = None
) -> None:
    """Have a mail to this address thought about once the running transaction is committed."""
    wanted = MailWanted(id=new_id(), purpose=purpose, address=address, language=language)
    wanted.account_id, wanted.about = account_id, about
    db.session.add(wanted)
    db.session.flush()
    ask(SEND_MAIL, wanted.id)


def compose(mail_id: str, settings: Settings) -> Letter | None:
    """The letter to send, its link ready to be used; None when none is to be written, or it was sent."""
    mail = queries.mail_by_id(mail_id)
    if mail is None or mail.sent_at is not None:
        return None
    purpose = Purpose(mail.purpose)
    if purpose in TO_CLAIMANTS:
        return letter_to_claimant(mail, settings)
    account = account_for(mail, purpose)
    if account is None or is_too_many(mail, purpose) or is_too_late(mail, purpose):
        return None
    kind, link = purpose.value, ""
    if purpose is Purpose.CONFIRM and queries.account_with_confirmed(mail.address) is not None:
        kind = "taken"
    elif purpose in PAGES:
        link = f"{settings.address}/{PAGES[purpose]}/{make_link(mail, purpose, account, key=settings.secret)}"
    elif purpose in TO_SUSPENDED:
        token = appeal_token(account.id, key=settings.secret, since=mail.created_at.timestamp())
        link = f"{settings.address}{appeal_page(token)}"
    said = words(kind, account.language, site=settings.site_name, home=settings.address, name=account.name, link=link)
    return Letter(mail.id, mail.address, said.subject, said.text, settings.mail_sender, mail.created_at)


def letter_to_claimant(mail: MailWanted, settings: Settings) -> Letter | None:
    """For who has perhaps no account: it names their notice by its number and holds no link that opens anything."""
    if mail.purpose == Purpose.TAKEDOWN_RECEIVED and is_flooded(mail.address):
        return None
    facts = {"site": settings.site_name, "home": settings.address, "number": mail.about or ""}
    said = words(mail.purpose, mail.language, **facts)
    return Letter(mail.id, mail.address, said.subject, said.text, settings.mail_sender, mail.created_at)


def account_for(mail: MailWanted, purpose: Purpose) -> Account | None:
    """The account that a mail is about, if there is still a reason to write."""
    if purpose is Purpose.RECOVER:
        account = queries.account_of_address(mail.address)
    else:
        account = account_by_id(mail.account_id or "")
    if account is None or account.closed_at is not None or account.active == (purpose in TO_SUSPENDED):
        return None
    is_outdated = purpose is Purpose.CONFIRM and account.unconfirmed_email != mail.address
    return None if is_outdated else account


def is_too_many(mail: MailWanted, purpose: Purpose) -> bool:
    """Anybody can have such mails sent to any address: so many an hour are enough."""
    return purpose in PAGES and is_flooded(mail.address)


def is_flooded(address: str) -> bool:
    return queries.mails_sent_to(address, since=now() - timedelta(hours=1)) >= MOST_AN_HOUR


def is_too_late(mail: MailWanted, purpose: Purpose) -> bool:
    """Whether the link would have expired on its way."""
    return purpose in LASTS and mail.created_at + LASTS[purpose] <= now()


def make_link(mail: MailWanted, purpose: Purpose, account: Account, *, key: str) -> str:
    """The secret of this mail's link, the same each time; kept only as a hash."""
    digest = hmac.digest(key.encode(), b"one-time link " + mail.id.encode(), "sha256")
    secret = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    if db.session.get(OneTimeLink, mail.id) is None:
        link = OneTimeLink(
            id=mail.id,
            purpose=purpose,
            account_id=account.id,
            address=mail.address,
            secret_hash=hash_secret(secret),
            expires_at=mail.created_at + LASTS[purpose],
        )
        db.session.add(link)
    return secret


def note_sent(mail_id: str) -> None:
    mail = queries.mail_by_id(mail_id)
    if mail is not None and mail.sent_at is None:
        mail.sent_at = now()


def end_links(account_id: str, purpose: Purpose) -> None:
    """Links of this kind in older mails work no more."""
    db.session.execute(delete(OneTimeLink).filter_by(account_id=account_id, purpose=purpose))


def forget_old_mails() -> None:
    """Mails and links whose time is over, whatever became of them."""
    old = now() - KEPT_FOR
    db.session.execute(delete(OneTimeLink).where(OneTimeLink.expires_at < old))
    db.session.execute(delete(MailWanted).where(MailWanted.created_at < old))
