"""Ledgers as JSON."""

from datetime import datetime
from typing import Literal

from cms.wire.requests import Answer, Query


class Proof(Answer):
    """The statement as it stood there (`text`), where in the page (`place`), its SHA-256, and when it was read."""

    text: str
    place: str
    href: str
    sha256: str
    read_at: datetime


class ProvenanceSource(Answer):
    """One place where the picture was found. `licence` is null where none was stated; `crawl` is for its owner."""

    page_url: str
    image_url: str
    title: str
    author: str
    licence: str | None
    licence_proof: Proof | None
    fetched_at: datetime
    bytes_sha256: str
    validators: dict[str, str]
    crawl: str | None
    hash: str


class Chain(Answer):
    """How many lines there are, the hash of the last one, and whether each is bound to the one before."""

    length: int
    head: str | None
    is_whole: bool


class PublishedAnyway(Answer):
    """When it was made public though no licence lets everybody copy it, and what was known of its licence then."""

    at: datetime
    licences: list[str | None]


class Provenance(Answer):
    """`publications` are told to its owner and to moderators."""

    sources: list[ProvenanceSource]
    chain: Chain
    publications: list[PublishedAnyway]


class ExportQuery(Query):
    """`jsonld`: every line as it is hashed. `csv`: a table. `credits`: lines of text to credit the pictures by."""

    format: Literal["jsonld", "csv", "credits"] = "jsonld"
    language: Literal["en", "sv", "zh"] | None = None
