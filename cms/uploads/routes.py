"""Uploads in pieces over HTTP, by tus 1.0 (https://tus.io/protocols/resumable-upload): parse, load, call, present."""

from flask import Blueprint, Response, current_app, request

from cms.access.guard import checked, oneself, requires
from cms.access.permissions import Permission
from cms.access.rates import Rate, rated
from cms.images.arrivals import Upload as Whole
from cms.images.routes import load_album, take_in
from cms.transaction import reading
from cms.uploads import arrivals, presenting, queries, schemas, service
from cms.uploads.bytes import Part, parts_now
from cms.uploads.models import Upload, UploadKind
from cms.uploads.service import Piece, Standing
from cms.wire.addresses import here
from cms.wire.requests import answer, gives, no_content

blueprint = Blueprint("uploads", __name__, url_prefix="/api/v1")


@blueprint.after_request
def tell_terms(response: Response) -> Response:
    """Every answer says which protocol this is; that to OPTIONS, what this site knows of it and how much it takes."""
    response.headers["Tus-Resumable"] = response.headers["Tus-Version"] = presenting.VERSION
    if request.method == "OPTIONS":
        response.headers["Tus-Extension"] = presenting.EXTENSIONS
        response.headers["Tus-Checksum-Algorithm"] = presenting.ALGORITHMS
        response.headers["Tus-Max-Size"] = str(arrivals.most_bytes(UploadKind.IMPORT))
    return response


def load(upload_id: str) -> Upload:
    """One's own upload; anybody else's is not there."""
    return checked(queries.upload_by_id(upload_id), see=Permission.EDIT_IMAGE)


@blueprint.post("/uploads")
@requires(Permission.ADD_IMAGE, Permission.EDIT_IMAGE)
@rated(Rate.ADD)
@gives(None, status=201)
def begin_upload() -> Response:
    """Begin an upload of `Upload-Length` bytes; `Upload-Metadata` says what it is to be."""
    length, told, fields = arrivals.read_creation()
    load_album(fields.album)
    kind = UploadKind(fields.kind)
    upload = service.begin(oneself(), kind=kind, length=length, file_name=fields.filename, fields=told)
    response = placed(Response(status=201), upload)
    response.headers["Location"] = here(f"/api/v1/uploads/{upload.id}")
    return response


@blueprint.get("/uploads/<upload_id>")
@requires(Permission.EDIT_IMAGE)
@gives(schemas.UploadOut)
def show_upload(upload_id: str) -> Response:
    """How far an upload is: in the headers of tus, as HEAD asks for, and as an object."""
    arrivals.refuse_other_version()
    upload = load(upload_id)
    response = placed(answer(presenting.present_upload(upload, current_app.extensions["settings"])), upload)
    response.headers["Upload-Length"] = str(upload.length)
    return response


@blueprint.patch("/uploads/<upload_id>")
@requires(Permission.ADD_IMAGE, Permission.EDIT_IMAGE)
@rated(Rate.ADD)
@gives(None, status=204)
def continue_upload(upload_id: str) -> Response:
    """The next bytes, at most 10 MB, from `Upload-Offset` on; the last ones of a picture make it one's own."""
    with reading():
        stand, parts = service.standing(load(upload_id)), parts_now(upload_id)
    piece = arrivals.receive_piece(stand)
    if stand.kind == UploadKind.IMAGE and stand.is_ended_by(piece.size):
        image_id = add_picture(stand, parts, piece)
        response = placed(no_content(), load(upload_id))
        response.headers["Content-Location"] = here(f"/api/v1/images/{image_id}")
        return response
    service.add_part(stand, piece, storage=current_app.extensions["backends"].storage)
    return placed(no_content(), load(upload_id))


def add_picture(stand: Standing, parts: tuple[Part, ...], piece: Piece) -> str:
    """Through the gates of any upload, in one transaction with the end of this one; the id of the image."""
    storage = current_app.extensions["backends"].storage
    arrival = arrivals.whole_picture(stand, parts, piece, storage=storage)
    made, _status, _location = take_in(Whole(arrival, arrivals.fields_of(stand), ""))
    service.finish(stand, piece.size, image_id=made.id)
    return made.id


@blueprint.delete("/uploads/<upload_id>")
@requires(Permission.EDIT_IMAGE)
@gives(None, status=204)
def give_up_upload(upload_id: str) -> Response:
    """Forget an upload; an image that came of it stays."""
    arrivals.refuse_other_version()
    service.give_up(load(upload_id))
    return no_content()


def placed(response: Response, upload: Upload) -> Response:
    """The same with what a client has to know to go on."""
    response.headers["Upload-Offset"] = str(upload.received)
    response.headers["Upload-Expires"] = presenting.expires(upload.touched_at, current_app.extensions["settings"])
    return response
