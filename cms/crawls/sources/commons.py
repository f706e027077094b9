"""Wikimedia Commons, by the API of MediaWiki (commons.wikimedia.org/w/api.php, as documented there)."""

import html
import re
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from cms.crawls.candidates import PageRead
from cms.crawls.sources.source import A_PAGE, Source, found, listed, text

ADDRESS = "https://commons.wikimedia.org/w/api.php"
STATED = ("LicenseShortName", "LicenseUrl", "UsageTerms", "Artist", "Credit")
FILES = 6
"""The namespace of files."""


def begin(words: str) -> str:
    return address(words, 0)


def address(words: str, offset: int) -> str:
    asked = {
        "action": "query",
        "format": "json",
        "formatversion": 2,
        "generator": "search",
        "gsrnamespace": FILES,
        "gsrsearch": f"filetype:bitmap {words}",
        "gsrlimit": A_PAGE,
        "gsroffset": offset,
        "prop": "imageinfo",
        "iiprop": "url|extmetadata",
    }
    return f"{ADDRESS}?{urlencode(asked)}"


def read(answer: Any, url: str, read_at: str) -> PageRead:
    pages = sorted(listed(answer, "query", "pages"), key=lambda page: page.get("index") or 0)
    pictures = []
    for page in pages:
        [info, *_] = listed(page, "imageinfo") or [{}]
        told = info.get("extmetadata")
        pictures.append(
            found(
                text(info, "url"),
                page_url=text(info, "descriptionurl"),
                title=plain(text(told, "ObjectName", "value")) or text(page, "title").removeprefix("File:"),
                author=plain(text(told, "Artist", "value")),
                stated={name: text(told, name, "value") for name in STATED},
                licence_url=text(told, "LicenseUrl", "value"),
                place=f"{text(page, 'title')} in {url}"[:500],
                read_at=read_at,
            )
        )
    return PageRead(candidates=tuple(filter(None, pictures)), pages=following(answer, url))


def following(answer: Any, url: str) -> tuple[str, ...]:
    offset = answer.get("continue", {}).get("gsroffset") if isinstance(answer, dict) else None
    searched = parse_qs(urlsplit(url).query).get("gsrsearch", [""])[0].removeprefix("filetype:bitmap ")
    return (address(searched, offset),) if isinstance(offset, int) else ()


def plain(markup: str) -> str:
    """Words without the markup around them."""
    return " ".join(html.unescape(re.sub(r"<[^<>]*>", " ", markup)).split())


SOURCE = Source("commons", "Wikimedia Commons", "https://commons.wikimedia.org/", begin, read)
