"""Reads of mails and their links, and of the account that an address stands for."""

from datetime import datetime

from sqlalchemy import func, select

from cms.accounts.models import Account
from cms.accounts.queries import hash_secret
from cms.extensions import db, now
from cms.membership.models import MailWanted, OneTimeLink, Purpose


def mail_by_id(mail_id: str) -> MailWanted | None:
    return db.session.get(MailWanted, mail_id)


def mails_sent_to(address: str, *, since: datetime) -> int:
    query = select(func.count()).where(MailWanted.address == address, MailWanted.sent_at > since)
    return db.session.scalar(query) or 0


def account_with_confirmed(address: str) -> Account | None:
    found: Account | None = db.session.scalar(select(Account).filter_by(email=address))
    return found


def account_of_address(address: str) -> Account | None:
    """Whose password a mail to this address may change: who confirmed it, else the oldest who gave it."""
    given = select(Account).filter_by(unconfirmed_email=address).order_by(Account.created_at, Account.id).limit(1)
    found: Account | None = account_with_confirmed(address) or db.session.scalar(given)
    return found


def link_by_secret(purpose: Purpose, secret: str) -> OneTimeLink | None:
    """Used ones too; nobody else uses it until the transaction ends."""
    query = select(OneTimeLink).filter_by(purpose=purpose, secret_hash=hash_secret(secret)).with_for_update()
    found: OneTimeLink | None = db.session.scalar(query)
    return found


def is_open(link: OneTimeLink) -> bool:
    return link.used_at is None and link.expires_at > now()
