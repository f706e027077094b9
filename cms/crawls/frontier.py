"""Which address is asked next: one request a turn, whose host is taken in the same transaction. No HTTP here.

The rows are the record of work: a turn that is never settled is taken again once its host is given up for dead.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.exc import IntegrityError

from cms.accounts.queries import account_by_id, viewer_of
from cms.crawls import queries
from cms.crawls.candidates import host_of, origin_of
from cms.crawls.models import (
    AddressState,
    Crawl,
    CrawlAddress,
    CrawlHost,
    CrawlRobots,
    CrawlState,
    Visit,
)
from cms.crawls.service import give_up
from cms.extensions import db, now
from cms.images.queries import visible_ids
from cms.provenance.queries import is_blocked_source

TURN_SECONDS = 60
MOST_HOPS = 5
ROBOTS_LAST = timedelta(hours=24)
ROBOTS_AWAY_LAST = timedelta(minutes=10)
LONGEST_PAUSE = 3600.0


@dataclass(frozen=True)
class Robots:
    """What is known of an origin's wishes: the status of its robots.txt (0: no answer) and its text."""

    status: int
    text: str


@dataclass(frozen=True)
class Known:
    """What an earlier crawl of the same account has seen at an address: the id of its row, and what tells versions."""

    address_id: str
    validators: Mapping[str, str]


@dataclass(frozen=True)
class Turn:
    """One request: of an address, or, where `robots` is missing, of the robots.txt that must be read before.

    `like` is the image that pictures are compared with; empty where they are not.
    """

    crawl_id: str
    owner_id: str
    address_id: str
    visit: str
    is_to_save: bool
    url: str
    host: str
    origin: str
    robots: Robots | None
    depth: int
    follows: bool
    source: str
    is_blocked: bool
    """By moderators, or the page on which it was shown is."""
    like: str
    known: Known | None


def take_turn(crawl_id: str) -> Turn | float | None:
    """The next request of this crawl; how many seconds until there is one; None when there is nothing left to do."""
    crawl = queries.locked(crawl_id)
    if crawl is None:
        return None
    if not may_go_on(crawl):
        give_up(crawl_id)
        return None
    address = queries.next_address(crawl, now())
    if address is None:
        return _until_next(crawl)
    if crawl.state == CrawlState.PENDING:
        crawl.state = CrawlState.RUNNING
    origin = _origin(address)
    robots = _robots_at(origin)
    url = address.url if robots is None or robots.read_at is not None else robots.url
    is_for_robots = robots is not None and robots.read_at is None
    host = host_of(url)
    wait = claim(host, crawl_id)
    if wait > 0:
        return wait
    return Turn(
        crawl_id=crawl.id,
        owner_id=crawl.owner_id,
        address_id=address.id,
        visit=address.visit,
        is_to_save=address.state == AddressState.SAVING,
        url=url,
        host=host,
        origin=origin,
        robots=None if is_for_robots else Robots(robots.status if robots else 404, robots.text if robots else ""),
        depth=address.depth,
        follows=address.depth < crawl.depth,
        source=address.told.get("source", "") if address.visit == Visit.SOURCE else "",
        is_blocked=is_blocked_source([one for one in (url, address.url, address.asked, address.page_url) if one]),
        like=crawl.wish.get("image", ""),
        known=_known_before(crawl, address),
    )


def _origin(address: CrawlAddress) -> str:
    try:
        return origin_of(address.url)
    except ValueError:
        return ""


def _known_before(crawl: Crawl, address: CrawlAddress) -> Known | None:
    """What was seen there before, where it need not come again if it has not changed."""
    if address.state == AddressState.SAVING or crawl.wish.get("image"):
        return None
    row = queries.seen_before(crawl, address)
    if row is None or not row.told.get("validators"):
        return None
    is_whole = row.sha256 is not None and row.same_as is None if row.visit == Visit.PICTURE else "read" in row.told
    return Known(row.id, row.told["validators"]) if is_whole else None


def may_go_on(crawl: Crawl) -> bool:
    """Whether its owner still may have anything, and may still see the picture that is asked with."""
    owner, like = account_by_id(crawl.owner_id), crawl.wish.get("image")
    if owner is None or not owner.active:
        return False
    return not like or bool(visible_ids(viewer_of(owner), [like]))


def _until_next(crawl: Crawl) -> float | None:
    moment = queries.next_moment(crawl)
    if moment is not None:
        return max((moment - now()).total_seconds(), 0.01)
    if crawl.state in queries.UNDER_WAY:
        crawl.state, crawl.finished_at = CrawlState.DONE, now()
    return None


def _robots_at(origin: str) -> CrawlRobots | None:
    """The robots.txt of this origin, to be read where it is not known (any more); None for what has no origin."""
    if not origin:
        return None
    row = queries.robots_of(origin)
    if row is None:
        row = CrawlRobots(origin=origin, url=f"{origin}/robots.txt", hops=0, status=0, text="")
        try:
            with db.session.begin_nested():
                db.session.add(row)
        except IntegrityError:
            return _robots_at(origin)
    is_known = 200 <= row.status < 500 and row.status != 429
    lasts = ROBOTS_LAST if is_known else ROBOTS_AWAY_LAST
    if row.read_at is not None and row.read_at + lasts < now():
        row.url, row.hops, row.read_at = f"{origin}/robots.txt", 0, None
    return row


def claim(host: str, holder: str) -> float:
    """Have this host for one request: 0, or so many seconds until it may be asked again.

    Who holds it already, a crawl or the check of a source, died over its last turn, and takes it up again.
    """
    row, at = queries.host_locked(host), now()
    if row is None:
        row = CrawlHost(host=host, next_at=at)
        try:
            with db.session.begin_nested():
                db.session.add(row)
        except IntegrityError:
            return claim(host, holder)
    if row.next_at > at and row.held_by != holder:
        return (row.next_at - at).total_seconds()
    row.next_at, row.held_by = at + timedelta(seconds=TURN_SECONDS), holder
    return 0.0


def release(host: str, pause: float) -> None:
    """Others may ask this host after so many seconds."""
    row = queries.host_locked(host)
    if row is not None:
        row.next_at, row.held_by = now() + timedelta(seconds=min(pause, LONGEST_PAUSE)), None
