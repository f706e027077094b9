"""Notifications over HTTP: parse, load, call, present."""

from flask import Blueprint, Response, current_app
from flask_wtf.csrf import generate_csrf

from cms.access.guard import oneself, public, requires
from cms.access.permissions import Permission
from cms.access.viewer import Viewer
from cms.accounts.models import Account
from cms.errors import not_found
from cms.images.schemas import ListQuery, Title
from cms.notifications import digests, letters, queries, schemas, service
from cms.notifications.models import Often
from cms.notifications.presenting import present_notification
from cms.settings import Settings
from cms.wire.addresses import here
from cms.wire.requests import answer, gives, takes

blueprint = Blueprint("notifications", __name__, url_prefix="/api/v1")
by_link = Blueprint("unsubscribing", __name__)
STYLE = "/plain.css"


@blueprint.get("/notifications")
@requires(Permission.SEE_OWN_ACCOUNT, Permission.SEE_IMAGE)
@takes(query=ListQuery)
@gives(schemas.NotificationList)
def list_notifications(query: ListQuery) -> Response:
    """What the caller is told, the newest first, as far as they may still see what it is about."""
    viewer = oneself()
    page = queries.told_to(viewer, query.wanted())
    items = [present_notification(told) for told in page.rows]
    return answer(schemas.NotificationList(items=items, next=page.next, unread=queries.unread_by(viewer)))


@blueprint.post("/notifications/read")
@requires(Permission.EDIT_OWN_ACCOUNT)
@takes(body=schemas.Reading)
@gives(schemas.Unread)
def read_notifications(body: schemas.Reading) -> Response:
    """Some or all were read, on whichever device."""
    service.mark_read(oneself(), ids=body.ids, until=body.until)
    return answer(schemas.Unread(unread=queries.unread_by(oneself())))


@blueprint.get("/me/notification-settings")
@requires(Permission.SEE_OWN_ACCOUNT, Permission.SEE_ALBUM)
@gives(schemas.SettingsOut)
def show_settings() -> Response:
    """What the caller wants to be told."""
    return answer(present_settings(oneself()))


@blueprint.patch("/me/notification-settings")
@requires(Permission.EDIT_OWN_ACCOUNT, Permission.SEE_ALBUM)
@takes(body=schemas.SettingsChange)
@gives(schemas.SettingsOut)
def change_settings(body: schemas.SettingsChange) -> Response:
    """Say what one wants to be told."""
    ways = {kind: said.model_dump(exclude_unset=True) for kind, said in (body.kinds or {}).items()}
    service.change_settings(oneself(), kinds=ways or None, muted_albums=body.muted_albums, digest=body.digest)
    return answer(present_settings(oneself()))


def present_settings(viewer: Viewer) -> schemas.SettingsOut:
    row, muted = queries.settings_of(viewer.id), queries.muted_albums_of(viewer)
    ways = service.ways_of(row.kinds if row is not None else None)
    return schemas.SettingsOut(
        digest=Often(row.digest) if row is not None else Often.DAILY,
        kinds={kind: schemas.WaysOut(app=one.app, mail=one.mail, push=one.push) for kind, one in ways.items()},
        muted_albums=[Title(id=album_id, title=title) for album_id, title in muted.items()],
    )


@by_link.get("/unsubscribe/<token>")
@public
def ask_to_stop(token: str) -> Response:
    """The page of the link in a digest; looking changes nothing, since programs open links too."""
    account = account_of(token)
    return page(letters.ask_page(account.language, site=site().site_name, style=here(STYLE), csrf=generate_csrf()))


@by_link.post("/unsubscribe/<token>")
@public
def stop_digests(token: str) -> Response:
    """No more digests, at one click and without a login (RFC 8058)."""
    account = account_of(token)
    digests.stop(account)
    return page(letters.done_page(account.language, site=site().site_name, style=here(STYLE)))


def account_of(token: str) -> Account:
    """Raises 404 for a token that this site did not make."""
    found = digests.account_of(token, key=site().secret)
    if found is None:
        raise not_found()
    return found


def page(text: str) -> Response:
    response = Response(text, mimetype="text/html")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def site() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
