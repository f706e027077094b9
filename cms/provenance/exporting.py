"""Ledgers to take along: as JSON-LD with every line as it is hashed, as a table, or as lines to credit pictures by."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from cms.images.models import Image
from cms.inert import for_spreadsheet
from cms.provenance.licences import named, page_of
from cms.provenance.models import ImageSource
from cms.provenance.service import told
from cms.wire.addresses import here

Ledgers = Mapping[str, Sequence[ImageSource]]
"""The lines of each image, by its id."""

COLUMNS = (
    "image",
    "number",
    "page_url",
    "image_url",
    "title",
    "author",
    "licence",
    "proof",
    "proof_place",
    "proof_sha256",
    "proof_read_at",
    "fetched_at",
    "bytes_sha256",
    "etag",
    "last_modified",
    "previous",
    "hash",
)
WORDS = {
    "en": ("Untitled", "by", "unknown author", "licence unknown"),
    "sv": ("Utan titel", "av", "okänd upphovsperson", "licens okänd"),
    "zh": ("无标题", "作者：", "作者未知", "许可协议未知"),
}
CONTEXT = ["https://schema.org", {"prov": "http://www.w3.org/ns/prov#", "pixels": "https://pixels.invalid/ledger#"}]


def as_json_ld(images: Sequence[Image], ledgers: Ledgers, *, own: bool) -> bytes:
    """Each picture, what it was derived from, and under `pixels:line` what the hash is over; UTF-8."""
    graph = [_picture(image, ledgers.get(image.id, ()), own=own) for image in images]
    return json.dumps({"@context": CONTEXT, "@graph": graph}, ensure_ascii=False, indent=1).encode()


def _picture(image: Image, lines: Sequence[ImageSource], *, own: bool) -> dict[str, Any]:
    found = {"@type": "ImageObject", "@id": here(f"/images/{image.id}"), "name": image.title, "sha256": image.sha256}
    return {**found, "prov:wasDerivedFrom": [_source(line, own=own) for line in lines]}


def _source(line: ImageSource, *, own: bool) -> dict[str, Any]:
    said = {
        "@type": "ImageObject",
        "contentUrl": line.image_url,
        "url": line.page_url,
        "name": line.title,
        "creator": {"@type": "Person", "name": line.author} if line.author else None,
        "license": page_of(line.licence) or None,
        "prov:generatedAtTime": line.fetched_at.isoformat(),
    }
    whole = told(line)
    kept = whole if own else {name: value for name, value in whole.items() if name != "crawl"}
    chain = {"pixels:line": kept, "pixels:previous": line.previous, "pixels:hash": line.hash}
    return {**{name: value for name, value in said.items() if value}, **chain}


def as_table(images: Sequence[Image], ledgers: Ledgers) -> bytes:
    """One row for each line of a ledger, as CSV in UTF-8 with a mark that spreadsheets know it by."""
    table = io.StringIO()
    rows = csv.writer(table)
    rows.writerow(COLUMNS)
    for image in images:
        for line in ledgers.get(image.id, ()):
            rows.writerow(map(for_spreadsheet, _row(line)))
    return ("\ufeff" + table.getvalue()).encode()


def _row(line: ImageSource) -> list[str]:
    proof = line.proof or {}
    proved = [str(proof.get(name, "")) for name in ("text", "place", "sha256", "read_at")]
    validators = [line.validators.get(name, "") for name in ("etag", "last-modified")]
    found = [line.page_url, line.image_url, line.title, line.author, line.licence]
    ends = [line.fetched_at.isoformat(), line.bytes_sha256, *validators, line.previous, line.hash]
    return [here(f"/images/{line.image_id}"), str(line.number), *found, *proved, *ends]


def as_credits(images: Sequence[Image], ledgers: Ledgers, *, language: str) -> bytes:
    """One line for each source of each picture, to stand beside it where it is used; UTF-8."""
    lines = [credit_of(image, line, language) for image in images for line in ledgers.get(image.id, ())]
    return "".join(f"{line}\n" for line in lines).encode()


def credit_of(image: Image, line: ImageSource, language: str) -> str:
    """Who made it, by what name, under which licence, found where. Whose library it is in says nothing of that."""
    untitled, by, nobody, unlicensed = WORDS[language]
    page = page_of(line.licence)
    licence = f"{named(line.licence)} ({page})" if page else unlicensed
    title = " ".join((line.title or image.title or untitled).split())
    maker = f"{by} {line.author}" if language != "zh" else f"{by}{line.author}"
    return ", ".join((f"“{title}” {maker if line.author else nobody}", licence, line.page_url))
