"""Takedowns by source over HTTP, for moderators: parse, load, call, present."""

from flask import Blueprint, Response
from pydantic import BaseModel

from cms.access.guard import oneself, requires
from cms.access.permissions import Permission
from cms.access.rates import Rate, rated
from cms.errors import not_found
from cms.images.schemas import ListQuery
from cms.provenance.models import SourceBlock
from cms.source_blocks import queries, schemas, service
from cms.source_blocks.presenting import present_blocks
from cms.wire.once import answer_once, fingerprint_of
from cms.wire.requests import answer, gives, takes

blueprint = Blueprint("source_blocks", __name__, url_prefix="/api/v1")


def load(block_id: str) -> SourceBlock:
    found = queries.block_by_id(block_id)
    if found is None:
        raise not_found()
    return found


@blueprint.get("/moderation/sources")
@requires(Permission.MODERATE)
@takes(query=ListQuery)
@gives(schemas.SourceBlockList)
def list_blocks(query: ListQuery) -> Response:
    """From where nothing is taken, newest first, with what was lifted."""
    page = queries.blocks(query.wanted())
    return answer(schemas.SourceBlockList(items=present_blocks(page.rows), next=page.next))


@blueprint.post("/moderation/sources")
@requires(Permission.MODERATE)
@rated(Rate.BATCH)
@takes(body=schemas.SourceBlockStart)
@gives(schemas.SourceBlockOut, status=202)
def block(body: schemas.SourceBlockStart) -> Response:
    """Take nothing from an address, a domain or of these bytes any more, and remove what was taken."""

    def begin() -> tuple[BaseModel, int, str | None]:
        row = service.block(oneself(), body.kind, body.value, body.reason)
        return present_blocks([row])[0], 202, f"/api/v1/moderation/sources/{row.id}"

    return answer_once(fingerprint_of(body), begin)


@blueprint.get("/moderation/sources/<block_id>")
@requires(Permission.MODERATE)
@gives(schemas.SourceBlockOut)
def show_block(block_id: str) -> Response:
    """How far the removing is."""
    return answer(present_blocks([load(block_id)])[0])


@blueprint.delete("/moderation/sources/<block_id>")
@requires(Permission.MODERATE)
@gives(schemas.SourceBlockOut)
def lift(block_id: str) -> Response:
    """Let things be taken from there again; what was removed is put back by undoing its decision."""
    row = load(block_id)
    service.lift(oneself(), row, "")
    return answer(present_blocks([row])[0])
