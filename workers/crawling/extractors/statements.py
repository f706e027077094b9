"""What a page states of licence and author, and for which of its pictures; nothing is guessed."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from cms.crawls.candidates import Proof
from cms.provenance.licences import licence_of

LONGEST_STATEMENT = 1000
MOST_STATEMENTS, DEEPEST, NEAR_PARTS = 200, 60, 300
"""More of them, or further out, are not looked at: a page may be made to take for ever."""

LICENCE_METAS = frozenset({"dcterms.license", "dc.license", "dcterms.rights", "license", "licence"})
AUTHOR_METAS = ("author", "dc.creator", "dcterms.creator", "article:author")


@dataclass(frozen=True)
class Statement:
    """A licence that is stated, empty where its address is that of none we know, and the element that states it."""

    licence: str
    href: str
    element: Tag


def proof_of(text: str, *, place: str, href: str, read_at: str) -> Proof:
    kept = text[:LONGEST_STATEMENT]
    return Proof(text=kept, place=place, href=href[:2000], sha256=sha256(kept.encode()).hexdigest(), read_at=read_at)


class Statements:
    """All statements of a page, by the part of it that they speak of: the smallest one around them with a picture."""

    def __init__(self, soup: BeautifulSoup, *, read_at: str) -> None:
        self._read_at = read_at
        self._soup = soup
        around = {id(part) for img in soup.find_all("img") for part in islice(img.parents, DEEPEST)}
        self._by_scope: dict[int, list[Statement]] = {}
        for one in islice(licences_in(soup), MOST_STATEMENTS):
            self._by_scope.setdefault(id(scope_of(one.element, soup, around)), []).append(one)
        self._agreed_in: dict[int, tuple[str, Proof | None]] = {}
        self._authors: dict[int, str] = {}
        self._page_author = page_author(soup)

    def licence_for(self, picture: Tag | None) -> tuple[str, Proof | None]:
        """Of the innermost part around the picture that states any; none where it states several different ones."""
        around: list[Tag] = [] if picture is None else list(islice(picture.parents, DEEPEST))
        part = next((one for one in around if id(one) in self._by_scope), self._soup)
        if id(part) not in self._agreed_in:
            self._agreed_in[id(part)] = self._agreed(self._by_scope.get(id(part), []))
        return self._agreed_in[id(part)]

    def _agreed(self, stated: list[Statement]) -> tuple[str, Proof | None]:
        if len({one.licence or one.href for one in stated}) != 1:
            return "", None
        first = stated[0]
        place = place_of(first.element)
        return first.licence, proof_of(str(first.element), place=place, href=first.href, read_at=self._read_at)

    def author_for(self, picture: Tag | None) -> str:
        """Who made it, as the figure or article around the picture says, else the page."""
        around: list[Tag] = [] if picture is None else list(islice(picture.parents, DEEPEST))
        part = next((one for one in around if one.name in ("figure", "article")), None)
        if part is None:
            return self._page_author
        if id(part) not in self._authors:
            self._authors[id(part)] = author_in(part) or self._page_author
        return self._authors[id(part)]


def licences_in(soup: BeautifulSoup) -> Iterator[Statement]:
    """Links and marks that say that they are of the licence; a mere link to one says so only beside its picture."""
    for element in soup.find_all(["a", "link", "meta"]):
        href = text_of(element, "href") or text_of(element, "content")
        if element.name == "meta":
            is_one = text_of(element, "name").lower() in LICENCE_METAS or text_of(element, "itemprop") == "license"
        else:
            is_marked = "license" in words_of(element, "rel") or text_of(element, "itemprop") == "license"
            is_one = is_marked or bool(licence_of(href) and is_in_figure(element))
        if is_one and href:
            yield Statement(licence_of(href), href, element)


def scope_of(element: Tag, soup: BeautifulSoup, with_pictures: set[int]) -> Tag:
    """The part of the page that a statement speaks of; all of it for one in the head."""
    if element.name in ("meta", "link"):
        return soup
    return next((part for part in islice(element.parents, DEEPEST) if id(part) in with_pictures), soup)


def author_in(part: Tag) -> str:
    """Whom the beginning of a part names as its author."""
    for element in islice(part.descendants, NEAR_PARTS):
        if not isinstance(element, Tag):
            continue
        if "author" in words_of(element, "rel") or text_of(element, "itemprop") in ("author", "creator"):
            return (text_of(element, "content") or first_words(element))[:200]
    return ""


def is_in_figure(element: Tag) -> bool:
    return any(part.name == "figure" for part in islice(element.parents, DEEPEST))


def page_author(soup: BeautifulSoup) -> str:
    """Whom the head names; else the one whom the page itself links to as its author."""
    for element in soup.find_all("meta"):
        name = (text_of(element, "name") or text_of(element, "property")).lower()
        content = text_of(element, "content")
        if name in AUTHOR_METAS and content and "://" not in content:
            return content[:200]
    return ""


def place_of(element: Tag) -> str:
    """Where in the page it stands, as a selector that finds it again."""
    steps: list[str] = []
    for part in [element, *element.parents]:
        if part.parent is None or len(steps) > 30:
            break
        twins = list(part.parent.find_all(part.name, recursive=False))
        number = next(number for number, one in enumerate(twins, start=1) if one is part)
        steps.append(part.name if len(twins) == 1 else f"{part.name}:nth-of-type({number})")
    return " > ".join(reversed(steps))


def text_of(element: Tag, name: str) -> str:
    """An attribute as one text, empty where it is missing."""
    value = element.get(name)
    return (" ".join(value) if isinstance(value, list) else value or "").strip()


def first_words(element: Tag) -> str:
    """The first text near its beginning, which is enough and takes no longer the more there is."""
    near = islice(element.descendants, NEAR_PARTS)
    texts = (" ".join(one.split()) for one in near if isinstance(one, NavigableString))
    return next(filter(None, texts), "")


def words_of(element: Tag, name: str) -> set[str]:
    return set(text_of(element, name).lower().split())
