"""What an earlier crawl of an account has seen comes again only if it has changed, and is taken as it was if not."""

from collections.abc import Mapping

from cms.crawls import outcomes, queries
from cms.crawls.candidates import Judged, page_of
from cms.crawls.frontier import Known, Turn
from cms.crawls.keeping import found
from cms.crawls.models import Crawl, CrawlAddress, Visit
from cms.transaction import reading, writing
from workers.crawling import robots
from workers.crawling.own import own_like

NOT_CHANGED = 304
CONDITIONS = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
"""What tells versions apart, and what is asked with it."""

LOST = "The site says that nothing has changed, but what was there is not known any more."


def conditions(known: Known | None) -> dict[str, str]:
    """Headers that ask for what is new alone."""
    told = known.validators if known is not None else {}
    return {header: told[name] for name, header in CONDITIONS.items() if name in told}


def settle_unchanged(turn: Turn, known: Known, headers: Mapping[str, str]) -> Crawl | None:
    """Nothing came, and nothing had to; what is forgotten meanwhile is asked for once more."""
    pause = robots.pause_of(turn.robots)
    unwanted = robots.unwanted([headers.get("x-robots-tag", "")], tdm=headers.get("tdm-reservation"))
    if unwanted is not None:
        with writing():
            return outcomes.refused(turn, unwanted, pause=pause)
    if turn.visit == Visit.PICTURE:
        return settle_picture(turn, known, pause)
    with reading():
        row = queries.page_seen(known.address_id)
    with writing():
        if row is None or "read" not in row.told:
            return outcomes.failed(turn, LOST, pause=pause, may_pass=True)
        return outcomes.page_read(turn, page_of(row.told["read"]), pause=pause, validators=known.validators)


def settle_picture(turn: Turn, known: Known, pause: float) -> Crawl | None:
    with reading():
        seen = queries.picture_seen(known.address_id)
    judged = judged_before(turn, *seen) if seen is not None else None
    with writing():
        if judged is None:
            return outcomes.failed(turn, LOST, pause=pause, may_pass=True)
        return found(turn, judged, pause=pause)


def judged_before(turn: Turn, row: CrawlAddress, shown: bytes) -> Judged:
    mark = row.fingerprint or b""
    return Judged(
        width=row.width or 0,
        height=row.height or 0,
        size=row.size or 0,
        format=row.format or "",
        sha256=row.sha256 or "",
        fingerprint=mark,
        shown=shown,
        validators=row.told.get("validators", {}),
        owned=own_like(turn.owner_id, mark) if mark else "",
    )
