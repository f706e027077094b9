"""Reads of webhooks and of what was sent to them: always one account's, but for what is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from cms.access.audience import told_account
from cms.access.sql import to_sql
from cms.access.viewer import Viewer
from cms.accounts.models import Account
from cms.extensions import db
from cms.pagination import Page, Wanted, decode_cursor, encode_cursor
from cms.webhooks.models import Delivery, DeliveryState, Webhook, WebhookState


def webhooks_of(viewer: Viewer) -> Sequence[Webhook]:
    """The viewer's own, in the order in which they were made."""
    mine = select(Webhook).where(to_sql(told_account(viewer), Webhook))
    return db.session.scalars(mine.order_by(Webhook.id)).all()


def webhook_of(viewer: Viewer, webhook_id: str) -> Webhook | None:
    mine = select(Webhook).where(to_sql(told_account(viewer), Webhook), Webhook.id == webhook_id)
    found: Webhook | None = db.session.scalar(mine)
    return found


def count_of(viewer: Viewer) -> int:
    mine = select(func.count()).select_from(Webhook).where(to_sql(told_account(viewer), Webhook))
    return db.session.scalar(mine) or 0


def listening(account_id: str) -> Sequence[Webhook]:
    """Those of this account that are switched on."""
    return db.session.scalars(select(Webhook).filter_by(account_id=account_id, state=WebhookState.ACTIVE)).all()


def deliveries_to(webhook: Webhook, wanted: Wanted) -> Page[Delivery]:
    """The log of one webhook, the newest first."""
    query = select(Delivery).filter_by(webhook_id=webhook.id)
    if wanted.cursor is not None:
        (last,) = decode_cursor(wanted.cursor, parts=1)
        query = query.where(Delivery.id < last)
    rows = db.session.scalars(query.order_by(Delivery.id.desc()).limit(wanted.limit + 1)).all()
    shown = rows[: wanted.limit]
    return Page(shown, encode_cursor(shown[-1].id) if len(rows) > wanted.limit else None)


def delivery_to(webhook: Webhook, delivery_id: str) -> Delivery | None:
    found: Delivery | None = db.session.scalar(select(Delivery).filter_by(webhook_id=webhook.id, id=delivery_id))
    return found


@dataclass(frozen=True)
class Due:
    """A delivery with where it goes and whose it is."""

    delivery: Delivery
    webhook: Webhook
    account: Account


def locked(delivery_id: str) -> Due | None:
    """A delivery that nobody else changes until the end of the transaction."""
    fresh = {"populate_existing": True}
    query = select(Delivery).filter_by(id=delivery_id).with_for_update()
    delivery = db.session.scalar(query, execution_options=fresh)
    webhook = db.session.get(Webhook, delivery.webhook_id, populate_existing=True) if delivery else None
    account = db.session.get(Account, webhook.account_id, populate_existing=True) if webhook else None
    return Due(delivery, webhook, account) if delivery and webhook and account else None


def due_again(at: datetime, *, limit: int) -> Sequence[str]:
    """Deliveries that were tried in vain, and whose next time has come."""
    waits = (Delivery.state == DeliveryState.PENDING, Delivery.next_at <= at, Delivery.attempts > 0)
    return db.session.scalars(select(Delivery.id).where(*waits).order_by(Delivery.next_at).limit(limit)).all()
