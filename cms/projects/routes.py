"""Projects over HTTP: parse, load, call, present."""

from flask import Blueprint, Response, current_app

from cms.access.guard import checked, oneself, requires
from cms.access.permissions import Permission
from cms.access.rates import Rate, rated
from cms.accounts.eyes import load_person
from cms.albums.queries import album_by_id
from cms.collections.queries import collection_by_id
from cms.errors import not_found
from cms.images.bytes import safe_name
from cms.images.models import Album
from cms.images.schemas import ListQuery
from cms.pagination import encode_cursor
from cms.projects import board, library, presenting, queries, schemas, service, web
from cms.projects.models import Shelf, Verdict
from cms.search.routes import index
from cms.search.service import place_of
from cms.wire.language import caller_language
from cms.wire.once import answer_once, fingerprint_of
from cms.wire.requests import answer, gives, no_content, takes

blueprint = Blueprint("projects", __name__, url_prefix="/api/v1")
AN_HOUR = "private, max-age=3600"


def load(project_id: str, do: Permission | None = None) -> queries.Seated:
    """The one way to a project: the caller has a part in it (else 404) and may do this there (else 403)."""
    return checked(queries.seated(oneself(), project_id), see=Permission.SEE_PROJECT, do=do)


@blueprint.post("/projects")
@requires(Permission.LEAD_PROJECT, Permission.SEE_PROJECT, Permission.SEE_IMAGE)
@takes(body=schemas.NewProject)
@gives(schemas.ProjectOut, status=201)
def create_project(body: schemas.NewProject) -> Response:
    """Begin a project, which its members alone know of."""
    viewer = oneself()

    def create() -> tuple[schemas.ProjectOut, int, str]:
        project = service.create(viewer, body.title, body.brief.model_dump())
        return presenting.present_project(load(project.id), viewer), 201, f"/api/v1/projects/{project.id}"

    return answer_once(fingerprint_of(body), create)


@blueprint.get("/projects")
@requires(Permission.SEE_PROJECT)
@takes(query=ListQuery)
@gives(schemas.ProjectList)
def list_projects(query: ListQuery) -> Response:
    """The caller's projects and those that they are a member of, newest first."""
    viewer = oneself()
    page = queries.projects_of(viewer, query.wanted())
    items = [presenting.present_in_list(one, viewer) for one in page.rows]
    return answer(schemas.ProjectList(items=items, next=page.next))


@blueprint.get("/projects/<project_id>")
@requires(Permission.SEE_PROJECT, Permission.SEE_IMAGE)
@gives(schemas.ProjectOut)
def show_project(project_id: str) -> Response:
    """A project with its members and what is looked for on the web."""
    return answer(presenting.present_project(load(project_id), oneself()))


@blueprint.patch("/projects/<project_id>")
@requires(Permission.EDIT_PROJECT, Permission.SEE_PROJECT, Permission.SEE_IMAGE)
@takes(body=schemas.ProjectChange)
@gives(schemas.ProjectOut)
def change_project(project_id: str, body: schemas.ProjectChange) -> Response:
    """Change the title or the brief."""
    seat, brief = load(project_id, Permission.EDIT_PROJECT), body.brief
    service.change(oneself(), seat.project.id, title=body.title, brief=None if brief is None else brief.model_dump())
    return answer(presenting.present_project(seat, oneself()))


@blueprint.delete("/projects/<project_id>")
@requires(Permission.LEAD_PROJECT, Permission.SEE_PROJECT)
@gives(None, status=204)
def delete_project(project_id: str) -> Response:
    """End a project; no picture goes with it."""
    service.remove(load(project_id, Permission.LEAD_PROJECT).project.id)
    return no_content()


@blueprint.put("/projects/<project_id>/members/<name>")
@requires(Permission.LEAD_PROJECT, Permission.SEE_PROJECT, Permission.SEE_PERSON)
@rated(Rate.BATCH)
@takes(body=schemas.MemberBody)
@gives(schemas.MemberOut)
def give_role(project_id: str, name: str, body: schemas.MemberBody) -> Response:
    """Let somebody into a project of one's own, or change what they may do there."""
    seat = load(project_id, Permission.LEAD_PROJECT)
    person = checked(load_person(name), see=Permission.SEE_PERSON, do=Permission.SHARE_WITH)
    member = service.give_role(oneself(), seat.project.id, person, body.role)
    return answer(presenting.present_member(member, person))


@blueprint.delete("/projects/<project_id>/members/<name>")
@requires(Permission.LEAD_PROJECT, Permission.SEE_PROJECT)
@gives(None, status=204)
def take_role(project_id: str, name: str) -> Response:
    """Take somebody's part in a project; with one's own name: leave it."""
    is_leaving = name == oneself().name
    service.take_role(load(project_id, None if is_leaving else Permission.LEAD_PROJECT).project.id, name)
    return no_content()


@blueprint.get("/projects/<project_id>/references")
@requires(Permission.SEE_PROJECT, Permission.SEE_IMAGE)
@rated(Rate.SEARCH)
@takes(query=schemas.ReferencesQuery)
@gives(schemas.ReferenceList)
def list_references(project_id: str, query: schemas.ReferencesQuery) -> Response:
    """Pictures that fit the brief, the best first: of the library or of the web; or those taken, or hidden."""
    viewer, project, after = oneself(), load(project_id).project, place_of(query.cursor)
    if query.place == Shelf.WEB:
        rows, end = web.proposed(viewer, project, query.verdict, after=after, limit=query.limit)
        items = presenting.present_candidates(project_id, rows)
    elif query.verdict is not None:
        found, end = library.judged(viewer, project, query.verdict), None
        items = presenting.present_images_found(found, viewer, language=caller_language())
    else:
        found, end = library.proposed(index(), viewer, project, after=after, limit=query.limit)
        items = presenting.present_images_found(found, viewer, language=caller_language())
    cursor = None if end is None else encode_cursor(str(end.value), end.id)
    return answer(schemas.ReferenceList(items=items, next=cursor))


@blueprint.get("/projects/<project_id>/found/<found_id>/preview")
@requires(Permission.SEE_PROJECT)
@gives("image/webp")
def show_found(project_id: str, found_id: str) -> Response:
    """A picture that the web gave for a project, as a small WebP of at most 400 pixels."""
    shown = queries.preview_of(load(project_id).project.id, found_id)
    if shown is None:
        raise not_found()
    response = Response(shown, mimetype="image/webp")
    response.headers["Cache-Control"] = AN_HOUR
    return response


@blueprint.get("/projects/<project_id>/board")
@requires(Permission.SEE_PROJECT, Permission.SEE_IMAGE)
@rated(Rate.ARCHIVE)
@takes(query=schemas.BoardQuery)
@gives("*/*")
def show_board(project_id: str, query: schemas.BoardQuery) -> Response:
    """What was taken and the caller may see, on one sheet or in a ZIP, each with whom it is owed to."""
    project, kept = load(project_id).project, current_app.extensions["backends"].storage
    response = Response(board.board_of(oneself(), project, query.format, storage=kept))
    response.mimetype = board.TYPES[query.format]
    name = f"{safe_name(project.title, 'board')}.{query.format}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@blueprint.post("/projects/<project_id>/references/take")
@requires(Permission.EDIT_PROJECT, Permission.SEE_PROJECT, Permission.ADD_IMAGE, Permission.SEE_IMAGE)
@rated(Rate.BATCH)
@takes(body=schemas.Taking)
@gives(None, status=204)
def take_references(project_id: str, body: schemas.Taking) -> Response:
    """Take pictures for the project; those of the web are kept as private images of the caller."""
    viewer, project = oneself(), load(project_id, Permission.EDIT_PROJECT).project
    album, collection = album_of(body.album), None
    if body.collection is not None:
        found = collection_by_id(body.collection)
        collection = checked(found, see=Permission.SEE_COLLECTION, do=Permission.EDIT_COLLECTION)
    if body.place == Shelf.WEB:
        web.take(viewer, project.id, body.ids, album_id=body.album, collection_id=body.collection)
    else:
        service.take_images(viewer, project.id, body.ids, album=album, collection=collection)
    return no_content()


def album_of(album_id: str | None) -> Album | None:
    if album_id is None:
        return None
    return checked(album_by_id(album_id), see=Permission.SEE_ALBUM, do=Permission.EDIT_ALBUM)


@blueprint.post("/projects/<project_id>/references/hide")
@requires(Permission.EDIT_PROJECT, Permission.SEE_PROJECT, Permission.SEE_IMAGE)
@rated(Rate.BATCH)
@takes(body=schemas.Judging)
@gives(None, status=204)
def hide_references(project_id: str, body: schemas.Judging) -> Response:
    """Propose these pictures no more for the project."""
    viewer, project = oneself(), load(project_id, Permission.EDIT_PROJECT).project
    judge = web.judge if body.place == Shelf.WEB else service.judge_images
    judge(viewer, project.id, body.ids, Verdict.HIDDEN)
    return no_content()


@blueprint.post("/projects/<project_id>/references/undo")
@requires(Permission.EDIT_PROJECT, Permission.SEE_PROJECT)
@rated(Rate.BATCH)
@takes(body=schemas.Judging)
@gives(None, status=204)
def undo_references(project_id: str, body: schemas.Judging) -> Response:
    """As if nothing had been said of these pictures; what was saved, copied or collected stays."""
    project = load(project_id, Permission.EDIT_PROJECT).project
    if body.place == Shelf.WEB:
        web.take_back(project.id, body.ids)
    else:
        service.unsay(project.id, Shelf.LIBRARY, body.ids)
    return no_content()
