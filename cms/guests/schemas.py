"""Pictures of guests as JSON, in and out."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from cms.guests.models import LONGEST_NAME
from cms.images.schemas import Size, Text
from cms.wire.requests import Answer, Body


class GuestFields(Body):
    """What a guest says beside the picture: what they call themselves."""

    name: Annotated[Text, Field(max_length=LONGEST_NAME)] = ""


class GuestUpload(GuestFields):
    """The form of an upload: the name and the bytes."""

    file: Annotated[bytes, Field(json_schema_extra={"format": "binary"})]


class Sent(Answer):
    """The picture waits for the owner of the album."""

    state: Literal["waiting"]


class GuestPictureOut(Answer):
    """A picture that waits, and who sent it in their own words."""

    id: str
    guest: str
    sent_at: datetime
    state: Literal["pending", "processing", "ready", "failed"]
    problem: str | None
    width: int
    height: int
    file_name: str
    renditions: dict[Size, str]
    placeholder: str | None


class GuestList(Answer):
    """What waits, the newest first. `count`: how many in all."""

    items: list[GuestPictureOut]
    count: int
    next: str | None


class ChosenGuests(Body):
    """Some of the pictures that wait; without `ids` the oldest hundred of all."""

    ids: Annotated[list[Annotated[str, Field(max_length=26)]], Field(max_length=100)] | None = None


class Decided(Answer):
    """How many were decided just now, and how many wait still."""

    count: int
    waiting: int
