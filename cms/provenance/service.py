"""Lines of ledgers: made once for each place where a picture was found, never changed. No HTTP, no commits."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy.exc import IntegrityError

from cms.access.audience import is_public
from cms.access.viewer import Viewer
from cms.errors import Problem
from cms.extensions import db
from cms.images.copying import is_free
from cms.images.models import Image
from cms.provenance import queries
from cms.provenance.licences import named
from cms.provenance.models import FIRST, ImageSource, LedgerHead, Publication

LONGEST_HOST = 254


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
    try:
        with db.session.begin_nested():
            _add(queries.head_locked(image_id) or _new_head(image_id), url_sha256, found)
    except IntegrityError:
        note(image_id, found)


def _new_head(image_id: str) -> LedgerHead:
    head = LedgerHead(image_id=image_id, length=0, hash=FIRST)
    db.session.add(head)
    return head


def _add(head: LedgerHead, url_sha256: str, found: Finding) -> None:
    line = ImageSource(image_id=head.image_id, number=head.length + 1, url_sha256=url_sha256, previous=head.hash)
    for name, value in vars(found).items():
        setattr(line, name, value)
    line.page_host, line.image_host = from_the_right(found.page_url), from_the_right(found.image_url)
    line.hash = hash_of(told(line), line.previous)
    head.length, head.hash = line.number, line.hash
    db.session.add(line)


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


def is_whole(lines: Sequence[ImageSource], head: LedgerHead | None) -> bool:
    """Whether no line was changed, added between, taken out or cut off, as far as the hashes tell."""
    previous = FIRST
    if (len(lines), lines[-1].hash if lines else FIRST) != ((head.length, head.hash) if head else (0, FIRST)):
        return False
    for number, line in enumerate(lines, start=1):
        if (line.number, line.previous, line.hash) != (number, previous, hash_of(told(line), previous)):
            return False
        previous = line.hash
    return True


def from_the_right(url: str) -> str:
    """The host of an address with its parts turned around, each with a dot: `org.example.www.`; empty for none."""
    try:
        host = (urlsplit(url).hostname or "").strip(".")
    except ValueError:
        return ""
    return turned(host) if 0 < len(host) < LONGEST_HOST else ""


def turned(host: str) -> str:
    return "".join(f"{part}." for part in reversed(host.lower().split(".")))


def refuse_unasked(viewer: Viewer, image: Image, privacy: object, *, anyway: bool) -> None:
    """Raise 409 where a picture from the web becomes public though no licence found with it lets everybody copy it.

    With `anyway` it goes through, and who wanted it stands beside its ledger.
    """
    licences = against_publishing(image, privacy)
    if licences and not anyway:
        stated = ", ".join(sorted({named(one) for one in licences if one})) or "no licence"
        raise Problem(
            409,
            "licence-asks",
            f"This picture is from the web, where {stated} was found with it. That does not let everybody copy it."
            " Make it public only if you may; then say so with publish_anyway.",
        )
    if licences:
        db.session.add(Publication(image_id=image.id, account_id=viewer.id, licences=licences))


def against_publishing(image: Image, privacy: object) -> list[str]:
    """The licences found with it (an empty word for none), if this makes it public and none lets everybody copy it.

    No licences where nothing speaks against that: it is not from the web, or not to be public, or is so already.
    """
    if not is_public(str(privacy)) or is_public(image.privacy):
        return []
    licences = queries.licences_of(image.id)
    return [] if any(is_free(named(licence)) for licence in licences) else licences
