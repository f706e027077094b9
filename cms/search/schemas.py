"""Searches as JSON, in and out: what may be asked, and what an answer holds."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from cms.images.schemas import ImageOut, ListQuery
from cms.media.layout import Layout
from cms.tags.kinds import TagKind
from cms.vision.categories import CategoryKey
from cms.wire.requests import Answer

LONGEST_QUERY = 1000
MOST_VALUES = 20
Sort = Literal["relevance", "newest", "oldest", "score", "taken", "rating", "likes"]
FacetName = Literal[
    "tag",
    "category",
    "layout",
    "colour",
    "own_class",
    "owner",
    "album",
    "licence",
    "camera",
    "place",
    "text",
    "taken",
    "rating",
    "words",
]
Word = Annotated[str, Field(max_length=240)]
Words = Annotated[list[Word], Field(max_length=MOST_VALUES)]


class SearchParameters(ListQuery):
    """Words and facets. Several tags or colours: all of them; several values of another facet: any of them.

    A colour is a name (black white grey red orange yellow green cyan blue purple pink) or `#rrggbb`, and may name the
    least share of the picture in percent: `red:30`. `red@background` and `red:30@foreground` ask about the colours
    behind and before, and shares of these: a tenth where no share is named. `text` is a word that stands in the
    picture, `*` any.
    """

    q: Annotated[str, Field(max_length=LONGEST_QUERY)] = ""
    scope: Literal["mine", "all"] = "all"
    words: Annotated[
        Literal["all", "written", "generated"], Field(description="Where words count: of people, of the machine, both")
    ] = "all"
    sort: Sort = "relevance"
    tag: Words = []
    category: Annotated[list[CategoryKey], Field(max_length=MOST_VALUES)] = []
    layout: Annotated[list[Layout], Field(max_length=MOST_VALUES)] = []
    colour: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=3)] = []
    own_class: Words = []
    owner: Words = []
    album: Words = []
    licence: Words = []
    camera: Words = []
    place: Words = []
    text: Words = []
    without: Annotated[Words, Field(description="facet:value that must not hold, as tag:cat")] = []
    taken_from: date | None = None
    taken_to: date | None = None
    rating_min: Annotated[int, Field(ge=1, le=5)] | None = None


class SuggestionParameters(ListQuery):
    q: Annotated[str, Field(max_length=LONGEST_QUERY)] = ""
    limit: Annotated[int, Field(ge=1, le=20)] = 10


class TagParameters(ListQuery):
    sort: Literal["count"] = "count"
    q: Annotated[str, Field(max_length=60)] = ""


class Total(Answer):
    """How many there are; `exact` is false where more were not counted."""

    value: int
    exact: bool


class Chip(Answer):
    """One understood part of the search; `query_without` is the query string of the same search without it."""

    facet: FacetName
    value: str
    label: str
    query_without: str


class Counted(Answer):
    """A value of a facet and how many of the hits have it."""

    key: str
    label: str
    count: int


class Notice(Answer):
    """Something the searcher should know.

    Where words could not be taken as they stand, `word` at `position` (counted in characters from 0) is the one, and
    `understood` says what was searched for instead.
    """

    code: Literal["words-changed", "nothing-to-search", "search-away", "facet-unknown", "meaning-late"]
    message: str
    word: str = ""
    position: int = 0
    understood: str = ""


class SearchOut(Answer):
    items: list[ImageOut]
    next: str | None
    total: Total
    chips: list[Chip]
    facets: dict[FacetName, list[Counted]]
    notice: Notice | None


class Suggestion(Answer):
    kind: Literal["tag", "category", "own_class", "owner", "album", "place", "camera"]
    key: str
    label: str
    count: int


class SuggestionList(Answer):
    items: list[Suggestion]
    next: str | None


class CountedTag(Counted):
    kind: TagKind


class TagList(Answer):
    items: list[CountedTag]
    next: str | None
