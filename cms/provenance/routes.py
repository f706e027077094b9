"""Where a picture comes from, over HTTP: parse, load, call, present."""

from flask import Blueprint, Response

from cms.access.guard import checked, current_viewer, requires
from cms.access.permissions import Permission
from cms.access.policy import permits
from cms.albums.eyes import look_around
from cms.images.queries import image_by_id
from cms.provenance import queries, schemas
from cms.provenance.presenting import present_ledger
from cms.wire.requests import answer, gives

blueprint = Blueprint("provenance", __name__, url_prefix="/api/v1")


@blueprint.get("/images/<image_id>/provenance")
@requires(Permission.SEE_IMAGE)
@gives(schemas.Provenance)
def show_provenance(image_id: str) -> Response:
    """Every place where this picture was found, with author, licence and proof; empty for what was not crawled."""
    image = checked(look_around(image_by_id(image_id)), see=Permission.SEE_IMAGE)
    is_its_owners = permits(current_viewer(), Permission.EDIT_IMAGE, image)
    return answer(present_ledger(queries.sources_of(image.id), with_crawls=is_its_owners))
