"""A feed that answers a search, as Atom (RFC 4287) or RSS: the pictures of its entries, and the next page (RFC 5005).

A licence counts for the entry that states it: `rel=license` (RFC 4946), Media RSS, or the RSS module of Creative
Commons. What declares a type of document, with which entities come, is none.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from xml.parsers import expat

from cms.crawls.candidates import Candidate, PageRead, host_of, joined
from cms.crawls.sources.commons import plain
from cms.crawls.sources.source import found
from workers.crawling.extractors.page import Page

SPACES = {
    "http://www.w3.org/2005/Atom": "atom",
    "http://search.yahoo.com/mrss/": "media",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://backend.userland.com/creativeCommonsRssModule": "cc",
    "http://purl.org/rss/1.0/": "",
    "": "",
}
ROOTS = frozenset({"atom:feed", "rss", "http://www.w3.org/1999/02/22-rdf-syntax-ns#:RDF"})
ENTRIES = frozenset({"atom:entry", "item"})
MOST_ENTRIES = 100


class NoFeed(ValueError):
    """It is something else, or more of one than is read."""


@dataclass
class Entry:
    """What is told of one entry. `media` are pictures with their group and area, of a group the largest counts."""

    page: str = ""
    title: str = ""
    author: str = ""
    licences: list[str] = field(default_factory=list)
    enclosures: list[str] = field(default_factory=list)
    media: list[tuple[int, int, str]] = field(default_factory=list)

    def pictures(self) -> list[str]:
        largest = {group: url for group, _, url in sorted(self.media, key=lambda one: one[1])}
        return self.enclosures or [largest[group] for group in sorted(largest)]


def read_feed(page: Page) -> PageRead:
    """What its entries show. Raises NoFeed for what is none."""
    reader = Reader()
    with suppress(expat.ExpatError):  # what stood before is as good as a shorter one
        reader.read(page.body)
    if reader.root not in ROOTS:
        raise NoFeed
    pictures = [one for number, entry in enumerate(reader.entries) for one in pictures_of(entry, number, page)]
    further = joined(page.url, reader.further) if reader.further else ""
    return PageRead(tuple(pictures), pages=(further,) if further and host_of(further) == host_of(page.url) else ())


def pictures_of(entry: Entry, number: int, page: Page) -> Iterator[Candidate]:
    """Every picture of an entry, under the licence that it states; under none where it states several."""
    licences = list(dict.fromkeys(entry.licences))
    for url in entry.pictures():
        one = found(
            joined(page.url, url),
            page_url=joined(page.url, entry.page or url),
            title=plain(entry.title),
            author=plain(entry.author),
            stated={"license": licences},
            licence_url=joined(page.url, licences[0]) if len(licences) == 1 else "",
            place=f"entry[{number}] of {page.url}"[:500],
            read_at=page.read_at,
        )
        if one is not None:
            yield one


def shows_picture(told: Mapping[str, str]) -> bool:
    return told.get("type", "").startswith("image/") or (not told.get("type") and told.get("medium") == "image")


def area_of(told: Mapping[str, str]) -> int:
    sides = [told.get(name, "") for name in ("width", "height")]
    return int(sides[0]) * int(sides[1]) if all(side.isdecimal() and len(side) < 7 for side in sides) else 0


class Reader:
    """Collects entries as they end, and where the feed goes on."""

    def __init__(self) -> None:
        self.root, self.further = "", ""
        self.entries: list[Entry] = []
        self._path: list[str] = []
        self._text: list[str] = []
        self._entry: Entry | None = None
        self._depth, self._group = 0, 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text.append

    def read(self, body: bytes) -> None:
        """Raises ExpatError where it stops to be one, NoFeed for what declares a type of document."""
        self._parser.Parse(body, True)  # noqa: FBT003 (the end; the C function takes no names)

    def _refuse(self, *_: object) -> None:
        raise NoFeed

    def _begin(self, name: str, told: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        short = SPACES.get(space, space)
        self._path.append(f"{short}:{local}" if short else local)
        self.root = self.root or self._path[0]
        self._text.clear()
        if self._entry is None and self._path[-1] in ENTRIES and len(self.entries) < MOST_ENTRIES:
            self._entry, self._depth = Entry(), len(self._path)
        elif self._entry is not None:
            self._note(self._entry, self._path[-1], told)
        elif self._path[-1] == "atom:link" and told.get("rel") == "next":
            self.further = told.get("href", "")

    def _note(self, entry: Entry, name: str, told: dict[str, str]) -> None:
        """What an element says by its attributes."""
        if name == "atom:link":
            note_link(entry, told)
        elif name == "enclosure" and shows_picture(told):
            entry.enclosures.append(told.get("url", ""))
        elif name == "media:license" and told.get("href"):
            entry.licences.append(told["href"])
        elif name == "media:content" and shows_picture(told):
            self._group += 0 if "media:group" in self._path else 1
            entry.media.append((self._group, area_of(told), told.get("url", "")))
        elif name == "media:group":
            self._group += 1

    def _end(self, _: str) -> None:
        text = " ".join("".join(self._text).split())
        if self._entry is not None:
            note_text(self._entry, self._path[self._depth :], text)
            if len(self._path) == self._depth:
                self.entries.append(self._entry)
                self._entry = None
        self._path.pop()
        self._text.clear()


def note_link(entry: Entry, told: Mapping[str, str]) -> None:
    """A link of Atom, also within RSS."""
    relation, target = told.get("rel", "alternate"), told.get("href", "")
    if relation == "alternate":
        entry.page = entry.page or target
    elif relation == "license" and target:
        entry.licences.append(target)
    elif relation == "enclosure" and shows_picture(told):
        entry.enclosures.append(target)


def note_text(entry: Entry, path: list[str], text: str) -> None:
    """What an element says by its text."""
    if path in (["atom:title"], ["title"]):
        entry.title = text
    elif path == ["link"]:
        entry.page = entry.page or text
    elif path in (["atom:author", "atom:name"], ["dc:creator"], ["author"]):
        entry.author = entry.author or text
    elif path == ["cc:license"] and text:
        entry.licences.append(text)
