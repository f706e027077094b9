"""Embeds as oEmbed 1.0 has them, and what may be asked of one."""

from typing import Annotated, Literal

from pydantic import Field

from cms.wire.requests import Answer, Query

LARGEST_SIDE = 100_000
Side = Annotated[int, Field(ge=1, le=LARGEST_SIDE)]


class EmbedQuery(Query):
    """`url` is a page of this site."""

    url: Annotated[str, Field(max_length=500)]
    format: Annotated[str, Field(max_length=20)] = "json"
    maxwidth: Side = LARGEST_SIDE
    maxheight: Side = LARGEST_SIDE


class SitemapQuery(Query):
    start: Annotated[str, Field(max_length=26, pattern="^[0-9A-Z]*$")] = ""


class Embed(Answer):
    """A picture, or a link to what cannot be shown elsewhere."""

    version: Literal["1.0"] = "1.0"
    type: Literal["photo", "link"] = "link"
    title: str
    author_name: str
    author_url: str
    provider_name: str
    provider_url: str
    url: str | None = None
    width: int | None = None
    height: int | None = None
    thumbnail_url: str | None = None
    thumbnail_width: int | None = None
    thumbnail_height: int | None = None
    alt_text: str | None = None
    license: str | None = None
