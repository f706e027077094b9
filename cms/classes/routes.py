"""Own classes over HTTP: parse, load, call, present."""

from flask import Blueprint, Response

from cms.access.guard import checked, current_viewer, requires
from cms.access.permissions import Permission
from cms.access.rates import Rate, rated
from cms.access.viewer import Viewer
from cms.classes import queries, schemas, service
from cms.classes.models import OwnClass
from cms.classes.presenting import present_classes
from cms.errors import login_needed
from cms.images.queries import own_ids
from cms.wire.once import answer_once, fingerprint_of
from cms.wire.requests import answer, gives, no_content, takes

blueprint = Blueprint("classes", __name__, url_prefix="/api/v1")


def oneself() -> Viewer:
    viewer = current_viewer()
    if viewer is None:
        raise login_needed()
    return viewer


def load(class_id: str, do: Permission | None = None) -> OwnClass:
    """The one way to an own class: it is the caller's, else 404."""
    return checked(queries.class_by_id(class_id), see=Permission.SEE_CLASS, do=do)


def present(row: OwnClass) -> schemas.ClassOut:
    [told] = present_classes([row], oneself())
    return told


@blueprint.get("/classes")
@requires(Permission.SEE_CLASS)
@takes(query=schemas.ClassQuery)
@gives(schemas.ClassList)
def list_classes(query: schemas.ClassQuery) -> Response:
    """The caller's classes, newest first."""
    viewer = oneself()
    page = queries.classes_of(viewer, query.wanted())
    image_id = query.image if query.image and own_ids(viewer.id, [query.image]) else None
    return answer(schemas.ClassList(items=present_classes(page.rows, viewer, image_id=image_id), next=page.next))


@blueprint.post("/classes")
@requires(Permission.EDIT_CLASS, Permission.SEE_CLASS)
@rated(Rate.BATCH)
@takes(body=schemas.NewClass)
@gives(schemas.ClassOut, status=201)
def add_class(body: schemas.NewClass) -> Response:
    """Make a class of one's own, perhaps with its first examples."""

    def create() -> tuple[schemas.ClassOut, int, str]:
        row = service.create(oneself(), name=body.name, ids=body.ids)
        return present(row), 201, f"/api/v1/classes/{row.id}"

    return answer_once(fingerprint_of(body), create)


@blueprint.get("/classes/<class_id>")
@requires(Permission.SEE_CLASS)
@gives(schemas.ClassOut)
def show_class(class_id: str) -> Response:
    """One class, how far it is learnt and how well."""
    return answer(present(load(class_id)))


@blueprint.patch("/classes/<class_id>")
@requires(Permission.EDIT_CLASS, Permission.SEE_CLASS)
@takes(body=schemas.ClassChange)
@gives(schemas.ClassOut)
def rename_class(class_id: str, body: schemas.ClassChange) -> Response:
    """Call a class something else."""
    row = load(class_id, Permission.EDIT_CLASS)
    service.rename(row, body.name)
    return answer(present(row))


@blueprint.delete("/classes/<class_id>")
@requires(Permission.EDIT_CLASS, Permission.SEE_CLASS)
@gives(None, status=204)
def remove_class(class_id: str) -> Response:
    """Forget a class and its examples; no picture goes with it."""
    service.remove(load(class_id, Permission.EDIT_CLASS))
    return no_content()


@blueprint.post("/classes/<class_id>/examples")
@requires(Permission.EDIT_CLASS, Permission.SEE_CLASS)
@rated(Rate.BATCH)
@takes(body=schemas.Examples)
@gives(schemas.ClassOut)
def add_examples(class_id: str, body: schemas.Examples) -> Response:
    """Say which pictures are of a class, and which are not; it is learnt anew."""

    def teach() -> tuple[schemas.ClassOut, int, None]:
        row = load(class_id, Permission.EDIT_CLASS)
        service.teach(oneself(), row, body.ids, is_positive=body.positive)
        return present(row), 200, None

    return answer_once(fingerprint_of(body), teach)
