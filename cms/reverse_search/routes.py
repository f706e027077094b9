"""Searching by picture over HTTP: parse, load, call, present."""

import hashlib
import json
from collections.abc import Callable

from flask import Blueprint, Response, current_app, request
from pydantic import BaseModel
from werkzeug.wrappers import Response as AnyResponse

from cms.access.guard import checked, current_viewer, requires
from cms.access.permissions import Permission
from cms.access.rates import Rate, rated
from cms.backends import Backends
from cms.errors import invalid, login_needed, not_found
from cms.extensions import db
from cms.images.arrivals import form_file, judge
from cms.images.bytes import chunks, rendition_answer
from cms.images.models import Image
from cms.images.queries import image_by_id, visible_ids
from cms.images.schemas import ListQuery
from cms.images.service import Arrival
from cms.pagination import decode_cursor, encode_cursor
from cms.reverse_search import presenting, queries, schemas, service
from cms.reverse_search.models import ReverseSearch
from cms.reverse_search.similar import similar_to
from cms.wire.addresses import here
from cms.wire.language import caller_language
from cms.wire.once import answer_once, fingerprint_of
from cms.wire.requests import answer, gives, read_fields, takes

blueprint = Blueprint("likeness", __name__, url_prefix="/api/v1")


def load(search_id: str) -> ReverseSearch:
    search = queries.search_by_id(search_id)
    if search is None:
        raise not_found()
    return search


def load_image(image_id: str) -> Image:
    return checked(image_by_id(image_id), see=Permission.SEE_IMAGE)


def backends() -> Backends:
    found: Backends = current_app.extensions["backends"]
    return found


@blueprint.post("/reverse-searches")
@requires(Permission.SEARCH_BY_PICTURE, Permission.SEE_IMAGE)
@rated(Rate.LIKENESS)
@takes(body=schemas.ReverseSearchStart, form=schemas.ReverseSearchUpload)
@gives(schemas.ReverseSearchOut, status=202)
def search_by_picture(body: schemas.ReverseSearchStart | None) -> Response:
    """Ask which pictures look like one that is sent along, or like one that is here."""
    if body is None:
        return _by_upload()

    def ask() -> ReverseSearch:
        return service.ask_by_image(current_viewer(), load_image(body.image), body.box)

    return _begun(fingerprint_of(body), ask)


def _by_upload() -> Response:
    file, name = form_file()
    fields = read_fields(schemas.ReverseSearchFields, request.form)
    assert isinstance(fields, schemas.ReverseSearchFields)
    arrival = Arrival(file, file.sha256, name, judge(file))  # type: ignore[arg-type]
    told = hashlib.sha256(json.dumps([file.sha256, fields.box]).encode()).hexdigest()
    return _begun(
        told, lambda: service.ask_by_upload(current_viewer(), arrival, fields.box, storage=backends().storage)
    )


def _begun(told: str, ask: Callable[[], ReverseSearch]) -> Response:
    """The search that was asked for; the same again where an account asks twice with one key."""

    def create() -> tuple[BaseModel, int, str | None]:
        made = presenting.present_search(ask(), current_viewer(), language=caller_language())
        return made, 202, f"/api/v1/reverse-searches/{made.id}"

    if current_viewer() is not None:
        return answer_once(told, create)
    made, status, location = create()
    response = answer(made, status)
    response.headers["Location"] = here(str(location))
    return response


@blueprint.get("/reverse-searches/<search_id>")
@requires(Permission.SEARCH_BY_PICTURE, Permission.SEE_IMAGE)
@gives(schemas.ReverseSearchOut)
def show_search(search_id: str) -> Response:
    """How far a search is, and what it found as far as the caller may see it now."""
    return answer(presenting.present_search(load(search_id), current_viewer(), language=caller_language()))


@blueprint.get("/reverse-searches/<search_id>/picture")
@requires(Permission.SEARCH_BY_PICTURE, Permission.SEE_IMAGE)
@gives("image/webp")
def show_question(search_id: str) -> AnyResponse:
    """The picture that was asked with, for who asked; an image that is here only as long as they may see it."""
    search = load(search_id)
    if not presenting.may_see_question(search, current_viewer()):
        raise not_found()
    image = load_image(search.image_id) if search.image_id is not None else None
    if search.query_key is not None:
        response: AnyResponse = Response(chunks(backends().storage.open(search.query_key)), mimetype="image/webp")
    elif image is not None and search.box is None:
        response = rendition_answer(image, service.READ_FROM)
    else:
        raise not_found()
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@blueprint.get("/images/<image_id>/similar")
@requires(Permission.SEE_IMAGE)
@rated(Rate.SIMILAR)
@takes(query=ListQuery)
@gives(schemas.SimilarList)
def list_similar(image_id: str, query: ListQuery) -> Response:
    """Pictures that look like this one, nearest first."""
    image = load_image(image_id)
    if service.READ_FROM not in image.rendition_keys:
        return answer(schemas.SimilarList(items=[], next=None))
    after = place_of(query.cursor)
    db.session.remove()
    near = similar_to(image_id, queue=backends().queue)
    viewer = current_viewer()
    seen = visible_ids(viewer, [other for other, _distance in near])
    near = [one for one in near if one[0] in seen and (after is None or (one[1], one[0]) > after)]
    page = near[: query.limit]
    end = encode_cursor(str(page[-1][1]), page[-1][0]) if len(near) > len(page) else None
    images = presenting.shown_images(viewer, [other for other, _distance in page], language=caller_language())
    items = [schemas.Similar(image=images[other], distance=far) for other, far in page if other in images]
    return answer(schemas.SimilarList(items=items, next=end))


def place_of(cursor: str | None) -> tuple[float, str] | None:
    """Distance and id of the last one shown. Raises 422 for any other text."""
    if cursor is None:
        return None
    distance, last = decode_cursor(cursor, parts=2)
    try:
        return float(distance), last
    except ValueError as error:
        raise invalid("cursor", "This is not a cursor of a list.") from error


@blueprint.get("/me/copies")
@requires(Permission.LIST_OWN_IMAGES)
@takes(query=ListQuery)
@gives(schemas.CopyGroupList)
def list_copies(query: ListQuery) -> Response:
    """The caller's pictures that are there more than once, the group with the newest one first."""
    from cms.reverse_search.copies import groups_of, newest_in  # NumPy, which nothing else here needs

    viewer = current_viewer()
    if viewer is None:
        raise login_needed()
    groups = groups_of(queries.own_pictures(viewer))
    if query.cursor is not None:
        (last,) = decode_cursor(query.cursor, parts=1)
        groups = [one for one in groups if newest_in(one) < last]
    page = groups[: query.limit]
    items = presenting.present_groups(page, viewer, language=caller_language())
    end = encode_cursor(newest_in(page[-1])) if len(groups) > len(page) else None
    return answer(schemas.CopyGroupList(items=items, next=end))
