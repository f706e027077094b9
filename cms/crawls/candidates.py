"""What a page gives, as plain values: workers read it off, the frontier keeps it."""

from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import urljoin, urlsplit

LONGEST_URL, LONGEST_HOST = 2000, 253


@dataclass(frozen=True)
class Proof:
    """A statement of licence as it stands in a page: its text or markup, its place there, the address it names."""

    text: str
    place: str
    href: str
    sha256: str
    read_at: str


@dataclass(frozen=True)
class Candidate:
    """A picture that a page shows. `licence` is an SPDX or Creative Commons id, empty where none is stated.

    `fallback` is asked where there is no picture at `image_url`: what is shown in place of a larger one. `page_url` is
    what shows it, where that is another page than the one that was asked.
    """

    image_url: str
    fallback: str = ""
    page_url: str = ""
    title: str = ""
    alt: str = ""
    author: str = ""
    licence: str = ""
    proof: Proof | None = None

    def told(self) -> dict[str, Any]:
        """What is kept beside its address."""
        return {
            "fallback": self.fallback,
            "title": self.title,
            "alt": self.alt,
            "author": self.author,
            "licence": self.licence,
            "proof": None if self.proof is None else asdict(self.proof),
        }


@dataclass(frozen=True)
class PageRead:
    """Pictures and further pages of one page, in its order; `refusal` says why nothing of it may be used.

    `frames` are parts of the page itself, `nexts` go on with a series that it is of, `sitemaps` list further pages of
    its site; `follows` is False where it does not want its links to be followed.
    """

    candidates: tuple[Candidate, ...] = ()
    frames: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    refusal: str | None = None
    nexts: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    follows: bool = True

    @property
    def names_something(self) -> bool:
        """A picture, or where one is told of."""
        return bool(self.candidates or self.pages)


def page_of(told: dict[str, Any]) -> PageRead:
    """The same of its fields, as they come from a process or a row. Nothing is trusted but their form."""
    pictures = (
        Candidate(**{**one, "proof": Proof(**one["proof"]) if one["proof"] is not None else None})
        for one in told["candidates"]
    )
    listed = {name: tuple(told[name]) for name in ("frames", "pages", "nexts", "sitemaps")}
    return PageRead(tuple(pictures), refusal=told["refusal"], follows=told["follows"], **listed)


@dataclass(frozen=True)
class Judged:
    """What came for a picture, by its bytes. `shown` is a small WebP of it, `validators` tell its versions apart.

    `distance` is how far it is from the picture that was asked with, where one was; `owned` the image of the crawl's
    owner that is as good as the same picture.
    """

    width: int
    height: int
    size: int
    format: str
    sha256: str
    fingerprint: bytes
    shown: bytes
    validators: dict[str, str]
    distance: float | None = None
    owned: str = ""


def host_of(url: str) -> str:
    """Whose pace it is: the name in the address, as it is resolved. Empty where there is none that could be."""
    try:
        name = (urlsplit(url).hostname or "").rstrip(".").lower()
        name = name if name.isascii() else name.encode("idna").decode()
    except (UnicodeError, ValueError):
        return ""
    return name if len(name) <= LONGEST_HOST else ""


def joined(base: str, location: str) -> str:
    """Where a page or an answer sends one; empty, which nobody can be asked at, for what is no address."""
    try:
        whole = urljoin(base, location)
    except ValueError:
        return ""
    return whole if len(whole) <= LONGEST_URL else ""


def origin_of(url: str) -> str:
    """Whose robots.txt counts: scheme, name and port. Raises ValueError for an address without these."""
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    name = host_of(url)
    if parts.scheme not in ("http", "https") or not name:
        raise ValueError("not an address of the web")
    return f"{parts.scheme}://{f'[{name}]' if ':' in name else name}:{port}"


def mark_of(visit: str, url: str) -> str:
    """By which one address of a crawl is known again; it may be a page and a picture too."""
    return sha256(f"{visit} {url}".encode()).hexdigest()
