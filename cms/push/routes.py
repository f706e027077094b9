"""Devices of the caller that are told, over HTTP: parse, load, call, present."""

from flask import Blueprint, Response, current_app, g, request

from cms.access.guard import oneself, requires
from cms.access.permissions import Permission
from cms.accounts.routes import own_account
from cms.errors import not_found
from cms.logins.service import device_of
from cms.push import queries, schemas, service
from cms.push.vapid import public_key_of
from cms.settings import Settings
from cms.wire.requests import answer, gives, no_content, takes

blueprint = Blueprint("push", __name__, url_prefix="/api/v1/me/push")


@blueprint.get("")
@requires(Permission.SEE_OWN_ACCOUNT)
@gives(schemas.DeviceList)
def list_devices() -> Response:
    """The devices that show what the caller is told, and the key by which browsers know this site."""
    items = [schemas.present_device(row, login_id=g.login_id) for row in queries.devices_of(oneself())]
    return answer(schemas.DeviceList(public_key=public_key_of(site().secret), items=items, next=None))


@blueprint.post("")
@requires(Permission.EDIT_OWN_ACCOUNT, Permission.SEE_OWN_ACCOUNT, Permission.SEE_IMAGE)
@takes(body=schemas.NewDevice)
@gives(schemas.DeviceOut)
def add_device(body: schemas.NewDevice) -> Response:
    """Have this browser show what one is told, while one is logged in here; said again, it changes nothing."""
    login = service.Place(g.login_id, device_of(request.headers.get("User-Agent", "")))
    keys = service.Keys(body.keys.p256dh, body.keys.auth)
    row = service.add(oneself(), body.endpoint, keys, login, site())
    return answer(schemas.present_device(row, login_id=g.login_id))


@blueprint.delete("/<device_id>")
@requires(Permission.EDIT_OWN_ACCOUNT)
@gives(None, status=204)
def remove_device(device_id: str) -> Response:
    """Show nothing there any more."""
    found = queries.device_of(oneself(), device_id)
    if found is None:
        raise not_found()
    service.remove(found)
    return no_content()


@blueprint.get("/notifications/<notification_id>")
@requires(Permission.SEE_OWN_ACCOUNT, Permission.SEE_IMAGE)
@gives(schemas.WordsOut)
def show_words(notification_id: str) -> Response:
    """What a device shows of this: read again at that moment, 404 where there is nothing to tell any more."""
    words = service.words_now(own_account(), notification_id, site())
    if words is None:
        raise not_found()
    return answer(schemas.WordsOut(**words))


def site() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
