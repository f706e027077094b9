"""Relations and changes of tags as JSON, in and out."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from cms.images.schemas import ImageOut, ListQuery
from cms.images.tags import LONGEST_TAG
from cms.wire.requests import Answer, Body, Query


def printable(word: str) -> str:
    if not word.isprintable():
        raise ValueError("Characters that can be printed.")
    return word


Word = Annotated[str, Field(min_length=1, max_length=LONGEST_TAG), AfterValidator(printable)]
Outcomes = Literal["changed", "unchanged", "failed", "undone", "kept"]


class OfTag(Query):
    """Of which tag, by its key or a word of it; of all where none is named."""

    tag: Annotated[str, Field(max_length=LONGEST_TAG)] | None = None


class ChangesQuery(ListQuery):
    tag: Annotated[str, Field(max_length=LONGEST_TAG)] | None = None


class RelationStart(Body):
    """`alias`: the word means the tag `target`. `implication`: the tag `word` is found by the broader tag `target`.

    `kind`: the tag `word` is a `target`, one of thing, scene, colour, time, place and user.
    """

    kind: Literal["alias", "implication", "kind"]
    word: Word
    target: Word


class KeyAndName(Answer):
    key: str
    label: str


class RelationOut(Answer):
    """Who said what when, and who took it back; null for who is not here any more."""

    id: str
    kind: Literal["alias", "implication", "kind"]
    word: KeyAndName
    target: KeyAndName
    by: str | None
    at: datetime
    removed_by: str | None
    removed_at: datetime | None


class RelationList(Answer):
    items: list[RelationOut]
    next: str | None


class TagChangeStart(Body):
    """Which tag becomes which other one; with `alias` its word means the new tag from now on."""

    tag: Word
    to: Word
    alias: bool = True


class TagPreviewOut(Answer):
    """On how many pictures, how many of them have the new tag already, and some that the caller may see."""

    tag: KeyAndName
    to: KeyAndName
    total: int
    merged: int
    items: list[ImageOut]


class Progress(Answer):
    done: int
    total: int


class TagChangeOut(Answer):
    """A change and how far it is; while it is undone, and after, `progress` is that of the undoing."""

    id: str
    tag: KeyAndName
    to: KeyAndName
    state: Literal["pending", "running", "done", "failed", "undoing", "undone"]
    progress: Progress
    counts: dict[Outcomes, int]
    by: str | None
    created_at: datetime
    finished_at: datetime | None
    undone_by: str | None
    undone_at: datetime | None
    undo_until: datetime
    can: dict[str, bool]


class TagChangeList(Answer):
    items: list[TagChangeOut]
    next: str | None
