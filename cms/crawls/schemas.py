"""Crawls as JSON, in and out."""

from datetime import datetime
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, StrictInt

from cms.images.schemas import Text
from cms.provenance.schemas import Proof
from cms.wire.requests import Answer, Body

MOST_AT_ONCE = 500
Id = Annotated[str, Field(min_length=1, max_length=26, pattern="^[!-~]+$")]
State = Literal["pending", "running", "paused", "done", "failed", "cancelled"]
Counted = Literal["pages", "found", "saved", "duplicate", "refused", "failed"]


def of_the_web(url: str) -> str:
    """An address with a scheme of the web and a name; whether anybody may ask there is found out when it is asked."""
    try:
        parts = urlsplit(url)
        is_one = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        is_one = False
    if not is_one or any(character.isspace() for character in url):
        raise ValueError("An address begins with https:// or http:// and names a site.")
    return url


class CrawlStart(Body):
    """What is looked for: the pictures of a page, and with `depth` of those pages of the same site that it links to."""

    kind: Literal["page"]
    url: Annotated[Text, Field(min_length=8, max_length=2000), AfterValidator(of_the_web)]
    limit: Annotated[StrictInt, Field(ge=1, le=500, description="So many pictures are looked for.")] = 100
    depth: Annotated[StrictInt, Field(ge=0, le=3)] = 0


class CrawlChange(Body):
    """Let it rest, go on, or end for good."""

    state: Literal["running", "paused", "cancelled"]


class Refusal(Answer):
    """An address that was not asked, or may not be used, and why. All that cannot be reached have one reason."""

    url: str
    reason: str


class CrawlOut(Answer):
    """A crawl and how far it is. `waiting`: so many addresses are to be asked; the refusals are the first hundred."""

    id: str
    kind: Literal["page"]
    url: str
    limit: int
    depth: int
    state: State
    counts: dict[Counted, int]
    waiting: int
    refusals: list[Refusal]
    created_at: datetime
    finished_at: datetime | None


class CrawlSummary(Answer):
    """A crawl in a list."""

    id: str
    kind: Literal["page"]
    url: str
    state: State
    counts: dict[Counted, int]
    created_at: datetime
    finished_at: datetime | None


class CrawlList(Answer):
    items: list[CrawlSummary]
    next: str | None


class CandidateOut(Answer):
    """A picture that was found, as it really is. `image` is the caller's own of the same bytes, once there is one."""

    id: str
    state: Literal["found", "duplicate", "saving", "saved", "failed"]
    image_url: str
    page_url: str
    title: str
    alt: str
    author: str
    licence: str | None
    licence_proof: Proof | None
    width: int
    height: int
    size: int
    format: str
    preview: str
    image: str | None
    problem: str | None


class CandidateList(Answer):
    items: list[CandidateOut]
    next: str | None


class Saving(Body):
    """Which of the pictures are to be kept, and where they are put beside."""

    ids: Annotated[list[Id], Field(min_length=1, max_length=MOST_AT_ONCE)]
    album: Id | None = None
    collection: Id | None = None
