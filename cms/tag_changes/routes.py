"""Tags in the hands of moderators over HTTP: parse, load, call, present."""

from flask import Blueprint, Response
from pydantic import BaseModel

from cms.access.guard import current_viewer, requires
from cms.access.permissions import Permission
from cms.access.rates import Rate, rated
from cms.access.viewer import Viewer
from cms.errors import login_needed, not_found
from cms.tag_changes import presenting, queries, schemas, service
from cms.tag_changes.models import TagChange
from cms.tags import queries as relations
from cms.tags import service as relating
from cms.tags.keys import meant_tag
from cms.transaction import reading
from cms.wire.language import caller_language
from cms.wire.once import answer_once, fingerprint_of
from cms.wire.requests import Body, answer, gives, takes

blueprint = Blueprint("tag_changes", __name__, url_prefix="/api/v1")


def moderator() -> Viewer:
    viewer = current_viewer()
    if viewer is None:
        raise login_needed()
    return viewer


def load(change_id: str) -> TagChange:
    change = queries.change_by_id(change_id)
    if change is None:
        raise not_found()
    return change


def key_of(tag: str | None) -> str | None:
    return meant_tag(tag)[0] if tag else None


def presented(change: TagChange) -> tuple[BaseModel, int, str | None]:
    return presenting.present_changes([change])[0], 202, f"/api/v1/tags/changes/{change.id}"


@blueprint.get("/tags/relations")
@requires(Permission.MODERATE)
@takes(query=schemas.OfTag)
@gives(schemas.RelationList)
def list_relations(query: schemas.OfTag) -> Response:
    """What was said of a tag, or of any, newest first, with what was taken back."""
    rows = relations.history_of(key_of(query.tag))
    return answer(schemas.RelationList(items=presenting.present_relations(rows), next=None))


@blueprint.post("/tags/relations")
@requires(Permission.MODERATE)
@takes(body=schemas.RelationStart)
@gives(schemas.RelationOut, status=201)
def add_relation(body: schemas.RelationStart) -> Response:
    """Say that a word means a tag, that a tag is found by a broader one, or of what kind a tag is."""

    def create() -> tuple[BaseModel, int, str | None]:
        row = relating.say(moderator(), body.kind, body.word, body.target)
        return presenting.present_relations([row])[0], 201, None

    return answer_once(fingerprint_of(body), create)


@blueprint.delete("/tags/relations/<relation_id>")
@requires(Permission.MODERATE)
@gives(None, status=204)
def remove_relation(relation_id: str) -> Response:
    """Take back what was said; the history keeps it."""
    row = relations.relation_by_id(relation_id)
    if row is None:
        raise not_found()
    relating.remove(moderator(), row)
    return Response(status=204)


@blueprint.post("/tags/changes/preview")
@requires(Permission.MODERATE)
@rated(Rate.SEARCH)
@takes(body=schemas.TagChangeStart)
@gives(schemas.TagPreviewOut)
def preview_change(body: schemas.TagChangeStart) -> Response:
    """What it would mean that a tag becomes another one; nothing is changed."""
    viewer = moderator()
    with reading():
        preview = service.preview(viewer, body.tag, body.to)
        return answer(presenting.present_preview(preview, viewer, language=caller_language()))


@blueprint.post("/tags/changes")
@requires(Permission.MODERATE)
@rated(Rate.BATCH)
@takes(body=schemas.TagChangeStart)
@gives(schemas.TagChangeOut, status=202)
def begin_change(body: schemas.TagChangeStart) -> Response:
    """Rename a tag, or merge it into another one, on every picture that has it."""
    return answer_once(
        fingerprint_of(body), lambda: presented(service.begin(moderator(), body.tag, body.to, alias=body.alias))
    )


@blueprint.get("/tags/changes")
@requires(Permission.MODERATE)
@takes(query=schemas.ChangesQuery)
@gives(schemas.TagChangeList)
def list_changes(query: schemas.ChangesQuery) -> Response:
    """All changes of tags, or those of one, newest first."""
    page = queries.changes(query.wanted(), key=key_of(query.tag))
    return answer(schemas.TagChangeList(items=presenting.present_changes(page.rows), next=page.next))


@blueprint.get("/tags/changes/<change_id>")
@requires(Permission.MODERATE)
@gives(schemas.TagChangeOut)
def show_change(change_id: str) -> Response:
    """How far a change is."""
    return answer(presenting.present_changes([load(change_id)])[0])


@blueprint.post("/tags/changes/<change_id>/undo")
@requires(Permission.MODERATE)
@rated(Rate.BATCH)
@gives(schemas.TagChangeOut, status=202)
def undo_change(change_id: str) -> Response:
    """Put the old tag back, but for pictures whose tags were changed since."""
    return answer_once(fingerprint_of(Body()), lambda: presented(service.undo(moderator(), load(change_id))))
