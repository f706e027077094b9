"""What requests of tus 1.0 bring: the headers of its core, creation and checksum, and pieces of at most 10 MB."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence
from typing import cast

from flask import current_app, request

from cms.errors import Problem, invalid
from cms.images.arrivals import judge
from cms.images.service import Arrival
from cms.settings import Settings
from cms.storage.base import Storage
from cms.storage.streams import blocks
from cms.uploads.bytes import Part, opened
from cms.uploads.models import UploadKind
from cms.uploads.presenting import ALGORITHMS, VERSION
from cms.uploads.schemas import UploadMetadata
from cms.uploads.service import MOST_IN_A_PART, Piece, Standing, elsewhere
from cms.wire.requests import validate
from cms.wire.uploads import CHUNK, HashingFile, receive_some

PIECE = "application/offset+octet-stream"


def refuse_other_version() -> None:
    """Raise 412 for another protocol than ours, and where something changes for none."""
    named = request.headers.get("Tus-Resumable", "" if request.method in ("POST", "PATCH") else VERSION)
    if named != VERSION:
        raise Problem(412, "tus-version", f"This site speaks tus {VERSION}: Tus-Resumable: {VERSION}.")


def read_creation() -> tuple[int, dict[str, str], UploadMetadata]:
    """Length and metadata of a file that is to come. Raises 400, 412, 413 or 422."""
    refuse_other_version()
    length, told = whole_number("Upload-Length"), read_metadata(request.headers.get("Upload-Metadata", ""))
    fields = validate(UploadMetadata, dict(told))
    assert isinstance(fields, UploadMetadata)
    if length > most_bytes(fields.kind):
        raise Problem(413, "too-large", f"At most {most_bytes(fields.kind)} bytes can be taken.")
    if length == 0:
        raise invalid("Upload-Length", "An empty file is nothing.")
    return length, told, fields


def most_bytes(kind: str) -> int:
    settings: Settings = current_app.extensions["settings"]
    return settings.max_import_bytes if kind == UploadKind.IMPORT else settings.max_upload_bytes


def read_metadata(text: str) -> dict[str, str]:
    """Keys with values in base64, with commas between. Raises 400 for anything else."""
    found: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in text.split(","))):
        name, _, encoded = pair.partition(" ")
        try:
            value = base64.b64decode(encoded, validate=True).decode()
        except (binascii.Error, ValueError) as error:
            raise broken("Upload-Metadata") from error
        if name in found or not name:
            raise broken("Upload-Metadata")
        found[name] = value
    return found


def whole_number(name: str) -> int:
    given = request.headers.get(name, "")
    if not given.isascii() or not given.isdigit() or len(given) > 15:
        raise broken(name)
    return int(given)


def broken(header: str) -> Problem:
    return Problem(400, "broken-header", f"The header {header} is missing, or it is not as tus {VERSION} writes it.")


def receive_piece(stand: Standing) -> Piece:
    """The body of this request, or as much of it as came before the line broke.

    Raises 400, 409, 412, 413, 415 or 460; then nothing is kept.
    """
    refuse_other_version()
    if request.mimetype != PIECE:
        raise Problem(415, "not-a-piece", f"Pieces come as Content-Type: {PIECE}.")
    expected = wanted_checksum()
    if whole_number("Upload-Offset") != stand.offset:
        raise elsewhere()
    most = min(MOST_IN_A_PART, stand.length - stand.offset)
    if (request.content_length or 0) > most:
        raise too_long(most)
    file, is_whole = receive_some(request, most=most)
    if expected is None:
        if not file.size and not is_whole:
            raise Problem(400, "broken-off", "The line broke before a byte came.")
    elif not is_whole or not is_as_told(file, *expected):
        raise Problem(460, "checksum-mismatch", "Other bytes came than were sent. Send them again.")
    file.seek(0)
    return Piece(file, file.size, file.sha256)  # type: ignore[arg-type]


def too_long(most: int) -> Problem:
    return Problem(413, "too-large", f"At most {most} bytes can be taken in this request.")


def wanted_checksum() -> tuple[str, bytes] | None:
    """Algorithm and digest that the body must have, if any is told. Raises 400 for one that is not known."""
    given = request.headers.get("Upload-Checksum")
    if given is None:
        return None
    name, _, encoded = given.partition(" ")
    try:
        digest = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise broken("Upload-Checksum") from error
    if name not in ALGORITHMS.split(","):
        raise broken("Upload-Checksum")
    return name, digest


def is_as_told(file: HashingFile, algorithm: str, digest: bytes) -> bool:
    summed = hashlib.new(algorithm, usedforsecurity=False)
    file.seek(0)
    while chunk := file.read(CHUNK):
        summed.update(chunk)
    return hmac.compare_digest(summed.digest(), digest)


def whole_picture(stand: Standing, parts: Sequence[Part], last: Piece, *, storage: Storage) -> Arrival:
    """All bytes of a picture, the last ones as they came; judged like any upload."""
    settings: Settings = current_app.extensions["settings"]
    file = HashingFile(settings.incoming_dir)
    with opened(parts, storage) as before:
        for block in blocks(before):
            file.write(block)
    for block in blocks(last.stream):
        file.write(block)
    return Arrival(file, file.sha256, stand.file_name, judge(file))  # type: ignore[arg-type]


def fields_of(stand: Standing) -> dict[str, object]:
    """What was said of the picture before it came."""
    return cast(UploadMetadata, validate(UploadMetadata, dict(stand.fields))).named()
