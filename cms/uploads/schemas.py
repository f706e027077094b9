"""Uploads in pieces as JSON and as the metadata of tus: which fields there are and what they may hold."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, field_validator

from cms.images.schemas import PlacedFields, Text
from cms.wire.requests import Answer

OF_THE_FILE = {"kind", "filename", "filetype"}


class UploadMetadata(PlacedFields):
    """What is said of a file before it comes: the fields of a picture, and what the file is. One tag a line."""

    kind: Literal["image", "import"] = "image"
    filename: Annotated[Text, Field(max_length=255)] = ""
    filetype: Annotated[Text, Field(max_length=255)] = ""

    @field_validator("tags", mode="before")
    @classmethod
    def lines(cls, value: object) -> object:
        return [line for line in value.split("\n") if line.strip()] if isinstance(value, str) else value

    def named(self) -> dict[str, object]:
        return {name: value for name, value in super().named().items() if name not in OF_THE_FILE}


class UploadOut(Answer):
    """How far an upload is. `image` is what became of it; without a byte it is forgotten at `expires_at`."""

    id: str
    kind: Literal["image", "import"]
    file_name: str
    length: int
    offset: int
    state: Literal["open", "whole", "handed", "done"]
    image: str | None
    created_at: datetime
    expires_at: datetime
