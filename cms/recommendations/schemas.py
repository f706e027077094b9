"""Recommendations and tastes as JSON, in and out."""

from typing import Annotated, Literal

from pydantic import Field

from cms.images.schemas import ImageOut, Text
from cms.wire.requests import Answer, Body

Recorded = Literal["like", "collect", "comment", "view", "follow", "search"]


class ReasonOut(Answer):
    """Why: a tag (`ref` its key), a picture that the caller liked (`ref` its id), people who like the same, newness."""

    kind: Literal["tag", "image", "people", "new"]
    text: str
    ref: str | None


class RecommendationOut(Answer):
    image: ImageOut
    reasons: list[ReasonOut]


class RecommendationList(Answer):
    """`on`: whether the caller wants any; nothing is recommended while it is off."""

    items: list[RecommendationOut]
    next: str | None
    on: bool


class Picks(Answer):
    """Varied pictures to begin with."""

    items: list[ImageOut]
    next: None = None


class Feedback(Body):
    """`more` or `less` like this picture, or `hide` it alone."""

    image: Annotated[Text, Field(min_length=1, max_length=60)]
    verdict: Literal["more", "less", "hide"]


class TasteOut(Answer):
    """A tag with how much it counts, below zero where it is avoided, and the factor that the caller gave it."""

    kind: Literal["tag"]
    key: str
    label: str
    weight: float
    factor: float


class TastesOut(Answer):
    on: bool
    records: dict[Recorded, bool]
    tastes: list[TasteOut]


class TasteChange(Body):
    """`factor` 0: never because of this tag; 1: as it comes; 2: twice as much."""

    key: Annotated[Text, Field(min_length=1, max_length=60)]
    factor: Annotated[float, Field(ge=0, le=2, allow_inf_nan=False)]


class TastesChange(Body):
    """Only what is sent changes; what is not recorded any more is wiped."""

    on: bool = True
    records: Annotated[dict[Recorded, bool], Field(max_length=4)] = {}
    tastes: Annotated[list[TasteChange], Field(max_length=100)] = []
