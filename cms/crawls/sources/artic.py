"""The Art Institute of Chicago (api.artic.edu, as documented there); pictures come from its IIIF server."""

from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from cms.crawls.candidates import PageRead
from cms.crawls.sources.source import A_PAGE, Source, found, listed, text

ADDRESS = "https://api.artic.edu/api/v1/artworks/search"
FIELDS = "id,title,artist_title,image_id,is_public_domain,copyright_notice"
WIDTH_IF_FREE, WIDTH = 1686, 843
"""The widths that the institute asks others to use."""

ZERO = "https://creativecommons.org/publicdomain/zero/1.0/"


def begin(words: str) -> str:
    return address(words, 1)


def address(words: str, page: int) -> str:
    return f"{ADDRESS}?{urlencode({'q': words, 'fields': FIELDS, 'limit': A_PAGE, 'page': page})}"


def read(answer: Any, url: str, read_at: str) -> PageRead:
    server = text(answer, "config", "iiif_url")
    pictures = [
        found(
            f"{server}/{text(one, 'image_id')}/full/{width_of(one)},/0/default.jpg" if text(one, "image_id") else "",
            page_url=f"https://www.artic.edu/artworks/{one.get('id')}",
            title=text(one, "title"),
            author=text(one, "artist_title"),
            stated={name: one.get(name) for name in ("is_public_domain", "copyright_notice")},
            licence_url=ZERO if one.get("is_public_domain") is True else "",
            place=f"data[{number}] of {url}"[:500],
            read_at=read_at,
        )
        for number, one in enumerate(listed(answer, "data"))
    ]
    return PageRead(candidates=tuple(filter(None, pictures)), pages=following(answer, url))


def width_of(one: dict[str, Any]) -> int:
    return WIDTH_IF_FREE if one.get("is_public_domain") is True else WIDTH


def following(answer: Any, url: str) -> tuple[str, ...]:
    told = answer.get("pagination") if isinstance(answer, dict) else None
    here, last = (told.get("current_page"), told.get("total_pages")) if isinstance(told, dict) else (None, None)
    if not isinstance(here, int) or not isinstance(last, int) or here >= last:
        return ()
    return (address(parse_qs(urlsplit(url).query).get("q", [""])[0], here + 1),)


SOURCE = Source("artic", "Art Institute of Chicago", "https://www.artic.edu/", begin, read)
