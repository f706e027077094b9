"""The Internet Archive (archive.org, as documented there): a search names items, the files of each are asked."""

from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from cms.crawls.candidates import Candidate, PageRead
from cms.crawls.sources.source import A_PAGE, Source, found, listed, text

ADDRESS = "https://archive.org"
FORMATS = ("JPEG", "PNG", "Item Image", "JPEG 2000")
MOST_FILES = 5
"""Of one item, which may be a whole album."""


def begin(words: str) -> str:
    return address(words, 1)


def address(words: str, page: int) -> str:
    asked = {
        "q": f"({words}) AND mediatype:image",
        "fl[]": "identifier",
        "rows": A_PAGE,
        "page": page,
        "output": "json",
    }
    return f"{ADDRESS}/advancedsearch.php?{urlencode(asked)}"


def read(answer: Any, url: str, read_at: str) -> PageRead:
    items = listed(answer, "response", "docs")
    if items:
        ids = [text(one, "identifier") for one in items]
        return PageRead(pages=(*(f"{ADDRESS}/metadata/{quote(one)}" for one in ids if one), *following(answer, url)))
    told = answer.get("metadata") if isinstance(answer, dict) else None
    files = [one for one in listed(answer, "files") if one.get("source") == "original" and one.get("format") in FORMATS]
    pictures = [picture_of(told, text(one, "name"), url, read_at) for one in files[:MOST_FILES]]
    return PageRead(candidates=tuple(filter(None, pictures)))


def picture_of(told: Any, name: str, url: str, read_at: str) -> Candidate | None:
    item = text(told, "identifier")
    return found(
        f"{ADDRESS}/download/{quote(item)}/{quote(name)}" if item and name else "",
        page_url=f"{ADDRESS}/details/{quote(item)}",
        title=text(told, "title"),
        author=text(told, "creator"),
        stated={one: text(told, one) for one in ("licenseurl", "rights", "possible-copyright-status")},
        licence_url=text(told, "licenseurl"),
        place=f"metadata of {url}"[:500],
        read_at=read_at,
    )


def following(answer: Any, url: str) -> tuple[str, ...]:
    asked = parse_qs(urlsplit(url).query)
    page = int(asked.get("page", ["1"])[0])
    number = answer.get("response", {}).get("numFound") if isinstance(answer, dict) else None
    words = asked.get("q", [""])[0].removesuffix(" AND mediatype:image").removeprefix("(").removesuffix(")")
    return (address(words, page + 1),) if isinstance(number, int) and page * A_PAGE < number else ()


SOURCE = Source("internet-archive", "Internet Archive", "https://archive.org/", begin, read)
