"""Where pictures come from, over HTTP: parse, load, call, present."""

from collections.abc import Sequence

from flask import Blueprint, Response

from cms.access.guard import checked, current_viewer, requires
from cms.access.permissions import Permission
from cms.access.policy import permits
from cms.albums.eyes import look_around, look_into
from cms.albums.queries import album_by_id
from cms.images.models import Image
from cms.images.queries import image_by_id, whole_album
from cms.provenance import exporting, queries, schemas
from cms.provenance.presenting import present_ledger
from cms.wire.language import caller_language
from cms.wire.requests import answer, gives, takes

blueprint = Blueprint("provenance", __name__, url_prefix="/api/v1")
KINDS = {"jsonld": "application/ld+json", "csv": "text/csv; charset=utf-8", "credits": "text/plain; charset=utf-8"}
ENDINGS = {"jsonld": "jsonld", "csv": "csv", "credits": "txt"}


def load(image_id: str) -> Image:
    return checked(look_around(image_by_id(image_id)), see=Permission.SEE_IMAGE)


def is_own(image: Image) -> bool:
    return permits(current_viewer(), Permission.EDIT_IMAGE, image)


def exported(images: Sequence[Image], query: schemas.ExportQuery, *, name: str) -> Response:
    """What is known of where these pictures come from, as a file."""
    ledgers = queries.sources_of_all([image.id for image in images])
    if query.format == "jsonld":
        said = exporting.as_json_ld(images, ledgers, own=all(map(is_own, images)))
    elif query.format == "csv":
        said = exporting.as_table(images, ledgers)
    else:
        said = exporting.as_credits(images, ledgers, language=query.language or caller_language())
    response = Response(said, content_type=KINDS[query.format])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{ENDINGS[query.format]}"'
    return response


@blueprint.get("/images/<image_id>/provenance")
@requires(Permission.SEE_IMAGE)
@gives(schemas.Provenance)
def show_provenance(image_id: str) -> Response:
    """Every place where this picture was found, with author, licence and proof; empty for what was not crawled."""
    image = load(image_id)
    own = is_own(image)
    published = queries.publications_of(image.id) if own or permits(current_viewer(), Permission.MODERATE) else ()
    lines, head = queries.sources_of(image.id), queries.head_of(image.id)
    return answer(present_ledger(lines, head, published, with_crawls=own))


@blueprint.get("/images/<image_id>/provenance/export")
@requires(Permission.SEE_IMAGE)
@takes(query=schemas.ExportQuery)
@gives(", ".join(kind.partition(";")[0] for kind in KINDS.values()))
def export_provenance(image_id: str, query: schemas.ExportQuery) -> Response:
    """The ledger of a picture as a file: JSON-LD, CSV or lines to credit it by."""
    image = load(image_id)
    return exported([image], query, name=f"source-{image.id}")


@blueprint.get("/albums/<album_id>/provenance/export")
@requires(Permission.SEE_ALBUM)
@takes(query=schemas.ExportQuery)
@gives(", ".join(kind.partition(";")[0] for kind in KINDS.values()))
def export_album_provenance(album_id: str, query: schemas.ExportQuery) -> Response:
    """The same of every picture of an album that the caller may see."""
    album = checked(look_into(album_by_id(album_id)), see=Permission.SEE_ALBUM)
    return exported(whole_album(current_viewer(), album.id), query, name=f"sources-{album.id}")
