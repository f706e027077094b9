"""Devices as JSON, in and out; never the keys that a browser gave."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field

from cms.push.encryption import public_key_in, secret_in
from cms.push.models import PushDevice
from cms.webhooks.schemas import Url
from cms.wire.requests import Answer, Body


class KeysIn(Body):
    """As a browser writes them, in base64 for addresses: a point of P-256, and sixteen bytes."""

    p256dh: Annotated[str, Field(max_length=100), AfterValidator(public_key_in)]
    auth: Annotated[str, Field(max_length=40), AfterValidator(secret_in)]


class NewDevice(Body):
    """What a browser says of its subscription (`PushSubscription.toJSON`)."""

    endpoint: Url
    keys: KeysIn


class DeviceOut(Answer):
    """`device` is what somebody would call the browser; `is_current` that of the caller's login."""

    id: str
    device: str
    created_at: datetime
    is_current: bool


class DeviceList(Answer):
    """`public_key` is what a browser wants told when it subscribes."""

    public_key: str
    items: list[DeviceOut]
    next: None


class WordsOut(Answer):
    """In the language of the account; what has the same `tag` stands in place of what was shown before."""

    title: str
    body: str
    url: str
    tag: str


def present_device(row: PushDevice, *, login_id: str | None) -> DeviceOut:
    is_current = login_id is not None and row.login_id == login_id
    return DeviceOut(id=row.id, device=row.device, created_at=row.created_at, is_current=is_current)
