"""Images over HTTP: parse, load, call, present."""

from flask import Blueprint, Response, current_app, request
from werkzeug.wrappers import Response as AnyResponse

from cms.access.guard import checked, current_viewer, oneself, requires
from cms.access.permissions import Permission
from cms.access.rates import Rate, rated
from cms.access.viewer import Viewer
from cms.accounts.eyes import eyes_on, load_person
from cms.accounts.queries import account_by_name
from cms.albums import service as albums
from cms.albums.eyes import look_around
from cms.albums.queries import album_by_id
from cms.errors import login_needed
from cms.images import archive, presenting, queries, schemas, service
from cms.images.arrivals import Upload, receive_upload
from cms.images.bytes import original_answer, rendition_answer
from cms.images.marks import mark_for
from cms.images.models import Album, Detector, Image
from cms.pagination import Page
from cms.provenance.service import refuse_unasked
from cms.wire.language import caller_language
from cms.wire.once import answer_once
from cms.wire.requests import answer, gives, no_content, read_fields, refuse_other_version, takes

blueprint = Blueprint("images", __name__, url_prefix="/api/v1")


def load(image_id: str, do: Permission | None = None) -> Image:
    """The one way to an image: it is there and this caller may see it (else 404) and do this (else 403)."""
    return checked(look_around(queries.image_by_id(image_id)), see=Permission.SEE_IMAGE, do=do)


def load_shown(image_id: str) -> queries.Shown:
    """The same for what only sends a rendition."""
    return checked(look_around(queries.shown_by_id(image_id)), see=Permission.SEE_IMAGE)


def load_to_change(image_id: str) -> Image:
    """An image that this caller may change, in the version that they saw if they name one."""
    image = load(image_id, Permission.EDIT_IMAGE)
    refuse_other_version(version_tag(image))
    return image


def load_album(album_id: object) -> Album | None:
    """The album that an image is put into, one's own or one that one may add to; None for none."""
    if not album_id:
        return None
    return checked(album_by_id(str(album_id)), see=Permission.SEE_ALBUM, do=Permission.FILL_ALBUM)


def version_tag(image: Image) -> str:
    return f"{image.id}-{image.version}"


def present(image: Image) -> schemas.ImageOut:
    viewer = current_viewer()
    mark_for(viewer, image)
    return presenting.present_images([image], viewer, language=caller_language())[0]


def shown(image: Image, status: int = 200) -> Response:
    """The image as an answer, with the tag that a change may name."""
    response = answer(present(image), status)
    response.set_etag(version_tag(image))
    return response


def present_list(page: Page[Image], viewer: Viewer | None = None) -> Response:
    items = presenting.present_images(page.rows, viewer, language=caller_language())
    return answer(schemas.ImageList(items=items, next=page.next))


@blueprint.post("/images")
@requires(Permission.ADD_IMAGE)
@rated(Rate.ADD)
@takes(form=schemas.ImageUpload)
@gives(schemas.ImageOut, status=201)
@gives(schemas.ImageOut)
def add_image() -> Response:
    """Add a picture: a multipart form, or the bare bytes with the fields in the query."""
    upload = receive_upload()
    return answer_once(upload.fingerprint, lambda: take_in(upload))


def take_in(upload: Upload) -> tuple[schemas.ImageOut, int, str | None]:
    """The caller's image of what arrived, the status of the answer and its address."""
    viewer, fields = current_viewer(), dict(upload.fields)
    if viewer is None:
        raise login_needed()
    album = load_album(fields.pop("album", None))
    storage = current_app.extensions["backends"].storage
    added = service.add_image(viewer.id, upload.arrival, fields, storage=storage)
    if album is not None and not added.is_duplicate:
        albums.put_image(added.image, album)
    made = present(added.image)
    if added.is_duplicate:
        made.duplicate = True
    return made, 200 if added.is_duplicate else 201, f"/api/v1/images/{made.id}"


@blueprint.post("/images/known")
@requires(Permission.LIST_OWN_IMAGES)
@takes(body=schemas.Hashes)
@gives(schemas.Known)
def known_hashes(body: schemas.Hashes) -> Response:
    """Which of these SHA-256 hashes are among the caller's own pictures."""
    viewer = current_viewer()
    return answer(schemas.Known(known=queries.known_hashes(viewer, body.sha256) if viewer else {}))


@blueprint.get("/places")
@requires(Permission.LIST_OWN_IMAGES)
@rated(Rate.SUGGEST)
@takes(query=schemas.PlaceParameters)
@gives(schemas.PlaceList)
def list_places(query: schemas.PlaceParameters) -> Response:
    """Cities whose name begins so in any language, the largest first, to be the place of pictures."""
    items = presenting.present_places(query.q, limit=query.limit, language=caller_language())
    return answer(schemas.PlaceList(items=items, next=None))


@blueprint.get("/images")
@requires(Permission.SEE_IMAGE)
@takes(query=schemas.ImagesQuery)
@gives(schemas.ImageList)
def list_images(query: schemas.ImagesQuery) -> Response:
    """Newest public pictures; with `owner` one person's, with `ids` those, each as far as the caller may see."""
    viewer = current_viewer()
    if query.ids is not None:
        return present_list(Page(queries.images_by_ids(viewer, query.ids), None), viewer)
    wanted = query.wanted()
    if query.album is not None:
        return present_list(queries.images_in(viewer, query.album, wanted), viewer)
    if query.owner is None:
        return present_list(queries.explore(viewer, wanted), viewer)
    owner = account_by_name(query.owner)
    return present_list(queries.images_of(viewer, owner.id, wanted) if owner else Page([], None), viewer)


@blueprint.get("/people/<name>/images")
@requires(Permission.SEE_IMAGE)
@takes(query=schemas.SeenQuery)
@gives(schemas.ImageList)
def list_images_of(name: str, query: schemas.SeenQuery) -> Response:
    """Somebody's images that the caller may see; their owner may look with the eyes of others."""
    owner = load_person(name)
    viewer = eyes_on(owner, query.eyes)
    return present_list(queries.images_of(viewer, owner.id, query.wanted()), viewer)


@blueprint.get("/images/<image_id>")
@requires(Permission.SEE_IMAGE)
@gives(schemas.ImageOut)
def show_image(image_id: str) -> Response:
    """One picture."""
    return shown(load(image_id))


@blueprint.patch("/images/<image_id>")
@requires(Permission.EDIT_IMAGE)
@takes(body=schemas.ImageChange)
@gives(schemas.ImageOut)
def change_image(image_id: str, body: schemas.ImageChange) -> Response:
    """Change what is said of a picture; `tags` replaces."""
    image, fields = load_to_change(image_id), body.named()
    anyway = bool(fields.pop("publish_anyway", False))
    refuse_unasked(oneself(), image, fields.get("privacy"), anyway=anyway)
    if "album" in fields:
        albums.put_image(image, load_album(fields.pop("album")))
    service.apply_fields(image, fields)
    return shown(image)


@blueprint.delete("/images/<image_id>")
@requires(Permission.EDIT_IMAGE)
@takes(query=schemas.DeleteQuery)
@gives(None, status=204)
def delete_image(image_id: str, query: schemas.DeleteQuery) -> Response:
    """To the trash for 30 days, or away for ever."""
    image = load_to_change(image_id)
    (service.erase if query.forever else service.trash)(image)
    return no_content()


@blueprint.post("/images/<image_id>/restore")
@requires(Permission.EDIT_IMAGE)
@gives(schemas.ImageOut)
def restore_image(image_id: str) -> Response:
    """Back from the trash."""
    image = load_to_change(image_id)
    service.restore(image)
    return shown(image)


@blueprint.get("/me/trash")
@requires(Permission.LIST_OWN_IMAGES)
@takes(query=schemas.ListQuery)
@gives(schemas.ImageList)
def list_trash(query: schemas.ListQuery) -> Response:
    """The caller's trash, last thrown first."""
    viewer = current_viewer()
    assert viewer is not None
    return present_list(queries.trash_of(viewer, query.wanted()), viewer)


@blueprint.get("/me/timeline")
@requires(Permission.LIST_OWN_IMAGES)
@gives(schemas.TimelineOut)
def show_timeline() -> Response:
    """The skeleton of the caller's pictures by day: enough to lay out every one before any is loaded."""
    viewer = current_viewer()
    assert viewer is not None
    line = queries.timeline_of(viewer)
    days = [schemas.Day(day=day.isoformat(), count=count) for day, count in line.days]
    return answer(schemas.TimelineOut(count=len(line.ids), days=days, ids=line.ids, aspects=line.aspects))


@blueprint.get("/images/<image_id>/classification")
@requires(Permission.SEE_IMAGE)
@gives(schemas.ClassificationOut)
def show_classification(image_id: str) -> Response:
    """What the models saw in a picture."""
    image = load(image_id)
    row = queries.classification_of(image_id)
    return answer(presenting.present_classification(image, row, language=caller_language()))


@blueprint.get("/images/<image_id>/text")
@requires(Permission.SEE_IMAGE)
@gives(schemas.WritingOut)
def show_text(image_id: str) -> Response:
    """The writing in a picture, line by line, with where each stands."""
    image = load(image_id)
    return answer(presenting.present_writing(queries.detection_of(image.id, Detector.TEXT)))


@blueprint.get("/images/<image_id>/caption")
@requires(Permission.SEE_IMAGE)
@gives(schemas.CaptionsOut)
def show_captions(image_id: str) -> Response:
    """A sentence made of what is known of a picture, in each language."""
    image = load(image_id)
    tags = queries.tags_of([image.id]).get(image.id, [])
    return answer(presenting.present_captions(image, tags, queries.detection_of(image.id, Detector.TEXT)))


@blueprint.post("/images/<image_id>/classification")
@requires(Permission.EDIT_IMAGE)
@gives(schemas.ClassificationOut, status=202)
def understand_again(image_id: str) -> Response:
    """Have the models read a picture anew."""
    image = load_to_change(image_id)
    service.understand_again(image)
    return answer(presenting.present_classification(image, None, language=caller_language()), 202)


@blueprint.post("/images/<image_id>/rotate")
@requires(Permission.EDIT_IMAGE)
@takes(body=schemas.Rotation)
@gives(schemas.ImageOut, status=202)
def rotate_image(image_id: str, body: schemas.Rotation) -> Response:
    """Show a picture turned clockwise; the original is kept."""
    image = load_to_change(image_id)
    service.turn(image, body.degrees)
    return shown(image, 202)


@blueprint.get("/images/<image_id>/renditions/<any('64', '400', '1600'):size>")
@requires(Permission.SEE_IMAGE)
@gives("image/*")
def show_rendition(image_id: str, size: str) -> AnyResponse:
    """A picture at a size; the caller is checked on every request."""
    return rendition_answer(load_shown(image_id), size)


@blueprint.get("/images/<image_id>/original")
@requires(Permission.SEE_ORIGINAL)
@takes(query=schemas.OriginalQuery)
@gives("image/*")
def show_original(image_id: str, query: schemas.OriginalQuery) -> AnyResponse:
    """The file as it came for its owner; for others without what is private in it."""
    image = load(image_id, Permission.SEE_ORIGINAL)
    return original_answer(image, current_viewer(), download=query.download)


@blueprint.post("/images/zip")
@requires(Permission.SEE_ORIGINAL)
@rated(Rate.ARCHIVE)
@takes(form=schemas.Chosen)
@gives("application/zip")
def download_archive() -> AnyResponse:
    """Several pictures as one ZIP (form field `ids`, repeated): those that the caller may have."""
    viewer, chosen = current_viewer(), read_fields(schemas.Chosen, request.form)
    assert isinstance(chosen, schemas.Chosen)
    return archive.archive_answer(archive.packed_for(queries.images_by_ids(viewer, chosen.ids), viewer), title="pixels")
