"""Imports over HTTP: parse, load, call, present."""

from typing import cast

from flask import Blueprint, Response, current_app, request

from cms.access.guard import checked, oneself, requires
from cms.access.permissions import Permission
from cms.access.rates import Rate, rated
from cms.albums.queries import album_by_id
from cms.errors import not_found
from cms.images.arrivals import form_file
from cms.images.schemas import ListQuery
from cms.imports import presenting, queries, schemas, service
from cms.imports.models import Import
from cms.uploads.models import Upload, UploadKind
from cms.uploads.routes import load as load_upload
from cms.uploads.service import keep_whole
from cms.wire.addresses import here
from cms.wire.requests import answer, gives, read_fields, takes

blueprint = Blueprint("imports", __name__, url_prefix="/api/v1")


def load(import_id: str) -> Import:
    """One's own import; anybody else's is not there."""
    return checked(queries.import_by_id(import_id), see=Permission.EDIT_IMAGE)


@blueprint.post("/imports")
@requires(Permission.ADD_IMAGE, Permission.EDIT_IMAGE, Permission.ADD_ALBUM)
@rated(Rate.BATCH)
@takes(body=schemas.ImportStart, form=schemas.ImportForm)
@gives(schemas.ImportOut, status=202)
def begin_import(body: schemas.ImportStart | None) -> Response:
    """Import a ZIP that was uploaded in pieces, or is sent as a form; its folders become albums."""
    fields: schemas.ImportFields = cast(schemas.ImportFields, body or read_fields(schemas.ImportFields, request.form))
    album = None
    if fields.album is not None:
        album = checked(album_by_id(fields.album), see=Permission.SEE_ALBUM, do=Permission.EDIT_ALBUM)
    upload = archive_of(body)
    row = service.begin(oneself(), upload, album=album, privacy=fields.privacy)
    response = answer(presenting.present_import(row), 202)
    response.headers["Location"] = here(f"/api/v1/imports/{row.id}")
    return response


def archive_of(body: schemas.ImportStart | None) -> Upload:
    """The upload that is named, or the one that is made of the file of a form."""
    if body is None:
        file, name = form_file()
        storage = current_app.extensions["backends"].storage
        return keep_whole(oneself(), file, size=file.size, file_name=name, storage=storage)  # type: ignore[arg-type]
    upload = load_upload(body.upload)
    if upload.kind != UploadKind.IMPORT:
        raise not_found()
    return upload


@blueprint.get("/imports")
@requires(Permission.EDIT_IMAGE)
@takes(query=ListQuery)
@gives(schemas.ImportList)
def list_imports(query: ListQuery) -> Response:
    """The caller's imports, the newest first."""
    page = queries.imports_of(oneself().id, query.wanted())
    return answer(schemas.ImportList(items=[presenting.present_in_list(row) for row in page.rows], next=page.next))


@blueprint.get("/imports/<import_id>")
@requires(Permission.EDIT_IMAGE)
@gives(schemas.ImportOut)
def show_import(import_id: str) -> Response:
    """How far an import is, and what did not become an image."""
    return answer(presenting.present_import(load(import_id)))


@blueprint.post("/imports/<import_id>/cancel")
@requires(Permission.EDIT_IMAGE)
@gives(schemas.ImportOut)
def cancel_import(import_id: str) -> Response:
    """Look at no more of an archive; what landed stays."""
    return answer(presenting.present_import(service.cancel(load(import_id))))
