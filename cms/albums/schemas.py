"""Albums as JSON, in and out. The form to make one is the form to change one."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from cms.access.audience import Privacy, Sensitivity
from cms.accounts.eyes import Eyes
from cms.images.schemas import CountsOut, KeyAndLabel, ListQuery, Owner, Size, Tags, Text, Title
from cms.vision.categories import CategoryKey
from cms.wire.requests import Answer, Body, Query

Id = Annotated[str, Field(max_length=26)]
MOST_AT_ONCE = 1000
FOR_OWNERS = frozenset({"privacy", "parent", "comments_closed"})
"""What of an album its owner alone changes."""


class AlbumFields(Body):
    """What a person says of an album: a title and exactly one category must be."""

    title: Annotated[Text, Field(min_length=1, max_length=200)]
    category: CategoryKey
    tags: Tags = []
    description: Annotated[Text, Field(max_length=5000)] = ""
    privacy: Privacy = Privacy.PRIVATE
    parent: Id | None = None
    cover: Id | None = None
    comments_closed: bool = False


class NewAlbum(AlbumFields):
    """The fields, and the images that are to be in it."""

    images: Annotated[list[Id], Field(max_length=MOST_AT_ONCE)] = []


class AlbumChange(AlbumFields):
    """What is to change: only fields that were sent. `parent: null` puts it on top, `cover: null` ends the choice."""

    title: Annotated[Text, Field(min_length=1, max_length=200)] = "-"
    category: CategoryKey = CategoryKey.OTHER

    def named(self) -> dict[str, object]:
        """Only the fields that were sent."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class ImageIds(Body):
    ids: Annotated[list[Id], Field(min_length=1, max_length=MOST_AT_ONCE)]


class AlbumQuery(Query):
    eyes: Eyes | None = Field(default=None, alias="as")


class AlbumsQuery(ListQuery):
    """`parent` is an album's id, or `top` for those that are in no other."""

    eyes: Eyes | None = Field(default=None, alias="as")
    parent: Id | None = None


class RemovalQuery(Query):
    """What becomes of the pictures."""

    images: Literal["keep", "trash"] = "keep"


class Cover(Answer):
    """An image that this viewer may see."""

    id: str
    width: int
    height: int
    placeholder: str | None
    alt_text: str
    sensitivity: Sensitivity
    renditions: dict[Size, str]


class AlbumTagOut(Answer):
    key: str
    label: str


class AlbumCounts(CountsOut):
    """What this viewer may see directly in an album, and how often something happened to it."""

    images: int
    albums: int


class AlbumOut(Answer):
    """An album as this viewer may know it. `shared`: others have a role in it, told to its owner and to these."""

    id: str
    owner: Owner
    title: str
    description: str
    category: KeyAndLabel
    tags: list[AlbumTagOut]
    privacy: Privacy
    effective_privacy: Privacy
    shared: bool
    cover: Cover | None
    counts: AlbumCounts
    liked: bool
    collected: bool
    parent: Title | None
    ancestors: list[Title]
    children: list[Title]
    created_at: datetime
    updated_at: datetime
    comments_closed: bool
    can: dict[str, bool]


class AlbumList(Answer):
    items: list[AlbumOut]
    next: str | None


class Asked(Answer):
    """How many pictures will be read."""

    count: int
