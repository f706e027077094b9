"""Imports as JSON, in and out."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from cms.access.audience import Privacy
from cms.wire.requests import Answer, Body

Id = Annotated[str, Field(max_length=26)]
State = Literal["pending", "running", "done", "failed", "cancelled"]


class ImportFields(Body):
    """Below which album everything goes, and who sees it."""

    album: Id | None = None
    privacy: Privacy = Privacy.PRIVATE


class ImportStart(ImportFields):
    """An upload of the kind `import` that is all here."""

    upload: Id


class ImportForm(ImportFields):
    """The archive itself, as long as it is no larger than a picture may be."""

    file: Annotated[bytes, Field(json_schema_extra={"format": "binary"})]


class Counts(Answer):
    """How many files there are, and what became of them: `skipped` are those that the caller had already."""

    members: int
    images: int
    albums: int
    skipped: int
    failed: int


class LeftOut(Answer):
    """A file that did not become an image."""

    path: str
    reason: str


class ImportSummary(Answer):
    """An import in a list. `problem` is why the whole came to no good end."""

    id: str
    file_name: str
    album: str | None
    privacy: Privacy
    state: State
    counts: Counts
    problem: str | None
    created_at: datetime
    finished_at: datetime | None


class ImportOut(ImportSummary):
    """An import and how far it is, with the first hundred files that did not become images."""

    problems: list[LeftOut]


class ImportList(Answer):
    items: list[ImportSummary]
    next: str | None
