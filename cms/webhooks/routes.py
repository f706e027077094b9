"""Webhooks of the caller over HTTP: parse, load, call, present."""

from flask import Blueprint, Response, current_app

from cms.access.guard import oneself, requires
from cms.access.permissions import Permission
from cms.access.rates import Rate, rated
from cms.errors import not_found
from cms.images.schemas import ListQuery
from cms.settings import Settings
from cms.webhooks import queries, schemas, service
from cms.webhooks.models import Webhook
from cms.wire.requests import answer, gives, no_content, takes

blueprint = Blueprint("webhooks", __name__, url_prefix="/api/v1/me/webhooks")


def load(webhook_id: str) -> Webhook:
    """The one way to a webhook: it is the caller's, else 404."""
    found = queries.webhook_of(oneself(), webhook_id)
    if found is None:
        raise not_found()
    return found


@blueprint.get("")
@requires(Permission.SEE_OWN_ACCOUNT)
@gives(schemas.WebhookList)
def list_webhooks() -> Response:
    """The caller's webhooks, without their secrets."""
    items = [schemas.present_webhook(row) for row in queries.webhooks_of(oneself())]
    return answer(schemas.WebhookList(items=items, next=None))


@blueprint.post("")
@requires(Permission.EDIT_OWN_ACCOUNT, Permission.SEE_OWN_ACCOUNT, Permission.SEE_IMAGE)
@takes(body=schemas.NewWebhook)
@gives(schemas.NewWebhookOut, status=201)
def add_webhook(body: schemas.NewWebhook) -> Response:
    """Have a program told what one is told; the secret that signs it is in this answer alone."""
    settings: Settings = current_app.extensions["settings"]
    row, secret = service.add(oneself(), url=body.url, kinds=body.kinds, key=settings.secret)
    shown = schemas.present_webhook(row).model_dump()
    return answer(schemas.NewWebhookOut(**shown, secret=secret), 201)


@blueprint.patch("/<webhook_id>")
@requires(Permission.EDIT_OWN_ACCOUNT, Permission.SEE_OWN_ACCOUNT, Permission.SEE_IMAGE)
@takes(body=schemas.WebhookChange)
@gives(schemas.WebhookOut)
def change_webhook(webhook_id: str, body: schemas.WebhookChange) -> Response:
    """Send elsewhere or other kinds, or switch it off and on."""
    row = load(webhook_id)
    service.change(row, {name: getattr(body, name) for name in body.model_fields_set})
    return answer(schemas.present_webhook(row))


@blueprint.delete("/<webhook_id>")
@requires(Permission.EDIT_OWN_ACCOUNT)
@gives(None, status=204)
def delete_webhook(webhook_id: str) -> Response:
    """Send nothing there any more; its log goes too."""
    service.remove(load(webhook_id))
    return no_content()


@blueprint.get("/<webhook_id>/deliveries")
@requires(Permission.SEE_OWN_ACCOUNT)
@takes(query=ListQuery)
@gives(schemas.DeliveryList)
def list_deliveries(webhook_id: str, query: ListQuery) -> Response:
    """What was sent there in the last 30 days, the newest first, and what became of it."""
    page = queries.deliveries_to(load(webhook_id), query.wanted())
    items = [schemas.present_delivery(row) for row in page.rows]
    return answer(schemas.DeliveryList(items=items, next=page.next))


@blueprint.post("/<webhook_id>/deliveries/<delivery_id>/replay")
@requires(Permission.EDIT_OWN_ACCOUNT)
@rated(Rate.HOOK)
@gives(schemas.DeliveryOut, status=202)
def replay_delivery(webhook_id: str, delivery_id: str) -> Response:
    """Send something once more, as it is now and with the same id."""
    webhook = load(webhook_id)
    delivery = queries.delivery_to(webhook, delivery_id)
    if delivery is None:
        raise not_found()
    service.replay(webhook, delivery)
    return answer(schemas.present_delivery(delivery), 202)


@blueprint.post("/<webhook_id>/test")
@requires(Permission.EDIT_OWN_ACCOUNT)
@rated(Rate.HOOK)
@gives(schemas.DeliveryOut, status=202)
def try_webhook(webhook_id: str) -> Response:
    """Send a `ping`, to see whether it arrives."""
    return answer(schemas.present_delivery(service.try_out(load(webhook_id))), 202)
