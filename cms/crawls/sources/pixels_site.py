"""Another site of Pixels, by its public search (docs/api.md): what everybody may see there, in pages by its cursor."""

from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from cms.crawls.candidates import Candidate, PageRead, joined
from cms.crawls.sources.source import A_PAGE, Source, found, listed, marked, text
from cms.provenance.licences import page_of

OF_CREATIVE_COMMONS = "https://creativecommons.org/"
STATED = ("licence", "author", "source_url")


def source_at(site: str) -> Source:
    """The source that the site at this address is."""
    base, parts = site.rstrip("/"), urlsplit(site)
    name = f"{parts.netloc}{parts.path}".rstrip("/")
    return Source(marked("pixels", base), name, f"{base}/", partial(begin, base), partial(read, base))


def begin(base: str, words: str) -> str:
    return f"{base}/api/v1/search?{urlencode({'q': words, 'limit': A_PAGE})}"


def read(base: str, answer: Any, url: str, read_at: str) -> PageRead:
    items = enumerate(listed(answer, "items"))
    pictures = [picture_of(base, one, f"items[{number}] of {url}"[:500], read_at) for number, one in items]
    return PageRead(candidates=tuple(filter(None, pictures)), pages=following(base, answer, url))


def picture_of(base: str, one: dict[str, Any], place: str, read_at: str) -> Candidate | None:
    """The original where everybody may have it, else the largest rendition."""
    at, can = text(one, "id"), one.get("can")
    has_original = isinstance(can, dict) and can.get("view_original") is True
    return found(
        f"{base}/api/v1/images/{at}/original" if has_original else joined(f"{base}/", text(one, "renditions", "1600")),
        page_url=f"{base}/images/{at}" if at else "",
        title=text(one, "title") or text(one, "alt_text"),
        author=text(one, "author") or text(one, "owner", "display_name"),
        stated={name: one.get(name) for name in STATED},
        licence_url=licence_at(text(one, "licence")),
        place=place,
        read_at=read_at,
    )


def licence_at(said: str) -> str:
    """The page of a licence that is said by its address or by the name that Pixels writes; of other words none."""
    if said.startswith(("https://", "http://")):
        return said
    page = page_of(said.replace(" ", "-"))
    return page if page.startswith(OF_CREATIVE_COMMONS) else ""


def following(base: str, answer: Any, url: str) -> tuple[str, ...]:
    cursor, words = text(answer, "next"), parse_qs(urlsplit(url).query).get("q", [""])[0]
    return (f"{begin(base, words)}&{urlencode({'cursor': cursor})}",) if cursor else ()
