"""How often a route may be called, by one account or from one address of visitors: the class of its rate limit.

A route has the class that `rated` gives it; else reading is free and changing is counted.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cms.access.guard import SAFE_METHODS, View


class Rate(StrEnum):
    FREE = "free"
    """Not counted: what is too much in all a web turns away by itself."""

    GUESS = "guess"
    """Wrong guesses are counted where they are checked."""

    CHANGE = "change"
    ADD = "add"
    COMMENT = "comment"
    SEARCH = "search"
    SUGGEST = "suggest"
    LIKENESS = "likeness"
    """A question that reads pixels on a worker."""

    SIMILAR = "similar"
    ARCHIVE = "archive"
    BATCH = "batch edit"
    REPORT = "report"
    CRAWL = "crawl"
    HOOK = "webhook"
    """A message to somebody else's server."""


@dataclass(frozen=True)
class Limit:
    """So many calls in so many seconds."""

    account: int
    visitors: int
    seconds: int


MINUTE, HOUR = 60, 3600
LIMITS = {
    Rate.CHANGE: Limit(account=1200, visitors=120, seconds=MINUTE),
    Rate.ADD: Limit(account=3000, visitors=120, seconds=MINUTE),
    Rate.COMMENT: Limit(account=60, visitors=20, seconds=MINUTE),
    Rate.SEARCH: Limit(account=240, visitors=120, seconds=MINUTE),
    Rate.SUGGEST: Limit(account=600, visitors=300, seconds=MINUTE),
    Rate.LIKENESS: Limit(account=300, visitors=300, seconds=HOUR),
    Rate.SIMILAR: Limit(account=1200, visitors=1200, seconds=HOUR),
    Rate.ARCHIVE: Limit(account=120, visitors=60, seconds=HOUR),
    Rate.REPORT: Limit(account=60, visitors=20, seconds=HOUR),
    Rate.HOOK: Limit(account=120, visitors=20, seconds=HOUR),
    Rate.CRAWL: Limit(account=120, visitors=20, seconds=HOUR),
    Rate.BATCH: Limit(account=240, visitors=60, seconds=HOUR),
}


def rated(rate: Rate) -> Callable[[View], View]:
    """Give a view a class of its own."""

    def decorate(view: View) -> View:
        view.rate = rate  # type: ignore[attr-defined]
        return view

    return decorate


def rate_of(view: Callable[..., Any], method: str) -> Rate:
    """The class of a call of this view by this method."""
    given: Rate | None = getattr(view, "rate", None)
    return given or (Rate.FREE if method in SAFE_METHODS else Rate.CHANGE)
