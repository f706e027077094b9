"""Crawls: begun, held, let go on, ended, forgotten; what of them is saved. No HTTP, no commits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import delete

from cms.access.viewer import Viewer
from cms.accounts.queries import lock_owner
from cms.crawls import queries
from cms.crawls.candidates import host_of, mark_of
from cms.crawls.models import AddressState, Crawl, CrawlAddress, CrawlHost, CrawlRobots, CrawlState, Visit
from cms.crawls.sources.source import Source
from cms.errors import Problem, conflict
from cms.extensions import db, new_id, now
from cms.jobs.names import CRAWL_WEB
from cms.work.service import ask

MOST_AT_ONCE = 5
KEPT_FOR = timedelta(days=30)
HOSTS_KEPT_FOR = timedelta(days=2)
FORGOTTEN_TOGETHER = 20
COUNTED = ("pages", "found", "saved", "duplicate", "refused", "failed")
UNSYNCHRONISED = {"synchronize_session": False}


@dataclass(frozen=True)
class Wish:
    """What is looked for: the pictures of the pages `urls`, or those by `words` in `sources`, of any of `licences`.

    Or what is like an `image`, for which all `queries` are asked.
    """

    kind: str
    most: int
    urls: Sequence[str] = ()
    depth: int = 0
    words: str = ""
    sources: Mapping[str, Source] = field(default_factory=dict)
    licences: Sequence[str] = ()
    image: str = ""
    queries: Sequence[str] = ()
    project_id: str | None = None


@dataclass(frozen=True)
class Start:
    """What a crawl asks first; `page_url` is what shows a picture."""

    visit: Visit
    url: str
    told: dict[str, Any]
    page_url: str = ""


def begin(viewer: Viewer, wish: Wish, *, more: Sequence[Start] = ()) -> Crawl:
    """Look for pictures, also at what is known already. Raises 409 for one crawl too many at a time."""
    lock_owner(viewer.id)
    if queries.number_under_way(viewer.id) >= MOST_AT_ONCE:
        raise Problem(
            409,
            "too-many-crawls",
            f"At most {MOST_AT_ONCE} crawls of yours can be at work at a time. Wait for one, or end one.",
        )
    first = next(iter(wish.urls), "")
    crawl = Crawl(id=new_id(), owner_id=viewer.id, kind=wish.kind, url=first, most=wish.most, depth=wish.depth)
    crawl.project_id = wish.project_id
    listed = {name: list(getattr(wish, name)) for name in ("urls", "queries", "sources", "licences")}
    crawl.wish = {"words": wish.words, "image": wish.image, **listed}
    crawl.state, crawl.counts, crawl.created_at = CrawlState.PENDING, dict.fromkeys(COUNTED, 0), now()
    db.session.add(crawl)
    db.session.flush()
    for position, start in enumerate([*starts_of(wish), *more]):
        row = address_of(crawl, start.visit, start.url, position=position, told=start.told)
        row.page_url = start.page_url
        db.session.add(row)
    ask(CRAWL_WEB, crawl.id)
    return crawl


def starts_of(wish: Wish) -> list[Start]:
    """What is asked first: the pages, or each source, by one query after the other."""
    if wish.urls:
        return [Start(Visit.PAGE, url, {}) for url in wish.urls]
    asked = [(words, key) for words in wish.queries or [wish.words] for key in wish.sources]
    return [Start(Visit.SOURCE, wish.sources[key].begin(words), {"source": key}) for words, key in asked]


def address_of(crawl: Crawl, visit: Visit, url: str, *, position: int, told: dict[str, Any]) -> CrawlAddress:
    """A new address of this crawl, to be asked."""
    row = CrawlAddress(crawl_id=crawl.id, position=position, visit=visit, asked=url, url=url, told=told)
    row.asked_sha256, row.host = mark_of(visit, url), host_of(url)
    return row


def change_state(crawl: Crawl, state: CrawlState) -> Crawl:
    """Let it rest, go on or end. Raises 409 where it is over already."""
    row = queries.locked(crawl.id)
    if row is None or row.state not in (*queries.UNDER_WAY, CrawlState.PAUSED):
        raise conflict("This crawl is over.")
    if state == CrawlState.PAUSED or row.state == CrawlState.PAUSED or state == CrawlState.CANCELLED:
        row.state = state
    if state == CrawlState.CANCELLED:
        row.finished_at = now()
    if state == CrawlState.RUNNING:
        ask(CRAWL_WEB, row.id)
    return row


def count(crawl: Crawl, **changes: int) -> None:
    """Add to what is counted of a crawl, whose row is locked."""
    crawl.counts = {name: crawl.counts.get(name, 0) + changes.get(name, 0) for name in (*COUNTED, "bytes")}


def give_up(crawl_id: str, *, state: CrawlState = CrawlState.FAILED) -> Crawl | None:
    """It came to no good end: what was found stays, what waits to be saved can be chosen again."""
    row = queries.locked(crawl_id)
    if row is None:
        return None
    for address in db.session.scalars(queries.open_addresses(row)):
        if address.state == AddressState.SAVING:
            address.state, address.reason = AddressState.FAILED, "Something unexpected happened. Try it again."
            count(row, failed=1, found=-1)
    if row.state in queries.UNDER_WAY:
        row.state, row.finished_at = state, now()
    return row


def forget_old_crawls() -> None:
    """What nobody saved within a month goes, and what hosts wanted long ago; ledgers stay."""
    old = queries.made_before(now() - KEPT_FOR, limit=FORGOTTEN_TOGETHER)
    if old:
        db.session.execute(delete(Crawl).where(Crawl.id.in_(old)), execution_options=UNSYNCHRONISED)
    for unused in (
        delete(CrawlHost).where(CrawlHost.next_at < now() - HOSTS_KEPT_FOR),
        delete(CrawlRobots).where(CrawlRobots.read_at < now() - HOSTS_KEPT_FOR),
    ):
        db.session.execute(unused, execution_options=UNSYNCHRONISED)
