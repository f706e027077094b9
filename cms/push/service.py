"""Devices: made, removed, told; what is sent is read at the moment of sending. No HTTP, no commits."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast
from urllib.parse import urlsplit

from sqlalchemy import delete, or_
from sqlalchemy.exc import IntegrityError

from cms.access.viewer import Viewer
from cms.accounts.models import Account
from cms.accounts.queries import lock_owner, viewer_of
from cms.errors import Problem, conflict, invalid
from cms.events import Noticed, Occasion
from cms.extensions import db, now
from cms.jobs.names import SEND_PUSH
from cms.notifications.digests import line_of
from cms.notifications.letters import sentence
from cms.notifications.models import NotificationSettings
from cms.notifications.queries import Told, settings_of, told_one
from cms.notifications.service import ways_of
from cms.push import queries
from cms.push.encryption import encrypted
from cms.push.models import PushDelivery, PushDevice
from cms.push.vapid import authorization
from cms.sealing import seal, unseal
from cms.settings import Settings
from cms.work.service import ask, ask_unless_asked

MOST_DEVICES = 10
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120))
"""After each attempt in vain: what is older than that is read in the app."""

HELD_SECONDS = 86_400
"""So long a push service keeps it for a device that is switched off, which asks for the words again (`words_now`)."""

TOGETHER = 500
LONGEST = 200
"""So many characters of a sentence or of a comment are told."""

PURPOSE = b"push secrets"
GONE = (404, 410)
TOO_MANY = 429


@dataclass(frozen=True)
class Place:
    """Where somebody is logged in, as far as a device is told: the login, if there is one, and what it is called."""

    id: str | None
    device: str


@dataclass(frozen=True)
class Keys:
    """What a browser gave: its half of a key pair, and what both sides know beside it."""

    public_key: str
    secret: str


def add(viewer: Viewer, endpoint: str, keys: Keys, login: Place, settings: Settings) -> PushDevice:
    """The device at this end point, with these keys; what was somebody else's there, or of the same login, goes.

    Raises 409 for one too many, 422 for an end point that everybody on the way could read.
    """
    refuse_open_line(endpoint, settings)
    lock_owner(viewer.id)
    mine, hashed = queries.devices_of(viewer), queries.hash_of(endpoint)
    row = next((one for one in mine if one.endpoint_hash == hashed), None)
    others = [one for one in mine if one is not row and (login.id is None or one.login_id != login.id)]
    if len(others) >= MOST_DEVICES:
        raise Problem(409, "too-many-devices", f"At most {MOST_DEVICES} devices are told. Remove one first.")
    make_way(hashed, login, but=row)
    row = row or PushDevice(account_id=viewer.id, endpoint=endpoint, endpoint_hash=hashed)
    row.login_id, row.device, row.public_key = login.id, login.device, keys.public_key
    row.sealed_secret = seal(keys.secret, key=settings.secret, purpose=PURPOSE)
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as error:
        raise conflict("Somebody else was told here at this moment. Try again.") from error
    return row


def refuse_open_line(endpoint: str, settings: Settings) -> None:
    """Only an operator opens places to which a message goes without TLS."""
    parts = urlsplit(endpoint)
    if parts.scheme != "https" and (parts.hostname, parts.port or 80) not in settings.fetch_exceptions:
        raise invalid("endpoint", "An end point of a push service begins with https://.")


def make_way(endpoint_hash: str, login: Place, *, but: PushDevice | None) -> None:
    """A browser is told of one account, and a login is one browser."""
    gone = PushDevice.endpoint_hash == endpoint_hash
    if login.id is not None:
        gone = or_(gone, PushDevice.login_id == login.id)
    old = delete(PushDevice).where(gone)
    db.session.execute(old if but is None else old.where(PushDevice.id != but.id))


def remove(device: PushDevice) -> None:
    """What was still to be told to it goes too."""
    db.session.execute(delete(PushDevice).filter_by(id=device.id))


def hear(event: Noticed) -> None:
    """Have the account's devices told of what it is told, where it wants that."""
    device_ids = queries.devices_to_tell(event.account_id)
    if not device_ids or not is_wanted(event.occasion, settings_of(event.account_id)):
        return
    for device_id in device_ids:
        row = PushDelivery(device_id=device_id, notification_id=event.notification_id)
        db.session.add(row)
        db.session.flush()
        ask(SEND_PUSH, row.id)


def is_wanted(occasion: str, said: NotificationSettings | None) -> bool:
    """Devices show what is told in the app, of the kinds for which that is switched on."""
    ways = ways_of(said.kinds if said is not None else None)[cast(Occasion, occasion)]
    return ways.app and ways.push


def begin_again(at: datetime) -> None:
    """Have those tried again whose time has come."""
    ask_unless_asked(SEND_PUSH, queries.due_again(at, limit=TOGETHER))


@dataclass(frozen=True)
class Message:
    """What is to be sent, and after how many attempts."""

    delivery_id: str
    attempts: int
    url: str
    headers: dict[str, str]
    body: bytes


def compose(delivery_id: str, settings: Settings) -> Message | None:
    """The message as it is now; None when none is to be sent now, or ever: then the delivery goes."""
    due = queries.locked(delivery_id)
    if due is None or due.delivery.next_at > now():
        return None
    secret = unseal(due.device.sealed_secret, key=settings.secret, purpose=PURPOSE)
    if secret is None:  # the key by which the push service knows this site is another now, too
        remove(due.device)
        return None
    words = words_now(due.account, due.delivery.notification_id, settings)
    if words is None:
        end(due.delivery)
        return None
    text = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
    headers = {
        "Authorization": authorization(due.device.endpoint, contact=settings.address, at=now(), secret=settings.secret),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(HELD_SECONDS),
        "Topic": due.delivery.notification_id,
    }
    body = encrypted(text.encode(), public_key=due.device.public_key, secret=secret)
    return Message(due.delivery.id, due.delivery.attempts, due.device.endpoint, headers, body)


def words_now(account: Account, notification_id: str, settings: Settings) -> dict[str, str] | None:
    """What this account is told now; None of what it may not see any more, has read, or does not want on devices."""
    told = told_one(viewer_of(account), notification_id) if account.active else None
    if told is None or told.row.read_at is not None or not is_wanted(told.row.occasion, settings_of(account.id)):
        return None
    return words_of(told, account, settings)


def words_of(told: Told, account: Account, settings: Settings) -> dict[str, str]:
    """In the account's language; what has the same `tag` stands in place of what was shown before."""
    line = line_of(told, settings)
    title, body = sentence(line, account.language), " ".join((told.actors.text or "").split())
    return {"title": title[:LONGEST], "body": body[:LONGEST], "url": line.address, "tag": told.row.id}


def note_answer(message: Message, status: int | None) -> None:
    """Taken or refused for good: nothing more is to be sent. No device is there any more, or another attempt later."""
    due = queries.locked(message.delivery_id)
    if due is None:
        return
    if status in GONE:
        remove(due.device)
    elif status is not None and not is_passing(status):
        end(due.delivery)
    elif due.delivery.attempts == message.attempts:
        put_off(due.delivery)


def is_passing(status: int) -> bool:
    """Whether another attempt may end otherwise."""
    return status == TOO_MANY or status >= 500


def put_off(delivery: PushDelivery) -> None:
    """After the last attempt it is not told there at all."""
    if delivery.attempts >= len(PAUSES):
        end(delivery)
        return
    delivery.next_at = now() + PAUSES[delivery.attempts]
    delivery.attempts += 1


def give_up(delivery_id: str) -> None:
    """No attempt came to an end."""
    due = queries.locked(delivery_id)
    if due is not None:
        end(due.delivery)


def end(delivery: PushDelivery) -> None:
    db.session.execute(delete(PushDelivery).filter_by(id=delivery.id))
