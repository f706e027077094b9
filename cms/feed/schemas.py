"""The feed as JSON, and what is followed."""

from datetime import datetime
from typing import Literal

from pydantic import AwareDatetime

from cms.images.schemas import ImageOut, Owner
from cms.wire.requests import Answer, Body


class FeedReason(Answer):
    """Why it is in the feed: `ref` is the name of the person, the key of the tag, the id of the album."""

    kind: Literal["person", "tag", "album"]
    ref: str
    label: str


class FeedItem(Answer):
    image: ImageOut
    reasons: list[FeedReason]


class Feed(Answer):
    """`seen_until`: what was added until then was seen; null where nothing was."""

    items: list[FeedItem]
    next: str | None
    seen_until: datetime | None


class Seen(Body):
    until: AwareDatetime


class SeenUntil(Answer):
    seen_until: datetime


class Following(Answer):
    following: bool


class FollowedTag(Answer):
    key: str
    label: str
    created_at: datetime


class FollowedTags(Answer):
    items: list[FollowedTag]
    next: str | None


class FollowedAlbum(Answer):
    id: str
    title: str
    owner: Owner
    created_at: datetime


class FollowedAlbums(Answer):
    items: list[FollowedAlbum]
    next: str | None
