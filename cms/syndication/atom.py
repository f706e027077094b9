"""Feeds as RFC 4287 has them, in pages after RFC 5005, with licences after RFC 4946 and pictures as Media RSS. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from xml.etree.ElementTree import Element

from cms.syndication.xml import add, root, written

SPACES = {"xmlns": "http://www.w3.org/2005/Atom", "xmlns:media": "http://search.yahoo.com/mrss/"}
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
"""When a feed changed last in which nothing ever was."""

MEDIA_TYPE = "application/atom+xml"


@dataclass(frozen=True)
class Picture:
    """Bytes at an address. `is_shown` is false for what is only to be seen by who wants to."""

    address: str
    thumbnail: str
    content_type: str
    width: int
    height: int
    alt_text: str
    is_shown: bool


@dataclass(frozen=True)
class Entry:
    """One picture. `licence` is an address, `rights` whatever words its owner said."""

    address: str
    title: str
    author: str
    author_address: str
    description: str
    rights: str
    licence: str
    tags: Sequence[tuple[str, str]]
    picture: Picture
    published: datetime
    updated: datetime


@dataclass(frozen=True)
class Feed:
    """One page of a feed: its own address, that of the first page and that of the next; `page` is for people."""

    title: str
    page: str
    here: str
    first: str
    next: str | None
    entries: Sequence[Entry]


def feed_xml(feed: Feed) -> bytes:
    document = root("feed", SPACES)
    add(document, "id", feed.first)
    add(document, "title", feed.title)
    add(document, "updated", max((entry.updated for entry in feed.entries), default=LONG_AGO).isoformat())
    add(document, "generator", "Pixels")
    add(document, "link", rel="alternate", type="text/html", href=feed.page)
    for rel, address in (("self", feed.here), ("first", feed.first), ("next", feed.next)):
        if address is not None:
            add(document, "link", rel=rel, type=MEDIA_TYPE, href=address)
    for entry in feed.entries:
        add_entry(document, entry)
    return written(document)


def add_entry(document: Element, entry: Entry) -> None:
    element = add(document, "entry")
    add(element, "id", entry.address)
    add(element, "title", entry.title)
    add(element, "published", entry.published.isoformat())
    add(element, "updated", entry.updated.isoformat())
    author = add(element, "author")
    add(author, "name", entry.author)
    add(author, "uri", entry.author_address)
    add(element, "link", rel="alternate", type="text/html", href=entry.address)
    if entry.licence:
        add(element, "link", rel="license", href=entry.licence)
    if entry.rights:
        add(element, "rights", entry.rights)
    for key, label in entry.tags:
        add(element, "category", term=key, label=label)
    add(element, "content", content_of(entry), type="html")
    add_picture(element, entry.picture)


def add_picture(element: Element, picture: Picture) -> None:
    size = {"width": str(picture.width), "height": str(picture.height)}
    place = {"url": picture.address, "type": picture.content_type, "medium": "image"}
    media = add(element, "media:content", **place, **size)
    add(media, "media:rating", "nonadult" if picture.is_shown else "adult", scheme="urn:simple")
    if picture.alt_text:
        add(media, "media:description", picture.alt_text, type="plain")
    if picture.is_shown:
        add(media, "media:thumbnail", url=picture.thumbnail)
        add(element, "link", rel="enclosure", type=picture.content_type, href=picture.address)


def content_of(entry: Entry) -> str:
    """The picture with its alternative text, and what was said of it, as HTML."""
    picture = f'<img src="{escape(entry.picture.address)}" alt="{escape(entry.picture.alt_text)}">'
    parts = [f'<p><a href="{escape(entry.address)}">{picture}</a></p>'] if entry.picture.is_shown else []
    lines = [escape(line) for line in entry.description.splitlines() if line.strip()]
    return "".join([*parts, *(f"<p>{line}</p>" for line in lines)])
