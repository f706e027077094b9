"""What a site wants of programs that come: RFC 9309, and marks in pages and headers. It is never worked around."""

from collections.abc import Iterable
from functools import lru_cache

from protego import Protego

from cms.crawls.candidates import origin_of
from cms.crawls.frontier import Robots

AGENT = "Pixels"
PACE = 1.0
"""Seconds between the end of one request to a host and the next."""

MOST_BYTES = 512 * 1024
LONGEST_DELAY = 120.0
MOST_STARS = 6
MARKS_AGAINST_PICTURES = frozenset({"none", "noindex", "noimageindex", "noai", "noimageai"})
DISALLOWED = "The site does not want this to be fetched (robots.txt)."
UNREADABLE = "The site's robots.txt could not be read, so nothing is fetched there for now."
UNWANTED = "The site does not want its pictures to be taken up (robots mark)."
RESERVED = "The site reserves its pictures from being mined (tdm-reservation)."


def refusal_of(robots: Robots, url: str) -> str | None:
    """Why this address is not asked; None where it may be. Without robots.txt all may, without an answer nothing."""
    if robots.status == 0 or robots.status == 429 or robots.status >= 500:
        return UNREADABLE
    if robots.status >= 300:
        return None
    return None if parsed(robots.text).can_fetch(url, AGENT) else DISALLOWED


def sitemaps_of(robots: Robots, origin: str) -> tuple[str, ...]:
    """The lists of pages of this origin that it names, else the usual place of one."""
    named = parsed(robots.text).sitemaps if 200 <= robots.status < 300 else ()
    here = tuple(url for url in dict.fromkeys(named) if is_of(origin, url))
    return here or (f"{origin}/sitemap.xml",)


def is_of(origin: str, url: str) -> bool:
    try:
        return origin_of(url) == origin
    except ValueError:
        return False


def pause_of(robots: Robots | None) -> float:
    """How many seconds this origin wants between two requests, at least our own pace."""
    if robots is None or not 200 <= robots.status < 300:
        return PACE
    return min(max(float(parsed(robots.text).crawl_delay(AGENT) or 0), PACE), LONGEST_DELAY)


@lru_cache(maxsize=64)
def parsed(text: str) -> Protego:
    return Protego.parse("\n".join(map(bounded, text.splitlines())))


def bounded(line: str) -> str:
    """A rule with so many stars that matching it would take for ever: shorter it forbids more, and allows nothing."""
    if line.count("*") <= MOST_STARS:
        return line
    return "" if line.strip().lower().startswith("allow") else "*".join(line.split("*")[:MOST_STARS])


def unwanted(marks: Iterable[str], *, tdm: str | None) -> str | None:
    """Why pictures under these marks (of meta elements or `X-Robots-Tag`) are not taken; None where they may be."""
    if (tdm or "").strip() == "1":
        return RESERVED
    return UNWANTED if words_of(marks) & MARKS_AGAINST_PICTURES else None


def words_of(marks: Iterable[str]) -> set[str]:
    """The single words; what is addressed to another program by its name is none of ours."""
    found = set()
    for mark in marks:
        name, colon, rest = mark.partition(":")
        is_for_others = colon and name.strip().lower() not in (AGENT.lower(), "") and "," not in name
        if not is_for_others:
            found |= {word.strip().lower() for word in (rest if colon else mark).split(",")}
    return found
