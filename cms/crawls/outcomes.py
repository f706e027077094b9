"""What came of a turn: kept in the rows, while it is still wanted. No HTTP, no commits."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from cms.crawls import copies, queries
from cms.crawls.candidates import LONGEST_URL, Candidate, Judged, PageRead, host_of, joined, mark_of
from cms.crawls.frontier import MOST_HOPS, Turn, release
from cms.crawls.models import AddressState, Crawl, CrawlAddress, CrawlPreview, Visit
from cms.crawls.service import address_of, count
from cms.extensions import db, now
from cms.images.blocked import is_blocked
from cms.provenance.licences import kind_of

MOST_ATTEMPTS = 3
MOST_PAGES = 200
MOST_SITEMAPS = 5
MOST_KEPT = 100_000
"""Characters of what a page gave, kept for when it is asked again and has not changed."""

ADDRESSES_A_PICTURE = 4
"""So many pictures are looked at for each that is wanted."""

LEAST_SIDE = 100
TAKEN_DOWN = "Moderators removed what is from there; nothing is taken from it."
TOO_FAR = "It leads from one address to another too often."


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
    if now_held.address.visit == Visit.SITEMAP:
        now_held.address.state = AddressState.READ  # many sites have none, and nobody asked for it
        return now_held.crawl
    was_chosen = now_held.address.state == AddressState.SAVING
    now_held.address.state, now_held.address.reason = state, reason[:200]
    count(now_held.crawl, found=-1 if was_chosen else 0, **{state.value: 1})
    return now_held.crawl


def page_read(turn: Turn, page: PageRead, *, pause: float, validators: Mapping[str, str] | None = None) -> Crawl | None:
    """Queue what a page, a sitemap or an answer of a source shows and links to; keep it, if its versions are told."""
    release(turn.host, pause)
    now_held = held(turn)
    if now_held is None:
        return None
    crawl, address = now_held.crawl, now_held.address
    address.state = AddressState.READ
    count(crawl, pages=0 if turn.visit == Visit.SITEMAP else 1)
    read = asdict(page)
    if validators and len(json.dumps(read)) <= MOST_KEPT:
        address.told = {**address.told, "validators": dict(validators), "read": read}
    total, pages = queries.numbers_of(crawl)
    licences = set(crawl.wish.get("licences", ()))
    wanted = [one for one in page.candidates if not licences or kind_of(one.licence) in licences]
    left = max(crawl.most * ADDRESSES_A_PICTURE - (total - pages), 0)
    shown = [(one.image_url, Visit.PICTURE, one) for one in wanted[:left]]
    _queue(crawl, turn, shown, first=total)
    first, room = total + len(shown), max(MOST_PAGES - pages, 0)
    for visit, urls, deeper in _further(crawl, turn, page):
        _queue(crawl, turn, [(url, visit, None) for url in urls[:room]], first=first, deeper=deeper)
        first += len(urls[:room])
    return crawl


def _further(crawl: Crawl, turn: Turn, page: PageRead) -> Iterator[tuple[Visit, Sequence[str], int]]:
    """Which other pages are asked, in this order, and by how many links deeper they are.

    Pages of a sitemap are one link away from the start, which is what names it; lists of sitemaps name no such lists.
    """
    if turn.source:
        yield Visit.SOURCE, page.pages, 1
        return
    if turn.visit == Visit.SITEMAP:
        yield Visit.PAGE, page.pages, 1 - turn.depth
        yield Visit.SITEMAP, page.sitemaps[:MOST_SITEMAPS] if turn.depth == 0 else (), 1
        return
    yield Visit.PAGE, page.frames, 0
    yield Visit.PAGE, page.nexts if crawl.depth > 0 else (), 0
    if turn.follows:
        yield Visit.PAGE, page.pages, 1
        yield Visit.SITEMAP, page.sitemaps[:MOST_SITEMAPS], 0


def _queue(
    crawl: Crawl, turn: Turn, found: Iterable[tuple[str, Visit, Candidate | None]], *, first: int, deeper: int = 0
) -> None:
    """Add what the crawl does not have yet, in this order, so many links away from this page."""
    new = {mark_of(visit, url): (url, visit, one) for url, visit, one in found if len(url) <= LONGEST_URL}
    known = queries.known_marks(crawl, list(new))
    left = [one for mark, one in new.items() if mark not in known]
    for position, (url, visit, one) in enumerate(left, start=first):
        told = {"source": turn.source} if one is None and turn.source else one.told() if one is not None else {}
        row = address_of(crawl, visit, url, position=position, told=told)
        row.depth, row.page_url = turn.depth + deeper, (one.page_url or turn.url) if one is not None else ""
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
    """Keep what came as a candidate or another place of one; too small is none, what one has already a duplicate."""
    release(turn.host, pause)
    now_held = held(turn)
    if now_held is None:
        return None
    crawl, address = now_held.crawl, now_held.address
    count(crawl, bytes=judged.size)
    if is_blocked(judged.sha256):
        return _end(now_held, AddressState.REFUSED, TAKEN_DOWN)
    if min(judged.width, judged.height) < LEAST_SIDE or crawl.counts.get("found", 0) >= crawl.most:
        address.state = AddressState.READ
        return crawl
    first, mine = copies.first_of(crawl, judged), copies.own_of(crawl, judged)
    address.told = {**address.told, "fetched_at": now().isoformat(), "validators": judged.validators}
    for name in copies.OF_BYTES:
        setattr(address, name, getattr(judged, name))
    if first is not None:
        copies.join(first, address, judged.shown)
        count(crawl, duplicate=1)
        return crawl
    address.state = AddressState.FOUND if mine is None else AddressState.DUPLICATE
    address.image_id = None if mine is None else mine.id
    count(crawl, **{"found" if mine is None else "duplicate": 1})
    db.session.merge(CrawlPreview(address_id=address.id, shown=judged.shown))
    return crawl


def saved(now_held: Held, image_id: str) -> Crawl:
    """It is kept as this image."""
    now_held.address.state, now_held.address.image_id = AddressState.SAVED, image_id
    count(now_held.crawl, saved=1)
    return now_held.crawl
