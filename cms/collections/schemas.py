"""Collections as JSON, in and out."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from cms.access.audience import Privacy
from cms.accounts.eyes import Eyes
from cms.albums.schemas import AlbumOut, Id
from cms.images.schemas import ImageOut, ListQuery, Owner, Size, Text
from cms.wire.requests import Answer, Body

Title = Annotated[Text, Field(min_length=1, max_length=200)]


class NewCollection(Body):
    title: Title
    description: Annotated[Text, Field(max_length=5000)] = ""
    privacy: Privacy = Privacy.PRIVATE


class CollectionChange(Body):
    """What is to change: only fields that were sent."""

    title: Title = "-"
    description: Annotated[Text, Field(max_length=5000)] = ""
    privacy: Privacy = Privacy.PRIVATE

    def named(self) -> dict[str, object]:
        """Only the fields that were sent."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class OwnQuery(ListQuery):
    """With `thing` each collection also tells whether it holds all of these."""

    thing: Annotated[list[Id], Field(max_length=100)] = []


class SeenCollectionsQuery(ListQuery):
    eyes: Eyes | None = Field(default=None, alias="as")


class ThingsInOrder(Body):
    """Ids of things in the collection, as they are to stand one after the other."""

    ids: Annotated[list[Id], Field(min_length=1, max_length=1000)]


class CollectionOut(Answer):
    """A collection. `default`: what one tap collects into; its title may be empty, for clients to name it.

    `hidden` tells its owner that a moderator keeps it from others; `holds`, where things were asked about, that all of
    these are in it.
    """

    id: str
    owner: Owner
    title: str
    description: str
    privacy: Privacy
    default: bool
    hidden: bool
    holds: bool | None = None
    count: int
    cover: dict[Size, str] | None
    created_at: datetime
    updated_at: datetime
    can: dict[str, bool]


class CollectionList(Answer):
    items: list[CollectionOut]
    next: str | None


class ItemOut(Answer):
    """A thing in a collection. `placeholder`: something is there that the collector may not see now."""

    id: str
    kind: Literal["image", "album"]
    placeholder: bool
    added_at: datetime
    image: ImageOut | None = None
    album: AlbumOut | None = None


class ItemList(Answer):
    items: list[ItemOut]
    next: str | None


class Collected(Answer):
    """Whether the caller has it in a collection, and how many people have; null where its owner keeps that back."""

    collected: bool
    count: int | None
