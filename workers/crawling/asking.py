"""One address asked, and what came of it: for the turns of crawls, and for who asks whether a source answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from flask import current_app

from cms.crawls.candidates import PageRead
from cms.crawls.sources.source import Source, answer_of
from cms.extensions import now
from cms.settings import Settings
from workers.crawling.extractors import Page
from workers.crawling.fetcher import Fetched, Fetcher
from workers.crawling.reader import PageReader

PAGE_SECONDS = 20.0
MOST_PAGE_BYTES = 3_000_000
NOT_OFFERED = "This source is not asked from here any more."
STRANGE = "The source gave an answer that is not of its kind."
MOVED = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True)
class Answer:
    """What came: with headers in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def kind(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        _, _, charset = self.headers.get("content-type", "").lower().partition("charset=")
        return charset.split(";")[0].strip(" \"'") or None

    @property
    def moved_to(self) -> str | None:
        return self.headers.get("location") if self.status in MOVED else None


def fetch(url: str, *, most_bytes: int, seconds: float, headers: Mapping[str, str] | None = None) -> Answer:
    """One GET. Raises Refused or NoAnswer."""
    asked = {"Accept": "*/*", **(headers or {})}
    fetcher = Fetcher(settings().agent, settings().fetch_exceptions)
    came: Fetched = fetcher.fetch("GET", url, headers=asked, most_bytes=most_bytes, seconds=seconds)
    return Answer(came.status, {name.lower(): value for name, value in came.headers.items()}, came.body)


@cache
def page_reader() -> PageReader:
    return PageReader()


def read_source(source: Source, url: str, came: Answer) -> PageRead | None:
    """What an answer for programs gives, by the source whose it is; None where it is none of its kind."""
    if source.is_feed:
        return page_reader().read(Page(came.body, url, came.headers, None, now().isoformat()), op="feed")
    try:
        return source.read(answer_of(came.body), url, now().isoformat())
    except ValueError:
        return None


def settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found
