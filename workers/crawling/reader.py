"""The worker's side of the process in which pages are read: what it asks, and what its end means."""

from base64 import b64encode
from dataclasses import asdict
from typing import Literal

from cms.crawls.candidates import PageRead, page_of
from workers.child import Child, ChildGone
from workers.crawling.extractors.page import Page

MEMORY = 400 << 20
CPU_SECONDS = 3
WALL_SECONDS = 20.0


class PageReader:
    """A long-lived child that reads pages one at a time; it is started when needed and again after it ended."""

    def __init__(self) -> None:
        limits = {"memory": MEMORY, "seconds": CPU_SECONDS}
        self._child = Child("workers.crawling.reading", limits, wall_seconds=WALL_SECONDS)

    def read(self, page: Page, *, op: Literal["read", "sitemap", "feed"] = "read") -> PageRead | None:
        """What the page, sitemap or feed gives; None for one that is none, or takes too long or too much to be read."""
        asked = {**asdict(page), "body": b64encode(page.body).decode(), "headers": dict(page.headers)}
        try:
            told, _ = self._child.ask({"op": op, "page": asked})
        except ChildGone:
            return None
        return page_of(told["read"]) if "read" in told else None

    def close(self) -> None:
        """End the child; the next page starts another."""
        self._child.close()
