"""How bytes of a picture come in over HTTP: a multipart form or the bare body; judged by content, then handed on."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import current_app, request

from cms.access.viewer import Viewer
from cms.errors import FieldError, Problem
from cms.images.bytes import chunks, gets_whole_original, named_file, original_stream
from cms.images.limits import limits_of
from cms.images.models import Image
from cms.images.schemas import PlacedFields
from cms.images.service import Arrival
from cms.media.decode import Inspection, inspect
from cms.media.refusals import NotAPicture, PictureRefused, TooLarge
from cms.settings import Settings
from cms.wire.requests import Body, read_fields
from cms.wire.uploads import HashingFile, receive_raw

Fields = TypeVar("Fields", bound=Body)


@dataclass(frozen=True)
class Upload:
    """A picture that arrived, the fields beside it, and what tells this request from another."""

    arrival: Arrival
    fields: dict[str, object]
    fingerprint: str


def receive_upload() -> Upload:
    """The picture of this request. Raises 413, 415 or 422 with a sentence; then nothing is kept."""
    arrival, fields, fingerprint = receive_picture(PlacedFields)
    return Upload(arrival, fields.named(), fingerprint)


def receive_picture(model: type[Fields]) -> tuple[Arrival, Fields, str]:
    """The same with fields of any kind."""
    is_form = request.mimetype == "multipart/form-data"
    given = request.form if is_form else request.args
    file, name = form_file() if is_form else (receive_raw(request), "")
    fields = read_fields(model, given)
    assert isinstance(fields, model)
    arrival = Arrival(file, file.sha256, name, judge(file))  # type: ignore[arg-type]
    told = json.dumps([file.sha256, sorted(given.items(multi=True))])
    return arrival, fields, hashlib.sha256(told.encode()).hexdigest()


def form_file() -> tuple[HashingFile, str]:
    """The one file of a form. Raises 422 that names the field when there is none."""
    part = request.files.get("file")
    if part is None:
        raise Problem(422, "no-picture", "Please select a picture!", (FieldError("file", "Please select a picture!"),))
    stream: Any = part.stream
    return stream, part.filename or ""


def receive_copy(image: Image, viewer: Viewer) -> Arrival:
    """The original of an image as this viewer may have it, brought in and judged like an upload."""
    settings: Settings = current_app.extensions["settings"]
    file = HashingFile(settings.incoming_dir)
    for piece in chunks(original_stream(image, is_whole=gets_whole_original(image, viewer))):
        file.write(piece)
    return Arrival(file, file.sha256, named_file(image, image.title), judge(file))  # type: ignore[arg-type]


def judge(file: HashingFile) -> Inspection:
    """What the header says, before a single pixel is decoded."""
    settings: Settings = current_app.extensions["settings"]
    limits = limits_of(settings)
    file.seek(0)
    try:
        found = inspect(file, limits=limits)  # type: ignore[arg-type]
    except PictureRefused as refusal:
        raise as_problem(refusal) from refusal
    file.seek(0)
    return found


def as_problem(refusal: PictureRefused) -> Problem:
    status = 415 if isinstance(refusal, NotAPicture) else 413 if isinstance(refusal, TooLarge) else 422
    return Problem(status, refusal.code, refusal.sentence, (FieldError("file", refusal.sentence),))
