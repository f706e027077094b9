"""Crawls as JSON, in and out."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, StrictInt, model_validator

from cms.crawls.service import Wish
from cms.crawls.sources.source import Source
from cms.errors import invalid
from cms.images.schemas import Text
from cms.provenance.schemas import Proof
from cms.wire.requests import Answer, Body

MOST_AT_ONCE = 500
SourceKey = Annotated[str, Field(min_length=1, max_length=26, pattern="^[a-z0-9-]+$")]
LicenceKind = Literal["CC0", "CC-PDM", "CC-BY", "CC-BY-SA", "CC-BY-ND", "CC-BY-NC", "CC-BY-NC-SA", "CC-BY-NC-ND"]
Id = Annotated[str, Field(min_length=1, max_length=26, pattern="^[!-~]+$")]
Kind = Literal["page", "keyword", "similar"]
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


Address = Annotated[Text, Field(min_length=8, max_length=2000), AfterValidator(of_the_web)]


class CrawlStart(Body):
    """What is looked for: the pictures of a page (`url`) or of several (`urls`), which may be pictures themselves, and
    with `depth` of pages of the same site that they link to.

    Or pictures by words (`query`) in `sources`, all of them where none is named. Or what is like an `image`: by words
    for it, which are sent to the sources as the picture never is, and among what the caller's crawls found before. Only
    those of `licences` count, if any are named; a licence that is not stated is none of these. The people of a
    `project` see what is found.
    """

    kind: Kind
    url: Address | None = None
    urls: Annotated[list[Address], Field(min_length=1, max_length=20)] | None = None
    query: Annotated[Text, Field(min_length=1, max_length=200)] | None = None
    image: Id | None = None
    sources: Annotated[list[SourceKey], Field(max_length=20)] = []
    licences: Annotated[list[LicenceKind], Field(max_length=20)] = []
    limit: Annotated[StrictInt, Field(ge=1, le=500, description="So many pictures are looked for.")] = 100
    depth: Annotated[StrictInt, Field(ge=0, le=3)] = 0
    project: Id | None = None

    @model_validator(mode="after")
    def is_of_its_kind(self) -> "CrawlStart":
        given = [("page", self.url), ("page", self.urls), ("keyword", self.query), ("similar", self.image)]
        if [kind for kind, named in given if named is not None] != [self.kind]:
            raise ValueError("A page is named by url or urls, words by query, a picture by image: one of these.")
        return self

    def wish(self, offered: Mapping[str, Source]) -> Wish:
        """Each source once, in the order of the list. Raises 422 for one that is not offered here."""
        if not offered.keys() >= set(self.sources):
            raise invalid("sources", f"Sources are: {', '.join(offered)}.")
        pages = list(dict.fromkeys(self.urls or ([self.url] if self.url is not None else [])))
        named = {key: one for key, one in offered.items() if not self.sources or key in self.sources}
        return Wish(
            kind=self.kind,
            most=self.limit,
            urls=pages,
            depth=self.depth,
            words=self.query or "",
            sources={} if pages else named,
            licences=list(dict.fromkeys(self.licences)),
            project_id=self.project,
        )


class CrawlChange(Body):
    """Let it rest, go on, or end for good."""

    state: Literal["running", "paused", "cancelled"]


class Refusal(Answer):
    """An address that was not asked, or may not be used, and why. All that cannot be reached have one reason."""

    url: str
    reason: str


class SourceOut(Answer):
    """A collection of the web that can be searched by words, and where people find it."""

    key: SourceKey
    name: str
    site: str


class CrawlOut(Answer):
    """A crawl and how far it is. `waiting`: so many addresses are to be asked; the refusals are the first hundred.

    `words` are what was asked for to find pictures like `image`. `url` is the first of `urls`.
    """

    id: str
    kind: Kind
    url: str | None
    urls: list[str]
    query: str | None
    image: str | None
    words: list[str]
    sources: list[SourceOut]
    licences: list[LicenceKind]
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
    kind: Kind
    url: str | None
    urls: list[str]
    query: str | None
    image: str | None
    words: list[str]
    state: State
    counts: dict[Counted, int]
    created_at: datetime
    finished_at: datetime | None


class CrawlList(Answer):
    items: list[CrawlSummary]
    next: str | None


class Place(Answer):
    """One place where a picture was found, how large it is there, and under which licence, if one is stated."""

    page_url: str
    image_url: str
    width: int
    height: int
    licence: str | None


class CandidateOut(Answer):
    """A picture that was found, as it really is. `image` is the caller's own of the same bytes, or as good as the same
    picture, once there is one. `sources` are all places where it was found: its own, then the others as they came.

    `distance`: of one that was compared, the share of fingerprint bits that differ for a copy; else, always farther,
    how far the vectors of both are apart.
    """

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
    distance: float | None
    sources: list[Place]
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


class OfferedSource(SourceOut):
    """`seen_at`: when it last answered as it documents, null where that was never seen from here."""

    seen_at: datetime | None


class SourceList(Answer):
    items: list[OfferedSource]
    next: str | None
