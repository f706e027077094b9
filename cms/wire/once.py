"""`Idempotency-Key` on requests that create: the same key and request get the answer that was given before."""

from collections.abc import Callable
from hashlib import sha256

from flask import Response, jsonify, request
from pydantic import BaseModel

from cms.access.guard import current_viewer
from cms.errors import login_needed
from cms.idempotency.service import Kept, answer_of, keep_answer
from cms.transaction import reading
from cms.wire.addresses import here


def answer_once(
    fingerprint: str, create: Callable[[], tuple[BaseModel, int, str | None]], *, by: str | None = None
) -> Response:
    """What `create` gives (object, status, location), or what it gave to the same request before.

    `by` is the id of whatever lets somebody in who needs no account.
    """
    viewer, key = current_viewer(), request.headers.get("Idempotency-Key")
    asker = by if by is not None or viewer is None else viewer.id
    if asker is None:
        raise login_needed()
    with reading():
        kept = answer_of(asker, key, fingerprint) if key else None
    if kept is None:
        made, status, location = create()
        kept = Kept(status, made.model_dump(mode="json", exclude_unset=True), location)
        if key:
            keep_answer(asker, key, fingerprint, kept)
    return as_response(kept)


def fingerprint_of(body: BaseModel) -> str:
    """Tells this request from another by its address and what it says."""
    return sha256(f"{request.path}\n{body.model_dump_json()}".encode()).hexdigest()


def as_response(kept: Kept) -> Response:
    response = jsonify(kept.body)
    response.status_code = kept.status
    if kept.location:
        response.headers["Location"] = here(kept.location)
    return response
