"""Openverse: pictures under open licences from many collections (api.openverse.org/v1, as documented there)."""

from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from cms.crawls.candidates import PageRead
from cms.crawls.sources.source import A_PAGE, Source, found, listed, text

ADDRESS = "https://api.openverse.org/v1/images/"
STATED = ("license", "license_version", "license_url", "attribution")


def begin(words: str) -> str:
    return address(words, 1)


def address(words: str, page: int) -> str:
    return f"{ADDRESS}?{urlencode({'q': words, 'page': page, 'page_size': A_PAGE})}"


def read(answer: Any, url: str, read_at: str) -> PageRead:
    asked = parse_qs(urlsplit(url).query)
    page = int(asked.get("page", ["1"])[0])
    pictures = [
        found(
            text(one, "url"),
            page_url=text(one, "foreign_landing_url") or text(one, "url"),
            title=text(one, "title"),
            author=text(one, "creator"),
            stated={name: one.get(name) for name in STATED},
            licence_url=text(one, "license_url"),
            place=f"results[{number}] of {url}"[:500],
            read_at=read_at,
        )
        for number, one in enumerate(listed(answer, "results"))
    ]
    last = answer.get("page_count") if isinstance(answer, dict) else None
    has_more = isinstance(last, int) and page < last
    more = (address(asked.get("q", [""])[0], page + 1),) if has_more else ()
    return PageRead(candidates=tuple(filter(None, pictures)), pages=more)


SOURCE = Source("openverse", "Openverse", "https://openverse.org/", begin, read)
