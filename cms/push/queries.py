"""Reads of devices and of what is still to be told to them: always one account's, but for what is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select

from cms.access.audience import told_account
from cms.access.sql import to_sql
from cms.access.viewer import Viewer
from cms.accounts.models import Account
from cms.extensions import db
from cms.push.models import PushDelivery, PushDevice


def devices_of(viewer: Viewer) -> Sequence[PushDevice]:
    """The viewer's own, in the order in which they were made."""
    mine = select(PushDevice).where(to_sql(told_account(viewer), PushDevice))
    return db.session.scalars(mine.order_by(PushDevice.id)).all()


def device_of(viewer: Viewer, device_id: str) -> PushDevice | None:
    mine = select(PushDevice).where(to_sql(told_account(viewer), PushDevice), PushDevice.id == device_id)
    found: PushDevice | None = db.session.scalar(mine)
    return found


def devices_to_tell(account_id: str) -> Sequence[str]:
    """The ids of those of this account."""
    return db.session.scalars(select(PushDevice.id).filter_by(account_id=account_id)).all()


def device_at(endpoint: str) -> PushDevice | None:
    """Whoever's it is; nobody else changes it until the end of the transaction."""
    one = select(PushDevice).filter_by(endpoint_hash=hash_of(endpoint)).with_for_update()
    found: PushDevice | None = db.session.scalar(one)
    return found


def hash_of(endpoint: str) -> str:
    return sha256(endpoint.encode()).hexdigest()


@dataclass(frozen=True)
class Due:
    """A delivery with where it goes and whose it is."""

    delivery: PushDelivery
    device: PushDevice
    account: Account


def locked(delivery_id: str) -> Due | None:
    """A delivery that nobody else changes until the end of the transaction."""
    query = select(PushDelivery).filter_by(id=delivery_id).with_for_update()
    delivery = db.session.scalar(query, execution_options={"populate_existing": True})
    device = db.session.get(PushDevice, delivery.device_id, populate_existing=True) if delivery else None
    account = db.session.get(Account, device.account_id, populate_existing=True) if device else None
    return Due(delivery, device, account) if delivery and device and account else None


def due_again(at: datetime, *, limit: int) -> Sequence[str]:
    """Deliveries that were tried in vain, and whose next time has come."""
    waits = (PushDelivery.next_at <= at, PushDelivery.attempts > 0)
    return db.session.scalars(select(PushDelivery.id).where(*waits).order_by(PushDelivery.next_at).limit(limit)).all()
