"""Webhooks and what was sent to them as JSON, in and out."""

from datetime import datetime
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from cms.events import Occasion
from cms.images.schemas import Text
from cms.webhooks.models import Delivery, DeliveryState, Webhook, WebhookState
from cms.wire.requests import Answer, Body


def reachable(text: str) -> str:
    """An address that can be asked, as far as it tells; where it leads is looked at whenever it is asked."""
    try:
        parts = urlsplit(text)
        is_good = parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
        is_good = is_good and parts.port != 0 and not parts.fragment and not any(map(str.isspace, text))
    except ValueError:
        is_good = False
    if not is_good:
        raise ValueError("An address that begins with https:// or http://, without a name or password in it.")
    return text


Url = Annotated[Text, Field(min_length=1, max_length=2000), AfterValidator(reachable)]
Kinds = Annotated[list[Occasion], Field(min_length=1, max_length=50)]


class NewWebhook(Body):
    """Where to send what, of the kinds of notifications."""

    url: Url
    kinds: Kinds


class WebhookChange(Body):
    """Only what is sent changes."""

    url: Url = ""
    kinds: Kinds = []
    active: bool = True


class WebhookOut(Answer):
    """`broken`: nothing was taken there for days, so nothing is sent until it is switched on again."""

    id: str
    url: str
    kinds: list[Occasion]
    state: WebhookState
    created_at: datetime


class NewWebhookOut(WebhookOut):
    """`secret` signs what is sent; it is told only here."""

    secret: str


class WebhookList(Answer):
    items: list[WebhookOut]
    next: None


class DeliveryOut(Answer):
    """`status` is what was answered last; `next_at` when it is tried again."""

    id: str
    kind: Occasion | Literal["ping"]
    state: DeliveryState
    attempts: int
    status: int | None
    error: str | None
    created_at: datetime
    next_at: datetime | None


class DeliveryList(Answer):
    items: list[DeliveryOut]
    next: str | None


def present_webhook(webhook: Webhook) -> WebhookOut:
    return WebhookOut(
        id=webhook.id,
        url=webhook.url,
        kinds=webhook.kinds,
        state=WebhookState(webhook.state),
        created_at=webhook.created_at,
    )


def present_delivery(row: Delivery) -> DeliveryOut:
    return DeliveryOut(
        id=row.id,
        kind=row.kind,  # type: ignore[arg-type]
        state=DeliveryState(row.state),
        attempts=row.attempts,
        status=row.status,
        error=row.problem,
        created_at=row.created_at,
        next_at=row.next_at,
    )
