"""Saved searches as JSON, in and out."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from cms.access.audience import Privacy
from cms.albums.schemas import AlbumOut
from cms.images.schemas import Text
from cms.saved_searches.service import LONGEST
from cms.search.schemas import Chip, Total
from cms.wire.requests import Answer, Body

Name = Annotated[Text, Field(min_length=1, max_length=100)]
QueryString = Annotated[Text, Field(max_length=LONGEST)]


class NewSavedSearch(Body):
    """`query` is the query string of a search, as in its address; page and size of a page are left out."""

    name: Name
    query: QueryString
    follow: bool = False


class SavedSearchChange(Body):
    """What is to change: only fields that were sent. `seen`: it was opened just now."""

    name: Name = "-"
    query: QueryString = ""
    follow: bool = False
    seen: Literal[True] = True


class SavedSearchOut(Answer):
    """`new`: how many hits were added since it was opened last, up to 1,000; null while the search engine is away.

    `total` is told of a single one, not in lists.
    """

    id: str
    name: str
    query: str
    follow: bool
    new: int | None
    total: Total | None = None
    chips: list[Chip]
    seen_at: datetime
    created_at: datetime
    changed_at: datetime
    can: dict[str, bool]


class SavedSearchList(Answer):
    items: list[SavedSearchOut]
    next: str | None


class Freezing(Body):
    """The album that is to be made."""

    title: Annotated[Text, Field(min_length=1, max_length=200)]
    privacy: Privacy = Privacy.PRIVATE


class FrozenAlbum(AlbumOut):
    """The album, and how many hits are not in it: pictures of others, and own ones beyond the newest 10,000."""

    left_out: Total
