"""Any page: its content pictures at the largest size that it names, with what it says of each; links to others."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice
from urllib.parse import urldefrag, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

from cms.crawls.candidates import LONGEST_URL, Candidate, PageRead, host_of, joined
from workers.crawling.extractors.filters import is_advert, is_ornament
from workers.crawling.extractors.page import Page
from workers.crawling.extractors.statements import NEAR_PARTS, Statements, first_words, text_of, words_of
from workers.crawling.extractors.structured import Described, described_in
from workers.crawling.robots import unwanted
from workers.crawling.robots import words_of as robot_words

MOST_TAGS = 40_000
MOST_FRAMES = 10
MOST_PICTURES = 2000
NEAR = 8
LONGEST_STYLE, LONGEST_SET = 2000, 20_000
LAZY = ("data-src", "data-original", "data-lazy-src", "data-full", "data-large", "data-zoom-image", "data-image")
LAZY_SETS = ("data-srcset", "data-lazy-srcset")
PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif|heic|jxl|tiff?|bmp)$", re.IGNORECASE)
NO_PAGE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif|svg|pdf|zip|gz|mp[34]|webm|css|js|xml|json|exe)$", re.IGNORECASE)
IN_STYLE = re.compile(r"background[^;]*url\(\s*['\"]?([^'\")]+)", re.IGNORECASE)
ROBOTS_METAS = frozenset({"robots", "pixels"})
PREVIEW_METAS = frozenset({"og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src"})


def read_page(page: Page) -> PageRead:
    """What a page gives, unless it says that it does not want that."""
    soup = BeautifulSoup(bounded(page.body), "html.parser", from_encoding=page.charset)
    marks = [text_of(one, "content") for one in soup.find_all("meta") if text_of(one, "name").lower() in ROBOTS_METAS]
    header, tdm = page.headers.get("x-robots-tag", ""), page.headers.get("tdm-reservation") or tdm_in(soup)
    refusal = unwanted([*marks, header], tdm=tdm)
    if refusal is not None:
        return PageRead(refusal=refusal)

    reader = Reader(soup, base=base_of(soup, page.url), page=page)
    follows = not robot_words([*marks, header]) & {"nofollow", "none"}
    nexts, pages = reader.links() if follows else ((), ())
    return PageRead(reader.candidates(), reader.frames(), pages, nexts=nexts, follows=follows)


def base_of(soup: BeautifulSoup, url: str) -> str:
    """What the addresses of a page are made whole against."""
    element = soup.find("base", href=True)
    return (joined(url, text_of(element, "href")) if element is not None else "") or url


def bounded(body: bytes) -> bytes:
    """The page without comments, up to its forty-thousandth tag: a bomb of tags takes a second, not a minute."""
    body, end = without_comments(body), -1
    for _ in range(MOST_TAGS):
        end = body.find(b"<", end + 1)
        if end < 0:
            return body
    return body[:end]


def without_comments(body: bytes) -> bytes:
    """What is between them; one that is never closed ends the page: the parser would look for its end for ever."""
    kept, start = [], 0
    while (begin := body.find(b"<!--", start)) >= 0:
        kept.append(body[start:begin])
        end = body.find(b"-->", begin + 2)
        if end < 0:
            return b"".join(kept)
        start = end + 3
    return b"".join([*kept, body[start:]])


def tdm_in(soup: BeautifulSoup) -> str:
    element = soup.find("meta", attrs={"name": "tdm-reservation"})
    return text_of(element, "content") if element is not None else ""


class Reader:
    """One page that is read. Addresses are made whole against its base."""

    def __init__(self, soup: BeautifulSoup, *, base: str, page: Page) -> None:
        self._soup, self._base, self._page = soup, base, page
        self._statements = Statements(soup, read_at=page.read_at)
        self._described = {self._whole(one.address): one for one in described_in(soup, read_at=page.read_at)}
        around = (part for img in soup.find_all("img") for part in islice(img.parents, NEAR))
        self._links_of_pictures = {id(part) for part in around if part.name == "a"}
        title = soup.find("title")
        self._title = " ".join(title.get_text().split())[:500] if title is not None else ""

    def candidates(self) -> tuple[Candidate, ...]:
        """Pictures in their order: of the body, then those that only the head or JSON-LD names; each once."""
        found: dict[str, Candidate] = {}
        for one in islice(chain(self._shown(), self._named()), MOST_PICTURES):
            if one.image_url and not is_ornament(one.image_url) and len(one.image_url) <= LONGEST_URL:
                found.setdefault(one.image_url, self._completed(one))
        smaller = {one.fallback for one in found.values()} - {""}
        return tuple(one for url, one in found.items() if url not in smaller)

    def _shown(self) -> Iterator[Candidate]:
        for element in self._soup.find_all(["img", "a", "video", "div", "section", "figure", "span", "header", "li"]):
            if element.name == "img":
                if not is_advert(element):
                    yield self._of_img(element)
            elif element.name == "a":
                if id(element) not in self._links_of_pictures and is_picture_file(self._attribute(element, "href")):
                    yield self._made(self._attribute(element, "href"), element, title=first_words(element))
            elif element.name == "video":
                yield self._made(self._attribute(element, "poster"), element)
            elif (styled := IN_STYLE.search(text_of(element, "style")[:LONGEST_STYLE])) and not is_advert(element):
                yield self._made(self._whole(styled[1]), element)

    def _of_img(self, element: Tag) -> Candidate:
        """The largest form of an <img>: the file that it links to, the widest of its set, what is loaded later."""
        forms = [self._linked(element), self._widest(element), *(self._attribute(element, name) for name in LAZY)]
        forms = [one for one in (*forms, self._attribute(element, "src")) if one]
        alt = " ".join(text_of(element, "alt").split())
        figure = next((part for part in islice(element.parents, NEAR) if part.name == "figure"), None)
        said = caption_of(figure) if figure is not None else ""
        made = self._made(forms[0] if forms else "", element, title=said or text_of(element, "title") or alt)
        is_in_sight = forms and self._linked(element) == forms[0] and len(forms) > 1
        return replace(made, alt=alt[:1000], fallback=forms[1] if is_in_sight else "")

    def _linked(self, element: Tag) -> str:
        link = next((part for part in islice(element.parents, NEAR) if part.name == "a"), None)
        address = self._attribute(link, "href") if link is not None else ""
        return address if is_picture_file(address) else ""

    def _widest(self, element: Tag) -> str:
        """Of the sets of the image and of the <picture> around it, by what they say of width or density."""
        around = next((part for part in islice(element.parents, NEAR) if part.name == "picture"), None)
        sources = around.find_all("source") if around is not None else []
        sets = [text_of(one, name) for one in (element, *sources) for name in ("srcset", *LAZY_SETS)]
        forms = [form for one in sets for form in forms_of(one)]
        return self._whole(max(forms, key=lambda form: form[1])[0]) if forms else ""

    def _named(self) -> Iterator[Candidate]:
        """What the head shows where the page is linked to, and what JSON-LD describes."""
        for element in self._soup.find_all(["meta", "link"]):
            name = (text_of(element, "property") or text_of(element, "name")).lower()
            if name in PREVIEW_METAS:
                yield self._made(self._attribute(element, "content"), None, title=self._title)
            elif "image_src" in words_of(element, "rel"):
                yield self._made(self._attribute(element, "href"), None, title=self._title)
        for url, one in self._described.items():
            yield self._made(url, None, title=one.title)

    def _made(self, url: str, element: Tag | None, *, title: str = "") -> Candidate:
        licence, proof = self._statements.licence_for(element)
        author = self._statements.author_for(element)
        return Candidate(url, title=(title or self._title)[:500], author=author, licence=licence, proof=proof)

    def _completed(self, one: Candidate) -> Candidate:
        """With what JSON-LD says of this very picture, which goes before what stands around it."""
        said: Described | None = self._described.get(one.image_url) or self._described.get(one.fallback)
        if said is None:
            return one
        stated = {"licence": said.licence, "proof": said.proof} if said.proof is not None else {}
        return replace(one, author=said.author or one.author, title=said.title or one.title, **stated)  # type: ignore[arg-type]

    def frames(self) -> tuple[str, ...]:
        """Parts of this page that are pages of the same site."""
        found = (self._attribute(one, "src") for one in self._soup.find_all("iframe"))
        return tuple(dict.fromkeys(url for url in found if self._is_here(url)))[:MOST_FRAMES]

    def links(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The next page of a series that this one is of, and other pages of the same site."""
        nexts, others = [], []
        for element in self._soup.find_all(["a", "link"]):
            rel = words_of(element, "rel")
            url = self._attribute(element, "href")
            is_page = self._is_here(url) and not NO_PAGE.search(urlsplit(url).path) and "nofollow" not in rel
            if is_page and "next" in rel:
                nexts.append(url)
            elif is_page and element.name == "a":
                others.append(url)
        return tuple(dict.fromkeys(nexts)), tuple(dict.fromkeys(others))

    def _is_here(self, url: str) -> bool:
        return bool(url) and host_of(url) == host_of(self._page.url) and len(url) <= LONGEST_URL

    def _attribute(self, element: Tag, name: str) -> str:
        return self._whole(text_of(element, name))

    def _whole(self, address: str) -> str:
        """The address in full and without its fragment; empty for what does not lead to the web."""
        try:
            whole = urldefrag(urljoin(self._base, address)).url if address else ""
            return whole if urlsplit(whole).scheme in ("http", "https") and host_of(whole) else ""
        except ValueError:
            return ""


def caption_of(figure: Tag) -> str:
    parts = (one for one in islice(figure.descendants, NEAR_PARTS) if isinstance(one, Tag))
    return next((first_words(one) for one in parts if one.name == "figcaption"), "")


def forms_of(srcset: str) -> list[tuple[str, float]]:
    """Addresses of a set with how wide they are, or how dense: 640w counts as much as 640."""
    found = []
    for one in re.split(r",\s+|,(?=https?:|/)", srcset[:LONGEST_SET]):
        address, _, size = one.strip().partition(" ")
        number = re.fullmatch(r"(\d+(?:\.\d+)?)[wxh]", size.strip().split(" ")[0]) if size.strip() else None
        if address:
            found.append((address.rstrip(","), float(number[1]) if number else 1.0))
    return found


def is_picture_file(address: str) -> bool:
    """Whether an address looks like that of a picture, not of a page about one as wikis have them."""
    path = urlsplit(address).path
    return bool(PICTURE_FILE.search(path)) and ":" not in path.rsplit("/", 1)[-1]
