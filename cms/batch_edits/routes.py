"""Editing many images at once over HTTP: parse, load, call, present."""

from dataclasses import replace
from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, Response
from pydantic import BaseModel

from cms.access.guard import checked, current_viewer, requires
from cms.access.permissions import Permission
from cms.access.policy import is_in_scope
from cms.access.rates import Rate, rated
from cms.access.viewer import Viewer
from cms.batch_edits import presenting, queries, schemas, service
from cms.batch_edits.models import BatchEdit
from cms.errors import FieldError, Problem, forbidden, invalid, login_needed
from cms.images.schemas import ListQuery
from cms.search.asking import parameters_of, wish_of
from cms.search.counting import own_found
from cms.search.routes import index
from cms.transaction import reading
from cms.wire.language import caller_language
from cms.wire.once import answer_once, fingerprint_of
from cms.wire.requests import Body, answer, gives, takes

blueprint = Blueprint("batch_edits", __name__, url_prefix="/api/v1")
NOT_OF_A_SELECTION = {"scope", "limit", "cursor"}


def whoever_asks() -> Viewer:
    viewer = current_viewer()
    if viewer is None:
        raise login_needed()
    return viewer


def load(edit_id: str) -> BatchEdit:
    """One's own edit; anybody else's is not there."""
    return checked(queries.edit_by_id(edit_id), see=Permission.EDIT_IMAGE)


def checked_change(viewer: Viewer, body: schemas.BatchEditStart) -> dict[str, object]:
    """The change, if this caller may ask for it. Raises Problem 403 where a token does not reach albums."""
    change = body.change.named()
    if "album" in change and not is_in_scope(viewer, Permission.EDIT_ALBUM):
        raise forbidden()
    service.check_album(viewer, change)
    return change


def chosen(viewer: Viewer, body: schemas.BatchEditStart) -> list[str]:
    """The ids that were sent, each once, or those that the search finds now."""
    if (body.ids is None) == (body.query is None):
        raise invalid("ids", "Either ids or a query: exactly one of both.")
    return list(dict.fromkeys(body.ids)) if body.ids is not None else found(viewer, body.query or "")


def found(viewer: Viewer, query: str) -> list[str]:
    """The caller's own pictures that this search finds. Raises Problem 422 for none, too many or no search."""
    given = [(name, value) for name, value in parse_qsl(query.removeprefix("?")) if name not in NOT_OF_A_SELECTION]
    try:
        ids = own_found(index(), viewer, wish_of(parameters_of(urlencode(given))), most=service.MOST + 1)
    except Problem as problem:
        errors = tuple(FieldError(f"query.{error.field}", error.message) for error in problem.errors)
        raise replace(problem, errors=errors) from problem
    if not ids:
        raise invalid("query", "This search finds none of your pictures.")
    if len(ids) > service.MOST:
        raise invalid("query", f"This search finds more than {service.MOST} of your pictures; narrow it down.")
    return ids


def presented(edit: BatchEdit) -> tuple[BaseModel, int, str | None]:
    return presenting.present_edit(edit), 202, f"/api/v1/batch-edits/{edit.id}"


@blueprint.post("/batch-edits")
@requires(Permission.EDIT_IMAGE, Permission.SEE_IMAGE)
@rated(Rate.BATCH)
@takes(body=schemas.BatchEditStart)
@gives(schemas.BatchEditOut, status=202)
def begin_edit(body: schemas.BatchEditStart) -> Response:
    """Change many pictures at once: what each of them is to be, and which ones."""
    viewer = whoever_asks()

    def begin() -> tuple[BaseModel, int, str | None]:
        with reading():  # a search takes its time, and nobody waits for it
            change, ids = checked_change(viewer, body), chosen(viewer, body)
        return presented(service.begin(viewer, ids, change, query=body.query))

    return answer_once(fingerprint_of(body), begin)


@blueprint.post("/batch-edits/preview")
@requires(Permission.EDIT_IMAGE, Permission.SEE_IMAGE)
@rated(Rate.SEARCH)
@takes(body=schemas.BatchEditStart)
@gives(schemas.PreviewOut)
def preview_edit(body: schemas.BatchEditStart) -> Response:
    """What an edit would do to the first of the pictures; nothing is changed."""
    viewer = whoever_asks()
    with reading():
        change = checked_change(viewer, body)
        preview = service.preview(viewer, chosen(viewer, body), change)
        return answer(presenting.present_preview(preview, viewer, language=caller_language()))


@blueprint.get("/batch-edits")
@requires(Permission.EDIT_IMAGE)
@takes(query=ListQuery)
@gives(schemas.BatchEditList)
def list_edits(query: ListQuery) -> Response:
    """The caller's edits, newest first."""
    page = queries.edits_of(whoever_asks(), query.wanted())
    return answer(schemas.BatchEditList(items=[presenting.present_edit(edit) for edit in page.rows], next=page.next))


@blueprint.get("/batch-edits/<edit_id>")
@requires(Permission.EDIT_IMAGE)
@gives(schemas.BatchEditOut)
def show_edit(edit_id: str) -> Response:
    """How far an edit is, and what came of it."""
    return answer(presenting.present_edit(load(edit_id)))


@blueprint.post("/batch-edits/<edit_id>/undo")
@requires(Permission.EDIT_IMAGE)
@rated(Rate.BATCH)
@gives(schemas.BatchEditOut, status=202)
def undo_edit(edit_id: str) -> Response:
    """Put back what an edit changed, unless it was changed since."""
    return answer_once(fingerprint_of(Body()), lambda: presented(service.undo(load(edit_id))))
