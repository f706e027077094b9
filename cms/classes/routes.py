"""Own classes over HTTP: parse, load, call, present."""

from flask import Blueprint, Response

from cms.access.guard import checked, current_viewer, oneself, requires
from cms.access.permissions import Permission
from cms.access.policy import permits
from cms.access.rates import Rate, rated
from cms.accounts.eyes import load_person
from cms.classes import queries, schemas, service, sharing
from cms.classes.presenting import present_classes, present_share
from cms.images.presenting import present_images
from cms.images.queries import own_ids
from cms.images.schemas import ImageList
from cms.wire.language import caller_language
from cms.wire.once import answer_once, fingerprint_of
from cms.wire.requests import answer, gives, no_content, takes

blueprint = Blueprint("classes", __name__, url_prefix="/api/v1")


def load(class_id: str, do: Permission | None = None) -> queries.Seen:
    """The one way to a class: it is the caller's, or shared with them, else 404."""
    return checked(queries.class_seen(current_viewer(), class_id), see=Permission.SEE_CLASS, do=do)


def present(class_id: str) -> schemas.ClassOut:
    [told] = present_classes([load(class_id)], oneself())
    return told


@blueprint.get("/classes")
@requires(Permission.SEE_CLASS)
@takes(query=schemas.ClassQuery)
@gives(schemas.ClassList)
def list_classes(query: schemas.ClassQuery) -> Response:
    """The caller's classes and those that others share with them, newest first."""
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
        return present(row.id), 201, f"/api/v1/classes/{row.id}"

    return answer_once(fingerprint_of(body), create)


@blueprint.get("/classes/<class_id>")
@requires(Permission.SEE_CLASS)
@gives(schemas.ClassOut)
def show_class(class_id: str) -> Response:
    """One class, how far it is learnt and how well."""
    return answer(present(class_id))


@blueprint.patch("/classes/<class_id>")
@requires(Permission.EDIT_CLASS, Permission.SEE_CLASS)
@takes(body=schemas.ClassChange)
@gives(schemas.ClassOut)
def rename_class(class_id: str, body: schemas.ClassChange) -> Response:
    """Call a class something else."""
    service.rename(load(class_id, Permission.EDIT_CLASS).row, body.name)
    return answer(present(class_id))


@blueprint.delete("/classes/<class_id>")
@requires(Permission.EDIT_CLASS, Permission.SEE_CLASS)
@gives(None, status=204)
def remove_class(class_id: str) -> Response:
    """Forget a class and its examples; no picture goes with it."""
    service.remove(load(class_id, Permission.EDIT_CLASS).row)
    return no_content()


@blueprint.post("/classes/<class_id>/examples")
@requires(Permission.EDIT_CLASS, Permission.SEE_CLASS)
@rated(Rate.BATCH)
@takes(body=schemas.Examples)
@gives(schemas.ClassOut)
def add_examples(class_id: str, body: schemas.Examples) -> Response:
    """Say which pictures are of a class, and which are not; it is learnt anew."""

    def teach() -> tuple[schemas.ClassOut, int, None]:
        row = load(class_id, Permission.EDIT_CLASS).row
        service.teach(oneself(), row, body.ids, is_positive=body.positive)
        return present(class_id), 200, None

    return answer_once(fingerprint_of(body), teach)


@blueprint.get("/classes/<class_id>/examples")
@requires(Permission.SEE_EXAMPLES, Permission.SEE_IMAGE)
@takes(query=schemas.ExamplesQuery)
@gives(ImageList)
def list_examples(class_id: str, query: schemas.ExamplesQuery) -> Response:
    """The pictures that a class was learnt from, as far as the caller may see them."""
    viewer = oneself()
    seen = load(class_id, Permission.SEE_EXAMPLES)
    page = queries.examples_seen(viewer, seen.row.id, query.wanted(), is_positive=query.positive)
    return answer(ImageList(items=present_images(page.rows, viewer, language=caller_language()), next=page.next))


@blueprint.get("/classes/<class_id>/shares")
@requires(Permission.EDIT_CLASS, Permission.SEE_CLASS)
@gives(schemas.ShareList)
def list_shares(class_id: str) -> Response:
    """With whom one shares a class."""
    seen = load(class_id, Permission.EDIT_CLASS)
    items = [present_share(*one) for one in queries.shares_of(seen.row.id)]
    return answer(schemas.ShareList(items=items, next=None))


@blueprint.put("/classes/<class_id>/shares/<name>")
@requires(Permission.EDIT_CLASS, Permission.SEE_CLASS, Permission.SEE_PERSON)
@rated(Rate.BATCH)
@takes(body=schemas.ShareChange)
@gives(schemas.ShareOut)
def share_class(class_id: str, name: str, body: schemas.ShareChange) -> Response:
    """Let somebody use a class of one's own, perhaps with its examples."""
    seen = load(class_id, Permission.EDIT_CLASS)
    receiver = checked(load_person(name), see=Permission.SEE_PERSON, do=Permission.SHARE_WITH)
    share = sharing.share(oneself(), seen.row, receiver, has_examples=body.examples)
    return answer(present_share(share, receiver))


@blueprint.delete("/classes/<class_id>/shares/<name>")
@requires(Permission.EDIT_CLASS, Permission.SEE_CLASS)
@gives(None, status=204)
def end_share(class_id: str, name: str) -> Response:
    """Share a class with somebody no more; with one's own name: use it no more."""
    seen, share = load(class_id), queries.share_with(class_id, name)
    if share is not None and permits(current_viewer(), Permission.END_SHARE, share):
        sharing.end(share)
    else:
        checked(seen, see=Permission.SEE_CLASS, do=Permission.EDIT_CLASS)
    return no_content()
