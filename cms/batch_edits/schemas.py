"""Edits of many images as JSON, in and out."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StrictInt, field_validator, model_validator

from cms.access.audience import Privacy
from cms.batch_edits.changes import check_pattern
from cms.images.schemas import ImageOut, PlaceOut, Tags, Text, Title, web_address
from cms.media.places import label
from cms.vision.categories import CategoryKey
from cms.wire.requests import Answer, Body

MOST = 10_000
LONGEST_SHIFT = 100 * 366 * 86_400
Id = Annotated[str, Field(min_length=1, max_length=26, pattern="^[!-~]+$")]
Outcomes = Literal["changed", "unchanged", "refused", "failed", "undone", "kept"]


def some(labels: list[str]) -> list[str]:
    if not labels:
        raise ValueError("Name at least one.")
    return labels


def known_place(place: str | None) -> str | None:
    if place is not None and (not place.isdigit() or label(int(place), "en") is None):
        raise ValueError("This is not the id of a place.")
    return place


class Shift(Body):
    """A span of time; its parts are added up."""

    days: Annotated[StrictInt, Field(ge=-36_600, le=36_600)] = 0
    hours: Annotated[StrictInt, Field(ge=-1_000_000, le=1_000_000)] = 0
    minutes: Annotated[StrictInt, Field(ge=-60_000_000, le=60_000_000)] = 0
    seconds: Annotated[StrictInt, Field(ge=-LONGEST_SHIFT, le=LONGEST_SHIFT)] = 0

    def whole(self) -> int:
        return ((self.days * 24 + self.hours) * 60 + self.minutes) * 60 + self.seconds


class Change(Body):
    """What is to change of each image; the fields are those of one image, and hold what these may hold.

    `title` is a pattern: {n} is the number of the image ({n:03} with zeros), {date} the day it was taken, {title} its
    title, {file} the name of its file. `tags` replaces, `tags_add` and `tags_remove` do not. `taken_shift`, in seconds
    or by its parts, moves when it was taken. `album`, `rating` and `place` (by the id of one) may be null.
    """

    title: Annotated[Text, Field(max_length=200), AfterValidator(check_pattern)] = ""
    description: Annotated[Text, Field(max_length=5000)] = ""
    alt_text: Annotated[Text, Field(max_length=1000)] = ""
    tags: Tags = []
    tags_add: Annotated[Tags, AfterValidator(some)] = []
    tags_remove: Annotated[Tags, AfterValidator(some)] = []
    category: CategoryKey = CategoryKey.OTHER
    taken_shift: Annotated[StrictInt, Field(ge=-LONGEST_SHIFT, le=LONGEST_SHIFT)] | Shift = 0
    place: Annotated[Annotated[str, Field(max_length=12)] | None, AfterValidator(known_place)] = None
    licence: Annotated[Text, Field(max_length=80)] = ""
    author: Annotated[Text, Field(max_length=120)] = ""
    source_url: Annotated[Text, Field(max_length=500), AfterValidator(web_address)] = ""
    privacy: Privacy = Privacy.PRIVATE
    album: Annotated[str, Field(max_length=26)] | None = None
    rating: Annotated[StrictInt, Field(ge=0, le=5)] | None = None

    @field_validator("taken_shift")
    @classmethod
    def shifts(cls, value: int | Shift) -> int | Shift:
        """A span that is one, and no longer than the calendar is kept."""
        seconds = value.whole() if isinstance(value, Shift) else value
        if seconds == 0 or abs(seconds) > LONGEST_SHIFT:
            raise ValueError("More than nothing and at most 100 years.")
        return value

    @model_validator(mode="after")
    def changes_something(self) -> "Change":
        if not self.model_fields_set:
            raise ValueError("Name at least one field.")
        if "tags" in self.model_fields_set and self.model_fields_set & {"tags_add", "tags_remove"}:
            raise ValueError("Either all tags are replaced, or some are added and removed.")
        return self

    def named(self) -> dict[str, Any]:
        """Only the fields that were sent, as JSON keeps them and the service takes them."""
        values = self.model_dump(mode="json", include=self.model_fields_set)
        if "taken_shift" in values and isinstance(self.taken_shift, Shift):
            values["taken_shift"] = self.taken_shift.whole()
        if values.get("place") is not None:
            values["place"] = int(values["place"])
        return values


class BatchEditStart(Body):
    """Which images, by their ids or as a search finds them (the query string of `GET /search`), and what to change."""

    ids: Annotated[list[Id], Field(min_length=1, max_length=MOST)] | None = None
    query: Annotated[str, Field(max_length=4000)] | None = None
    change: Change


class Keyed(Answer):
    key: str
    label: str


class Values(Answer):
    """Fields of an image, of those that are to be changed."""

    title: str
    description: str
    alt_text: str
    tags: list[str]
    category: Keyed
    taken_at: str | None
    place: PlaceOut | None
    licence: str
    author: str
    source_url: str
    privacy: Privacy
    album: Title | None
    rating: int | None


class Reason(Answer):
    """Why an image is not changed."""

    code: str
    detail: str


class PreviewItem(Answer):
    image: ImageOut
    before: Values
    after: Values
    problem: Reason | None


class PreviewOut(Answer):
    """How many images were chosen, how many of them the caller may not change, and the first as they would be."""

    total: int
    refused: int
    items: list[PreviewItem]


class Progress(Answer):
    done: int
    total: int


class Trouble(Reason):
    """An image that was not changed, and why: the same for one that is not there and for one of somebody else."""

    id: str


class BatchEditOut(Answer):
    """An edit and how far it is; while it is undone, and after, `progress` is that of the undoing."""

    id: str
    state: Literal["pending", "running", "done", "failed", "undoing", "undone"]
    progress: Progress
    counts: dict[Outcomes, int]
    problems: list[Trouble]
    change: dict[str, Any]
    created_at: datetime
    finished_at: datetime | None
    undo_until: datetime
    can: dict[str, bool]


class BatchEditList(Answer):
    items: list[BatchEditOut]
    next: str | None
