"""Mails of what accounts were told: begun once for each account and period, written when sent, ended by a link.

The row of a digest is the record that its period was seen to; what it says is read again by the job that sends it.
"""

import base64
import hmac
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete

from cms.accounts.models import Account
from cms.accounts.queries import account_by_id, viewer_of
from cms.extensions import db, now
from cms.jobs.names import SEND_DIGEST
from cms.mail.base import Letter
from cms.notifications import queries
from cms.notifications.letters import Line, said, text_of
from cms.notifications.models import Digest, Often
from cms.notifications.service import added, settings_for, ways_of
from cms.settings import Settings
from cms.work.service import ask

MORNING = 7
"""The hour, where the account is, at which a day's mail is due."""

REACHES_BACK = timedelta(days=2)
"""What is older is no news, also where nothing could be sent for long."""

KEPT_FOR = timedelta(days=14)
TOGETHER = 100
MOST_TOLD = 50


def begin_digests(at: datetime, *, after: str = "") -> str | None:
    """Begin what is due for some accounts behind this one; the last of them, None where there are no more."""
    rows = queries.readers_of_digests(after, limit=TOGETHER)
    ends = {row.account_id: end_of_period(row.digest, at, row.time_zone) for row in rows}
    before = queries.last_digests(list(ends))
    waiting = queries.waiting_for_mail(list(ends), since=at - REACHES_BACK)
    for row in rows:
        until = ends[row.account_id]
        since = max(before.get(row.account_id, until - REACHES_BACK), until - REACHES_BACK)
        wanted = {one for one, ways in ways_of(row.kinds).items() if ways.mail}
        heard = [one for one in waiting.get(row.account_id, ()) if one.occasion in wanted]
        if any(one.first <= until and one.last > since for one in heard) and since < until:
            begin(Digest(account_id=row.account_id, since=since, until=until))
    return rows[-1].account_id if len(rows) == TOGETHER else None


def begin(digest: Digest) -> None:
    """Have this sent, unless another scheduler was faster."""
    if added(digest):
        ask(SEND_DIGEST, digest.id)


def end_of_period(often: str, at: datetime, time_zone: str) -> datetime:
    """The last full hour, or the last morning where the account is."""
    if often == Often.HOURLY:
        return at.replace(minute=0, second=0, microsecond=0)
    local = at.astimezone(ZoneInfo(time_zone))
    morning = local.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    return (morning if morning <= local else morning - timedelta(days=1)).astimezone(at.tzinfo)


def compose(digest_id: str, settings: Settings) -> Letter | None:
    """The letter to send, of what the account may see now; None when none is to be written, or it was sent."""
    digest = queries.digest_by_id(digest_id)
    account = account_by_id(digest.account_id) if digest is not None else None
    if digest is None or account is None or digest.sent_at is not None or now() - digest.until > REACHES_BACK:
        return None
    lines = lines_for(digest, account, settings) if account.active and account.email else []
    if not lines or not account.email:
        return None
    place = f"{settings.address}/unsubscribe/{token_of(account.id, key=settings.secret)}"
    values = {"name": account.display_name, "site": settings.site_name, "home": settings.address, "unsubscribe": place}
    return Letter(
        id=digest.id,
        to=account.email,
        subject=said(account.language, "subject", **values),
        text=text_of(lines[:MOST_TOLD], account.language, is_all=len(lines) <= MOST_TOLD, **values),
        sender=settings.mail_sender,
        written_at=digest.created_at,
        unsubscribe=place,
    )


def lines_for(digest: Digest, account: Account, settings: Settings) -> list[Line]:
    """What is to be told, if the account still wants it."""
    viewer = viewer_of(account)
    row = queries.settings_of(viewer.id)
    if row is None or row.digest == Often.OFF:
        return []
    wanted = [one for one, ways in ways_of(row.kinds).items() if ways.mail]
    found = queries.told_between(viewer, digest, wanted, limit=MOST_TOLD + 1)
    return [line_of(one, settings) for one in found]


def line_of(told: queries.Told, settings: Settings) -> Line:
    """As the things are called now, with the page where they are."""
    name, display_name = next(iter(told.actors.newest), ("", ""))
    title, path = display_name, f"/people/{name}"
    if told.image is not None:
        title, path = told.image.title, f"/images/{told.image.id}"
    elif told.album is not None:
        title, path = told.album.title, f"/albums/{told.album.id}"
    elif told.search is not None:
        title, path = told.search.name, "/saved"
    elif told.row.occasion in queries.BY_THE_SITE:
        path = "/me/decisions"
    names = [display_name for _name, display_name in told.actors.newest]
    return Line(told.row.occasion, names, told.actors.count, title, f"{settings.address}{path}")


def note_sent(digest_id: str) -> None:
    digest = queries.digest_by_id(digest_id)
    if digest is not None and digest.sent_at is None:
        digest.sent_at = now()


def token_of(account_id: str, *, key: str) -> str:
    """What ends the mails of this account, for whoever has it; it holds for ever."""
    digest = hmac.digest(key.encode(), b"unsubscribe " + account_id.encode(), "sha256")
    return account_id + base64.urlsafe_b64encode(digest).decode().rstrip("=")


def account_of(token: str, *, key: str) -> Account | None:
    """Whose mails this token ends. None for one that this site did not make."""
    account_id = token[:26]
    if not token.isascii() or not hmac.compare_digest(token, token_of(account_id, key=key)):
        return None
    return account_by_id(account_id)


def stop(account: Account) -> None:
    """No more such mails."""
    settings_for(viewer_of(account)).digest = Often.OFF


def forget_old_digests() -> None:
    """Those whose time is over, whatever became of them."""
    old = delete(Digest).where(Digest.created_at < now() - KEPT_FOR)
    db.session.execute(old, execution_options={"synchronize_session": False})
