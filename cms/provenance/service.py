"""Lines of ledgers: made once for each place where a picture was found, never changed. No HTTP, no commits."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy.exc import IntegrityError

from cms.extensions import db
from cms.provenance import queries
from cms.provenance.models import ImageSource

FIRST = "0" * 64


@dataclass(frozen=True)
class Finding:
    """Where bytes were found and what was stated there. `licence` is an SPDX or Creative Commons id, or empty."""

    page_url: str
    image_url: str
    title: str
    author: str
    licence: str
    proof: dict[str, Any] | None
    validators: dict[str, str]
    bytes_sha256: str
    fetched_at: datetime
    crawl_id: str | None


def note(image_id: str, found: Finding) -> None:
    """Add this to the image's ledger, unless the same page and address stand there: the first statement is kept."""
    url_sha256 = sha256(f"{found.page_url}\n{found.image_url}".encode()).hexdigest()
    if queries.is_noted(image_id, url_sha256):
        return
    last = queries.last_of(image_id)
    line = ImageSource(image_id=image_id, number=1 if last is None else last.number + 1, url_sha256=url_sha256)
    for name, value in vars(found).items():
        setattr(line, name, value)
    line.previous = FIRST if last is None else last.hash
    line.hash = hash_of(told(line), line.previous)
    try:
        with db.session.begin_nested():
            db.session.add(line)
    except IntegrityError:
        note(image_id, found)


def pass_on(image_id: str, *, to: str) -> None:
    """A copy that somebody takes was found where its original was; by whose crawl is nobody's business."""
    for line in queries.sources_of(image_id):
        values = {field.name: getattr(line, field.name) for field in fields(Finding)}
        note(to, Finding(**{**values, "crawl_id": None}))


def told(line: ImageSource) -> dict[str, Any]:
    """Everything that a line says, as it is hashed."""
    return {
        "number": line.number,
        "page_url": line.page_url,
        "image_url": line.image_url,
        "title": line.title,
        "author": line.author,
        "licence": line.licence,
        "licence_proof": line.proof,
        "validators": line.validators,
        "bytes_sha256": line.bytes_sha256,
        "fetched_at": line.fetched_at.isoformat(),
        "crawl": line.crawl_id,
    }


def hash_of(said: Mapping[str, Any], previous: str) -> str:
    """SHA-256 in hex over the line before and this one, as JSON with sorted keys and without spaces."""
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(f"{previous}\n{text}".encode()).hexdigest()


def is_whole(lines: Sequence[ImageSource]) -> bool:
    """Whether no line was changed, added between or taken out, as far as the hashes tell."""
    previous = FIRST
    for number, line in enumerate(lines, start=1):
        if (line.number, line.previous, line.hash) != (number, previous, hash_of(told(line), previous)):
            return False
        previous = line.hash
    return True
