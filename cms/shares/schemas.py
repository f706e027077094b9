"""Share links as JSON, in and out, and what is shown by one."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import AwareDatetime, Field

from cms.access.audience import Sensitivity
from cms.albums.schemas import Cover
from cms.images.schemas import ListQuery, Location, Owner, PlaceOut, Size, Title
from cms.shares.models import Kind
from cms.wire.requests import Answer, Body, Query

Password = Annotated[str, Field(min_length=4, max_length=200)]


class NewLink(Body):
    """How a link may be used. With `upload` guests send pictures for an album, `max_uploads` of them."""

    password: Password | None = None
    expires_at: AwareDatetime | None = None
    max_views: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    download: bool = False
    metadata: bool = False
    upload: bool = False
    max_uploads: Annotated[int, Field(ge=1, le=500)] = 50


class LinkOut(Answer):
    """A link as its maker sees it. `views`: how often it was opened; `open`: whether it may be opened still.

    `uploads`: how many pictures of guests wait or were taken.
    """

    id: str
    created_at: datetime
    expires_at: datetime | None
    max_views: int | None
    views: int
    last_viewed_at: datetime | None
    has_password: bool
    download: bool
    metadata: bool
    upload: bool
    max_uploads: int
    uploads: int
    open: bool


class NewLinkOut(LinkOut):
    """A link just made: its secret and its address are told only now."""

    token: str
    link: str


class LinkList(Answer):
    items: list[LinkOut]
    next: str | None


class Unlocking(Body):
    password: Annotated[str, Field(max_length=1000)]


class SharedImage(Answer):
    """An image shown by a link. What its file or its camera tells is there only where the link tells it."""

    id: str
    owner: Owner
    title: str
    description: str
    alt_text: str
    licence: str
    author: str
    width: int
    height: int
    format: str
    is_animated: bool
    placeholder: str | None
    sensitivity: Sensitivity
    renditions: dict[Size, str]
    original: str | None
    taken_at: str | None = None
    place: PlaceOut | None = None
    location: Location | None = None
    exif: dict[str, Any] = {}


class Shared(Answer):
    """What a link shows. `count`: of images; `albums`: of those right below; `image`: the one of a link to an image.

    `upload`: guests may send some.
    """

    kind: Kind
    owner: Owner
    title: str
    description: str
    count: int
    albums: int
    download: bool
    metadata: bool
    upload: bool
    expires_at: datetime | None
    image: SharedImage | None


class SharedImages(Answer):
    items: list[SharedImage]
    next: str | None


class SharedQuery(ListQuery):
    """Of which album: one below that of the link; that of the link where none is named."""

    album: Annotated[str, Field(max_length=26)] | None = None


class ArchiveQuery(Query):
    """The same of an archive."""

    album: Annotated[str, Field(max_length=26)] | None = None


class LinkedAlbum(Answer):
    """An album below that of a link. `count`: of images in it, `albums`: right below it."""

    id: str
    title: str
    count: int
    albums: int
    cover: Cover | None


class LinkedAlbumInside(LinkedAlbum):
    """The same looked into. `above`: the albums from that of the link down to the one it is in."""

    description: str
    above: list[Title]


class LinkedAlbums(Answer):
    items: list[LinkedAlbum]
    next: str | None
