"""Searches by picture as JSON, in and out."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from cms.images.schemas import ImageOut
from cms.wire.requests import Answer, Body

Share = Annotated[float, Field(ge=0, le=1)]
Kind = Literal["copy", "near", "similar"]


def within_picture(box: list[float]) -> list[float]:
    """A box that has a width and a height and does not reach beyond the picture."""
    left, top, width, height = box
    if width <= 0 or height <= 0 or left + width > 1 + ROUNDING or top + height > 1 + ROUNDING:
        raise ValueError("Left, top, width and height as shares of the picture, within it.")
    return box


ROUNDING = 1e-6
Box = Annotated[list[Share], Field(min_length=4, max_length=4), AfterValidator(within_picture)]


class ReverseSearchFields(Body):
    """What stands beside the file of a form: `box` as in the body, four times the plain name."""

    box: Box | None = None


class ReverseSearchUpload(ReverseSearchFields):
    """The form of a search by a picture of one's own."""

    file: Annotated[bytes, Field(json_schema_extra={"format": "binary"})]


class ReverseSearchStart(Body):
    """By a picture that is here; `box` is left, top, width and height as shares of the picture as shown, 0 to 1."""

    image: Annotated[str, Field(max_length=26)]
    box: Box | None = None


class Match(Answer):
    """One that is alike.

    `distance`: for copies and near copies the share of fingerprint bits that differ; for similar ones, always farther,
    the distance of the embeddings.
    """

    image: ImageOut
    distance: float
    kind: Kind


class ReverseSearchOut(Answer):
    """`picture` is the address of what was asked with (a WebP of its box), once it is there, for whom may see it."""

    id: str
    state: Literal["pending", "running", "done", "failed"]
    progress: Annotated[float, Field(ge=0, le=1)]
    problem: str | None
    problem_code: str | None
    picture: str | None
    box: list[float] | None
    matches: list[Match]
    took_ms: int | None
    created_at: datetime


class Similar(Answer):
    image: ImageOut
    distance: float


class SimilarList(Answer):
    items: list[Similar]
    next: str | None


class CopyOut(Answer):
    """One picture of a group and what could be done with it."""

    image: ImageOut
    distance: float
    suggestion: Literal["keep", "stack", "delete"]


class CopyGroup(Answer):
    """Pictures of one owner that show the same; `kind` is that of the least alike of them. The best one comes first."""

    kind: Literal["copy", "near"]
    images: list[CopyOut]


class CopyGroupList(Answer):
    items: list[CopyGroup]
    next: str | None
