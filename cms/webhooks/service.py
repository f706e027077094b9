"""Webhooks: made, changed, told; what is sent is read at the moment of sending. No HTTP, no commits."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete

from cms.access.viewer import Viewer
from cms.accounts.models import Account
from cms.accounts.queries import lock_owner, viewer_of
from cms.errors import Problem, conflict
from cms.events import Noticed
from cms.extensions import db, now
from cms.jobs.names import SEND_HOOK
from cms.notifications.presenting import present_notification
from cms.notifications.queries import told_one
from cms.sealing import seal, unseal
from cms.settings import Settings
from cms.webhooks import queries
from cms.webhooks.models import Delivery, DeliveryState, Webhook, WebhookState
from cms.webhooks.signing import new_secret, signed
from cms.work.service import ask, ask_unless_asked

MOST_WEBHOOKS = 10
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 300, 480, 540))
"""After each attempt in vain: eight attempts in about a day."""

BROKEN_AFTER = timedelta(days=3)
KEPT_FOR = timedelta(days=30)
TOGETHER = 500
PURPOSE = b"webhook secrets"
TRIAL = "ping"
SWITCHED_OFF = "The webhook was switched off."
UNREADABLE = "The secret of this webhook cannot be read any more: make another one."


def add(viewer: Viewer, *, url: str, kinds: Sequence[str], key: str) -> tuple[Webhook, str]:
    """A new webhook and its secret, which is told only here. Raises 409 for one too many."""
    lock_owner(viewer.id)
    if queries.count_of(viewer) >= MOST_WEBHOOKS:
        raise Problem(409, "too-many-webhooks", f"One has at most {MOST_WEBHOOKS} webhooks. Delete one first.")
    secret = new_secret()
    row = Webhook(account_id=viewer.id, url=url, kinds=sorted(set(kinds)))
    row.sealed_secret = seal(secret, key=key, purpose=PURPOSE)
    db.session.add(row)
    db.session.flush()
    return row, secret


def change(webhook: Webhook, fields: dict[str, Any]) -> None:
    """Set what was named. Switched on again, it begins as if nothing had ever failed."""
    if "url" in fields:
        webhook.url = fields["url"]
    if "kinds" in fields:
        webhook.kinds = sorted(set(fields["kinds"]))
    if "active" in fields:
        webhook.state = WebhookState.ACTIVE if fields["active"] else WebhookState.PAUSED
        webhook.failing_since = None


def remove(webhook: Webhook) -> None:
    db.session.execute(delete(Webhook).filter_by(id=webhook.id))


def hear(event: Noticed) -> None:
    """Have the account's programs told of what it is told."""
    for webhook in queries.listening(event.account_id):
        if event.occasion in webhook.kinds:
            begin(webhook, event.occasion, event.notification_id)


def try_out(webhook: Webhook) -> Delivery:
    """Send something by which its owner sees whether it arrives. Raises 409 for one that is switched off."""
    refuse_switched_off(webhook)
    return begin(webhook, TRIAL, None)


def begin(webhook: Webhook, kind: str, notification_id: str | None) -> Delivery:
    row = Delivery(webhook_id=webhook.id, kind=kind, notification_id=notification_id)
    db.session.add(row)
    db.session.flush()
    ask(SEND_HOOK, row.id)
    return row


def replay(webhook: Webhook, delivery: Delivery) -> None:
    """Send this once more, with as many attempts as at first. Raises 409 for a webhook that is switched off."""
    refuse_switched_off(webhook)
    delivery.state, delivery.attempts, delivery.next_at = DeliveryState.PENDING, 0, now()
    ask(SEND_HOOK, delivery.id)


def refuse_switched_off(webhook: Webhook) -> None:
    if webhook.state != WebhookState.ACTIVE:
        raise conflict("This webhook is switched off. Switch it on first.")


def begin_again(at: datetime) -> None:
    """Have those tried again whose time has come."""
    ask_unless_asked(SEND_HOOK, queries.due_again(at, limit=TOGETHER))


@dataclass(frozen=True)
class Message:
    """What is to be sent, and after how many attempts."""

    delivery_id: str
    attempts: int
    url: str
    headers: dict[str, str]
    body: bytes


def compose(delivery_id: str, settings: Settings) -> Message | None:
    """The message as it is now; None when none is to be sent now, or ever: then the delivery says why."""
    due = queries.locked(delivery_id)
    if due is None or due.delivery.state != DeliveryState.PENDING:
        return None
    if due.delivery.next_at is not None and due.delivery.next_at > now():
        return None
    secret = unseal(due.webhook.sealed_secret, key=settings.secret, purpose=PURPOSE)
    if due.webhook.state != WebhookState.ACTIVE or not due.account.active or secret is None:
        end(due.delivery, DeliveryState.FAILED, UNREADABLE if secret is None else SWITCHED_OFF)
        return None
    told = content_of(due.delivery, due.account, settings)
    if told is None:
        end(due.delivery, DeliveryState.DROPPED, None)
        return None
    moment = due.delivery.created_at.isoformat()
    body = json.dumps({"type": due.delivery.kind, "timestamp": moment, "data": told}, ensure_ascii=False).encode()
    headers = signed(body, message_id=due.delivery.id, at=now(), secret=secret)
    headers["Content-Type"] = "application/json; charset=utf-8"
    return Message(due.delivery.id, due.delivery.attempts, due.webhook.url, headers, body)


def content_of(delivery: Delivery, account: Account, settings: Settings) -> dict[str, Any] | None:
    """The notification as its account is told of it now, with whole addresses; None where it is not any more."""
    if delivery.notification_id is None:
        return {"webhook": delivery.webhook_id}
    told = told_one(viewer_of(account), delivery.notification_id)
    if told is None:
        return None
    shown = present_notification(told)
    if shown.subject is not None and shown.subject.renditions is not None:
        whole = {size: f"{settings.address}{path}" for size, path in shown.subject.renditions.items()}
        shown.subject.renditions = whole
    return shown.model_dump(mode="json", exclude_unset=True)


def note_taken(message: Message, status: int) -> None:
    """It arrived, whatever else was noted of it meanwhile."""
    due = queries.locked(message.delivery_id)
    if due is not None and due.delivery.state != DeliveryState.DONE:
        due.delivery.attempts, due.delivery.status = message.attempts + 1, status
        due.webhook.failing_since = None
        end(due.delivery, DeliveryState.DONE, None)


def note_failed(message: Message, *, status: int | None, problem: str) -> None:
    """Another attempt after a pause; after the last one it has failed. A webhook that fails for days is broken."""
    due = queries.locked(message.delivery_id)
    if due is None or due.delivery.state != DeliveryState.PENDING or due.delivery.attempts != message.attempts:
        return
    delivery, webhook, at = due.delivery, due.webhook, now()
    delivery.attempts, delivery.status, delivery.problem = message.attempts + 1, status, problem
    webhook.failing_since = webhook.failing_since or at
    if at - webhook.failing_since >= BROKEN_AFTER:
        webhook.state = WebhookState.BROKEN
    if message.attempts < len(PAUSES):
        delivery.next_at = at + PAUSES[message.attempts]
    else:
        end(delivery, DeliveryState.FAILED, problem)


def give_up(delivery_id: str, problem: str) -> None:
    """No attempt came to an end."""
    due = queries.locked(delivery_id)
    if due is not None and due.delivery.state == DeliveryState.PENDING:
        end(due.delivery, DeliveryState.FAILED, problem)


def end(delivery: Delivery, state: DeliveryState, problem: str | None) -> None:
    delivery.state, delivery.problem, delivery.next_at = state, problem, None


def forget_old_deliveries() -> None:
    """What was to be sent long ago, whatever became of it."""
    old = delete(Delivery).where(Delivery.created_at < now() - KEPT_FOR)
    db.session.execute(old, execution_options={"synchronize_session": False})
