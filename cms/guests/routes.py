"""Pictures of guests over HTTP: sent through a share link, taken or refused by the owner of the album."""

from flask import Blueprint, Response, current_app

from cms.access.guard import checked, current_viewer, requires
from cms.access.permissions import Permission
from cms.access.policy import permits
from cms.access.rates import Rate, rated
from cms.accounts.standing import refuse_banned
from cms.albums.queries import album_by_id
from cms.errors import forbidden
from cms.guests import presenting, queries, schemas, service
from cms.images.arrivals import receive_picture
from cms.images.models import Album
from cms.images.schemas import ListQuery
from cms.images.service import Arrival
from cms.logins.routes import caller_address
from cms.shares.models import ShareLink
from cms.shares.routes import load_opened, seal
from cms.transaction import reading
from cms.wire.once import answer_once
from cms.wire.requests import answer, gives, takes

blueprint = Blueprint("guests", __name__, url_prefix="/api/v1")
blueprint.after_request(seal)


def load(album_id: str) -> Album:
    """An album of the caller's own (else 404 or 403)."""
    return checked(album_by_id(album_id), see=Permission.SEE_ALBUM, do=Permission.EDIT_ALBUM)


@blueprint.post("/share/<token>/images")
@requires(Permission.ADD_BY_LINK)
@rated(Rate.ADD)
@takes(form=schemas.GuestUpload)
@gives(schemas.Sent, status=201)
def send_picture(token: str) -> Response:
    """Send a picture for the album of a link that takes some: a form as for `POST /images`, or the bare bytes."""
    with reading():
        link_id = load_taking(token).id
    arrival, fields, told = receive_picture(schemas.GuestFields)
    return answer_once(told, lambda: _sent(token, arrival, fields.name), by=link_id)


def _sent(token: str, arrival: Arrival, guest: str) -> tuple[schemas.Sent, int, str | None]:
    service.send(load_taking(token), arrival, guest=guest, storage=current_app.extensions["backends"].storage)
    return schemas.Sent(state="waiting"), 201, None


def load_taking(token: str) -> ShareLink:
    """A link that takes pictures. Raises 403 where it takes none, or none from this address."""
    refuse_banned(caller_address())
    link = load_opened(token).link
    if not permits(current_viewer(), Permission.ADD_BY_LINK, link):
        raise forbidden()
    return link


@blueprint.get("/albums/<album_id>/guests")
@requires(Permission.EDIT_ALBUM)
@takes(query=ListQuery)
@gives(schemas.GuestList)
def list_waiting(album_id: str, query: ListQuery) -> Response:
    """What guests sent for an album of one's own and waits, the newest first."""
    album = load(album_id)
    page = queries.waiting_page(album, query.wanted())
    items = [presenting.present_waiting(one) for one in page.rows]
    return answer(schemas.GuestList(items=items, count=queries.number_waiting(album), next=page.next))


@blueprint.post("/albums/<album_id>/guests/approve")
@requires(Permission.EDIT_ALBUM, Permission.EDIT_IMAGE)
@rated(Rate.BATCH)
@takes(body=schemas.ChosenGuests)
@gives(schemas.Decided)
def approve(album_id: str, body: schemas.ChosenGuests) -> Response:
    """Let pictures of guests into an album of one's own; they are seen as far as the album is."""
    album = load(album_id)
    count = service.take(album, body.ids)
    return answer(schemas.Decided(count=count, waiting=queries.number_waiting(album)))


@blueprint.post("/albums/<album_id>/guests/refuse")
@requires(Permission.EDIT_ALBUM, Permission.EDIT_IMAGE)
@rated(Rate.BATCH)
@takes(body=schemas.ChosenGuests)
@gives(schemas.Decided)
def refuse(album_id: str, body: schemas.ChosenGuests) -> Response:
    """Delete pictures of guests for ever that wait for an album of one's own."""
    album = load(album_id)
    count = service.refuse(album, body.ids)
    return answer(schemas.Decided(count=count, waiting=queries.number_waiting(album)))
