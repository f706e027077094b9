"""Blocked sources as JSON, in and out."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from cms.images.schemas import Text
from cms.wire.requests import Answer, Body

Kinds = Literal["address", "domain", "hash"]


class SourceBlockStart(Body):
    """`address`: of a page or picture, as it stands there. `domain`: with all below it. `hash`: SHA-256 of bytes."""

    kind: Kinds
    value: Annotated[Text, Field(min_length=1, max_length=2000)]
    reason: Annotated[Text, Field(min_length=1, max_length=500)]


class SourceBlockOut(Answer):
    """`removed`: so many pictures went so far; `by` is null for who is not here any more."""

    id: str
    kind: Kinds
    value: str
    reason: str
    state: Literal["running", "done", "failed", "lifted"]
    removed: int
    by: str | None
    created_at: datetime


class SourceBlockList(Answer):
    items: list[SourceBlockOut]
    next: str | None
