"""Notifications as JSON."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, model_validator

from cms.events import Occasion
from cms.images.schemas import Owner, Size, Title
from cms.notifications.models import Often
from cms.wire.requests import Answer, Body

Id = Annotated[str, Field(max_length=26)]


class SubjectOut(Answer):
    """What it is about, as the caller may see it now; the name of a person, the name of a search."""

    kind: Literal["image", "album", "person", "search"]
    id: str
    title: str
    alt_text: str = ""
    renditions: dict[Size, str] | None = None


class NotificationOut(Answer):
    """`actors` are the newest three of `count`. No `subject`: it is gone.

    `detail` is the comment or the decision, `text` how the comment begins.
    """

    id: str
    kind: Occasion
    actors: list[Owner]
    count: int
    subject: SubjectOut | None
    detail: str | None
    text: str | None
    created_at: datetime
    updated_at: datetime
    read: bool


class NotificationList(Answer):
    """`unread` counts all of them, up to 100."""

    items: list[NotificationOut]
    next: str | None
    unread: int


class Reading(Body):
    """One of these: some, all until a moment, or all."""

    ids: Annotated[list[Id], Field(max_length=100)] | None = None
    until: AwareDatetime | None = None
    all: Literal[True] | None = None

    @model_validator(mode="after")
    def is_one(self) -> "Reading":
        if sum(one is not None for one in (self.ids, self.until, self.all)) != 1:
            raise ValueError("One of ids, until and all.")
        return self


class Unread(Answer):
    unread: int


class WaysOut(Answer):
    app: bool
    mail: bool
    push: bool


class WaysChange(Body):
    """Only what is sent changes."""

    app: bool = True
    mail: bool = False
    push: bool = True


class SettingsOut(Answer):
    """By kind of what happens, how often by mail; muted albums are those that the caller may see."""

    digest: Often
    kinds: dict[Occasion, WaysOut]
    muted_albums: list[Title]


class SettingsChange(Body):
    """Only what is sent changes; `muted_albums` replaces."""

    digest: Often | None = None
    kinds: dict[Occasion, WaysChange] | None = None
    muted_albums: Annotated[list[Id], Field(max_length=200)] | None = None
