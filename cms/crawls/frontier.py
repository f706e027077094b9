"""Which address is asked next, and what came of it: one request a turn, each in its own transactions. No HTTP here.

The rows are the record of work: a turn that is never settled is taken again once its host is given up for dead.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.exc import IntegrityError

from cms.accounts.queries import account_by_id
from cms.crawls import queries
from cms.crawls.candidates import LONGEST_URL, Candidate, Judged, PageRead, host_of, joined, mark_of, origin_of
from cms.crawls.models import (
    AddressState,
    Crawl,
    CrawlAddress,
    CrawlHost,
    CrawlPreview,
    CrawlRobots,
    CrawlState,
    Visit,
)
from cms.crawls.service import count, give_up
from cms.extensions import db, now
from cms.images.queries import image_by_hash

TURN_SECONDS = 60
MOST_HOPS = 5
MOST_ATTEMPTS = 3
MOST_PAGES = 200
ADDRESSES_A_PICTURE = 4
"""So many pictures are looked at for each that is wanted."""

LEAST_SIDE = 100
ROBOTS_LAST = timedelta(hours=24)
ROBOTS_AWAY_LAST = timedelta(minutes=10)
LONGEST_PAUSE = 3600.0
TOO_FAR = "It leads from one address to another too often."


@dataclass(frozen=True)
class Robots:
    """What is known of an origin's wishes: the status of its robots.txt (0: no answer) and its text."""

    status: int
    text: str


@dataclass(frozen=True)
class Turn:
    """One request: of an address, or, where `robots` is missing, of the robots.txt that must be read before."""

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


def take_turn(crawl_id: str) -> Turn | float | None:
    """The next request of this crawl; how many seconds until there is one; None when there is nothing left to do."""
    crawl = queries.locked(crawl_id)
    owner = account_by_id(crawl.owner_id) if crawl is not None else None
    if crawl is None or owner is None:
        return None
    if not owner.active:
        give_up(crawl_id)
        return None
    address = queries.next_address(crawl, now())
    if address is None:
        return _until_next(crawl)
    if crawl.state == CrawlState.PENDING:
        crawl.state = CrawlState.RUNNING
    try:
        origin = origin_of(address.url)
    except ValueError:
        origin = ""
    robots = _robots_at(origin)
    url = address.url if robots is None or robots.read_at is not None else robots.url
    is_for_robots = robots is not None and robots.read_at is None
    host = host_of(url)
    wait = _claim(host, crawl_id)
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
    )


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


def _claim(host: str, crawl_id: str) -> float:
    """Have this host for one request: 0, or so many seconds until it may be asked again.

    A crawl that holds it already died over its last turn, and takes it up again.
    """
    row, at = queries.host_locked(host), now()
    if row is None:
        row = CrawlHost(host=host, next_at=at)
        try:
            with db.session.begin_nested():
                db.session.add(row)
        except IntegrityError:
            return _claim(host, crawl_id)
    if row.next_at > at and row.held_by != crawl_id:
        return (row.next_at - at).total_seconds()
    row.next_at, row.held_by = at + timedelta(seconds=TURN_SECONDS), crawl_id
    return 0.0


def release(host: str, pause: float) -> None:
    """Others may ask this host after so many seconds."""
    row = queries.host_locked(host)
    if row is not None:
        row.next_at, row.held_by = now() + timedelta(seconds=min(pause, LONGEST_PAUSE)), None


def robots_read(turn: Turn, *, status: int, text: str, moved_to: str | None, pause: float) -> None:
    """Keep what an origin wishes, or where its wishes are to be read instead; too many hops are none."""
    release(turn.host, pause)
    row = queries.robots_of(turn.origin)
    if row is None:
        return
    if moved_to is not None and row.hops < MOST_HOPS:
        row.url, row.hops = joined(turn.url, moved_to), row.hops + 1
        return
    row.status, row.text, row.read_at = 404 if moved_to is not None else status, text, now()


@dataclass(frozen=True)
class Held:
    """A turn's crawl and address, locked, while what came of it is still wanted."""

    crawl: Crawl
    address: CrawlAddress


def held(turn: Turn) -> Held | None:
    """None where another has settled it, or the crawl is gone."""
    crawl, address = queries.locked(turn.crawl_id), queries.address_now(turn.address_id)
    wanted = AddressState.SAVING if turn.is_to_save else AddressState.WAITING
    return Held(crawl, address) if crawl and address and address.state == wanted and address.url == turn.url else None


def moved(turn: Turn, location: str, *, pause: float) -> Crawl | None:
    """It is to be asked elsewhere: a turn of its own, with the rules of that place."""
    release(turn.host, pause)
    now_held = held(turn)
    if now_held is None:
        return None
    address, target = now_held.address, joined(turn.url, location)
    if address.hops >= MOST_HOPS:
        return _end(now_held, AddressState.FAILED, TOO_FAR)
    address.url, address.host, address.hops = target, host_of(target), address.hops + 1
    return now_held.crawl


def refused(turn: Turn, reason: str, *, pause: float) -> Crawl | None:
    """It is not asked, or what came may not be used."""
    release(turn.host, pause)
    now_held = held(turn)
    return None if now_held is None else _end(now_held, AddressState.REFUSED, reason)


def failed(turn: Turn, reason: str, *, pause: float, may_pass: bool) -> Crawl | None:
    """Nothing came of it; what may pass by itself is tried again, three times in all."""
    release(turn.host, pause)
    now_held = held(turn)
    if now_held is None:
        return None
    now_held.address.attempts += 1
    if may_pass and now_held.address.attempts < MOST_ATTEMPTS:
        return now_held.crawl
    return _end(now_held, AddressState.FAILED, reason)


def _end(now_held: Held, state: AddressState, reason: str) -> Crawl:
    was_chosen = now_held.address.state == AddressState.SAVING
    now_held.address.state, now_held.address.reason = state, reason[:200]
    count(now_held.crawl, found=-1 if was_chosen else 0, **{state.value: 1})
    return now_held.crawl


def page_read(turn: Turn, page: PageRead, *, pause: float) -> Crawl | None:
    """Queue what a page shows and links to."""
    release(turn.host, pause)
    now_held = held(turn)
    if now_held is None:
        return None
    crawl, address = now_held.crawl, now_held.address
    address.state = AddressState.READ
    count(crawl, pages=1)
    total, pages = queries.numbers_of(crawl)
    room = max(crawl.most * ADDRESSES_A_PICTURE - (total - pages), 0)
    shown = [(one.image_url, Visit.PICTURE, one) for one in page.candidates[:room]]
    room = max(MOST_PAGES - pages, 0)
    _queue(crawl, turn, shown, first=total)
    _queue(crawl, turn, [(url, Visit.PAGE, None) for url in page.frames[:room]], first=total + len(shown))
    if turn.follows:
        further = [(url, Visit.PAGE, None) for url in page.pages[:room]]
        _queue(crawl, turn, further, first=total + len(shown) + len(page.frames), deeper=1)
    return crawl


def _queue(
    crawl: Crawl, turn: Turn, found: Iterable[tuple[str, Visit, Candidate | None]], *, first: int, deeper: int = 0
) -> None:
    """Add what the crawl does not have yet, in this order, so many links away from this page."""
    new = {mark_of(visit, url): (url, visit, one) for url, visit, one in found if len(url) <= LONGEST_URL}
    known = queries.known_marks(crawl, list(new))
    left = [(mark, *rest) for mark, rest in new.items() if mark not in known]
    for position, (mark, url, visit, one) in enumerate(left, start=first):
        row = CrawlAddress(crawl_id=crawl.id, position=position, visit=visit, asked=url, asked_sha256=mark, url=url)
        row.host = host_of(url)
        row.depth = turn.depth + deeper
        if one is not None:
            row.page_url, row.told = turn.url, one.told()
        db.session.add(row)
    db.session.flush()


def no_picture(turn: Turn, reason: str, *, pause: float) -> Crawl | None:
    """What came is none that is taken; where the page showed a smaller one in its place, that one is asked."""
    now_held = held(turn)
    smaller = "" if now_held is None else now_held.address.told.get("fallback", "")
    if now_held is None or not smaller:
        return failed(turn, reason, pause=pause, may_pass=False)
    now_held.address.told = {**now_held.address.told, "fallback": ""}
    return moved(turn, smaller, pause=pause)


def picture_judged(turn: Turn, judged: Judged, *, pause: float) -> Crawl | None:
    """Keep what came as a candidate; what is too small is none, what is there already is a duplicate."""
    release(turn.host, pause)
    now_held = held(turn)
    if now_held is None:
        return None
    crawl, address = now_held.crawl, now_held.address
    if min(judged.width, judged.height) < LEAST_SIDE or crawl.counts.get("found", 0) >= crawl.most:
        address.state = AddressState.READ
        return crawl
    if queries.found_before(crawl, judged.sha256):
        address.state = AddressState.READ
        count(crawl, duplicate=1)
        return crawl
    mine = image_by_hash(crawl.owner_id, judged.sha256)
    address.state = AddressState.FOUND if mine is None else AddressState.DUPLICATE
    address.image_id = None if mine is None else mine.id
    count(crawl, **{"found" if mine is None else "duplicate": 1})
    address.told = {**address.told, "fetched_at": now().isoformat(), "validators": judged.validators}
    for name in ("width", "height", "size", "format", "sha256", "fingerprint"):
        setattr(address, name, getattr(judged, name))
    db.session.merge(CrawlPreview(address_id=address.id, shown=judged.shown))
    return crawl


def saved(now_held: Held, image_id: str) -> Crawl:
    """It is kept as this image."""
    now_held.address.state, now_held.address.image_id = AddressState.SAVED, image_id
    count(now_held.crawl, saved=1)
    return now_held.crawl
