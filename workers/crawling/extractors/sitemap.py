"""A sitemap (sitemaps.org): pages of its own site, or further sitemaps of it. Packed ones are unpacked, up to a limit.

What declares a type of document, with which entities come, is none.
"""

import zlib
from contextlib import suppress
from urllib.parse import urlsplit
from xml.parsers import expat

from cms.crawls.candidates import LONGEST_URL, PageRead, host_of
from workers.crawling.extractors.generic import NO_PAGE
from workers.crawling.extractors.page import Page

MOST_BYTES = 10_000_000
MOST_PLACES = 1000
PACKED = b"\x1f\x8b"


class NoSitemap(Exception):
    """It is something else, or more of one than is read."""


def read_sitemap(page: Page) -> PageRead:
    """What it lists of its own site, as far as it can be read."""
    reader = Reader()
    with suppress(NoSitemap, expat.ExpatError):  # what stood before is as good as a shorter one
        reader.read(unpacked(page.body))
    here = [url for url in dict.fromkeys(reader.places) if is_told(url) and host_of(url) == host_of(page.url)]
    if reader.root == "sitemapindex":
        return PageRead(sitemaps=tuple(here))
    return PageRead(pages=tuple(url for url in here if not NO_PAGE.search(urlsplit(url).path)))


def is_told(url: str) -> bool:
    return url.startswith(("https://", "http://")) and len(url) <= LONGEST_URL


def unpacked(body: bytes) -> bytes:
    if not body.startswith(PACKED):
        return body
    try:
        return zlib.decompressobj(wbits=zlib.MAX_WBITS | 16).decompress(body, MOST_BYTES)
    except zlib.error as error:
        raise NoSitemap from error


class Reader:
    """Collects the text of every `loc` of a page or a sitemap; none of pictures and videos, which have their own."""

    def __init__(self) -> None:
        self.root = ""
        self.places: list[str] = []
        self._path: list[str] = []
        self._text: list[str] = []
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text.append

    def read(self, body: bytes) -> None:
        """Raises ExpatError or NoSitemap where it stops to be one."""
        self._parser.Parse(body, True)  # noqa: FBT003 (the end; the C function takes no names)

    def _refuse(self, *_: object) -> None:
        raise NoSitemap

    def _begin(self, name: str, _: object) -> None:
        self._path.append(name.rpartition(" ")[2])
        self.root = self.root or self._path[0]
        self._text.clear()

    def _end(self, _: str) -> None:
        if self._path in (["urlset", "url", "loc"], ["sitemapindex", "sitemap", "loc"]):
            self.places.append("".join(self._text).strip())
        self._path.pop()
        self._text.clear()
        if len(self.places) >= MOST_PLACES:
            raise NoSitemap
