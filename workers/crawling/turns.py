"""One turn of a crawl: ask one address, if the site allows, and settle what came."""

import hashlib
import io
import tempfile
from dataclasses import replace
from email.utils import parsedate_to_datetime
from pathlib import Path

import numpy as np

from cms.crawls import outcomes
from cms.crawls.candidates import Judged, PageRead
from cms.crawls.checks import seen
from cms.crawls.frontier import Turn
from cms.crawls.keeping import found, keep
from cms.crawls.models import Crawl, Visit
from cms.crawls.outcomes import LEAST_SIDE, TAKEN_DOWN
from cms.crawls.sources import offered
from cms.crawls.sources.source import Source
from cms.errors import Problem
from cms.extensions import now
from cms.images.limits import limits_of
from cms.images.service import Arrival
from cms.media.decode import Inspection, inspect
from cms.media.fingerprint import SIDE, fingerprint
from cms.media.refusals import PictureRefused
from cms.transaction import writing
from workers.classification.pixels import pixel_child
from workers.crawling import robots
from workers.crawling.again import CONDITIONS, NOT_CHANGED, conditions, settle_unchanged
from workers.crawling.asking import (
    MOST_PAGE_BYTES,
    NOT_OFFERED,
    PAGE_SECONDS,
    STRANGE,
    Answer,
    fetch,
    page_reader,
    read_source,
    settings,
)
from workers.crawling.comparing import distance, question_with
from workers.crawling.extractors import Page, picture_at
from workers.crawling.fetcher import NoAnswer, Refused
from workers.crawling.own import own_like
from workers.runtime import backends

PICTURE_SECONDS = 40.0
BUSY = frozenset({429, 503})
LONG_PAUSE = 30.0
NO_PAGE = "There is no page to be read there."
TOO_LONG = "The page takes too long to be read."
PAGE_KINDS = ("text/html", "application/xhtml+xml")


def do_turn(turn: Turn) -> Crawl | None:
    """Ask, and keep what came; the crawl as it is after that."""
    if turn.is_blocked:
        with writing():
            return outcomes.refused(turn, TAKEN_DOWN, pause=0)
    if turn.source and source_of(turn) is None:
        with writing():
            return outcomes.refused(turn, NOT_OFFERED, pause=0)
    if turn.robots is None:
        ask_robots(turn)
        return None
    reason = None if turn.source else robots.refusal_of(turn.robots, turn.url)  # what is made for programs may be asked
    if reason is not None:
        with writing():
            return outcomes.refused(turn, reason, pause=0)
    is_page = turn.visit != Visit.PICTURE
    if turn.like and not is_page:
        question_with(turn.like)  # before anything is asked for that could not be compared
    seconds = PAGE_SECONDS if is_page else PICTURE_SECONDS
    most = MOST_PAGE_BYTES if is_page else settings().max_upload_bytes + 1
    try:
        came = fetch(address_sent(turn), most_bytes=most, seconds=seconds, headers=conditions(turn.known))
    except Refused as error:
        with writing():
            return outcomes.refused(turn, str(error), pause=0)
    except NoAnswer as error:
        with writing():
            return outcomes.failed(turn, str(error), pause=pause(turn), may_pass=True)
    return settle(turn, came)


def ask_robots(turn: Turn) -> None:
    """Read what an origin wishes; nothing of the crawl itself is changed by that."""
    status, text, moved_to, seconds = 0, "", None, robots.PACE
    try:
        came = fetch(turn.url, most_bytes=robots.MOST_BYTES, seconds=PAGE_SECONDS)
        status, text = came.status, came.body.decode("utf-8", "replace") if came.status < 300 else ""
        moved_to = came.moved_to
    except Refused:
        status, seconds = 404, 0.0  # it is asked itself then, and refused by the sentence for all such addresses
    except NoAnswer:
        pass
    with writing():
        outcomes.robots_read(turn, status=status, text=text, moved_to=moved_to, pause=seconds)


def settle(turn: Turn, came: Answer) -> Crawl | None:
    """What the status says, and then what the bytes are."""
    if came.status == NOT_CHANGED and turn.known is not None:
        return settle_unchanged(turn, turn.known, came.headers)
    if came.moved_to and address_sent(turn) != turn.url:  # where it leads could name the key, which no row holds
        with writing():
            return outcomes.failed(turn, STRANGE, pause=pause(turn), may_pass=False)
    if came.moved_to:
        with writing():
            return outcomes.moved(turn, came.moved_to, pause=pause(turn))
    if came.status in BUSY:
        with writing():
            reason = f"The site answered {came.status}: it is too busy."
            return outcomes.failed(turn, reason, pause=wanted_pause(came), may_pass=True)
    if not 200 <= came.status < 300:
        with writing():
            return outcomes.failed(turn, f"The site answered {came.status}.", pause=pause(turn), may_pass=False)
    return SETTLED[Visit(turn.visit)](turn, came)


def settle_source(turn: Turn, came: Answer) -> Crawl | None:
    """An answer that is none of its kind gives nothing."""
    source = source_of(turn)
    page = read_source(source, turn.url, came) if source is not None else None
    with writing():
        if page is None:
            return outcomes.failed(turn, STRANGE, pause=pause(turn), may_pass=False)
        crawl = outcomes.page_read(turn, page, pause=pause(turn))
        if page.names_something:
            seen(turn.source)
        return crawl


def source_of(turn: Turn) -> Source | None:
    return offered(settings()).get(turn.source)


def address_sent(turn: Turn) -> str:
    """The address as it is really asked: a source may need a key, which stands in no row."""
    source = source_of(turn)
    return turn.url if source is None else source.send(turn.url)


def settle_page(turn: Turn, came: Answer) -> Crawl | None:
    """A page is read; an address that leads to a picture itself is one with this picture."""
    if came.kind.startswith("image/"):
        page: PageRead | None = PageRead(candidates=(picture_at(turn.url, came.headers, now().isoformat()),))
    elif came.kind in PAGE_KINDS:
        page = page_reader().read(Page(came.body, turn.url, came.headers, came.charset, now().isoformat()))
    else:
        page = PageRead(refusal=NO_PAGE)
    with writing():
        if page is None:
            return outcomes.failed(turn, TOO_LONG, pause=pause(turn), may_pass=False)
        if page.refusal is not None:
            return outcomes.refused(turn, page.refusal, pause=pause(turn))
        if turn.follows and turn.depth == 0 and page.follows and turn.robots is not None:
            page = replace(page, sitemaps=robots.sitemaps_of(turn.robots, turn.origin))
        return outcomes.page_read(turn, page, pause=pause(turn), validators=validators_of(came))


def settle_sitemap(turn: Turn, came: Answer) -> Crawl | None:
    """What lists pages gives these; what does not, nothing."""
    page = page_reader().read(Page(came.body, turn.url, came.headers, None, now().isoformat()), op="sitemap")
    with writing():
        return outcomes.page_read(turn, page or PageRead(), pause=pause(turn))


def settle_picture(turn: Turn, came: Answer) -> Crawl | None:
    """Judged by its bytes, whatever the site calls them; kept, if it was chosen."""
    unwanted = robots.unwanted([came.headers.get("x-robots-tag", "")], tdm=came.headers.get("tdm-reservation"))
    if unwanted is not None:
        with writing():
            return outcomes.refused(turn, unwanted, pause=pause(turn))
    try:
        seen = inspect(io.BytesIO(came.body), limits=limits_of(settings()))
        judged = None if turn.is_to_save else judge(turn, came, seen)
    except PictureRefused as refusal:
        with writing():
            return outcomes.no_picture(turn, refusal.sentence, pause=pause(turn))
    if judged is not None:
        with writing():
            return found(turn, judged, pause=pause(turn))
    return save(turn, came, seen)


SETTLED = {
    Visit.PAGE: settle_page,
    Visit.SOURCE: settle_source,
    Visit.SITEMAP: settle_sitemap,
    Visit.PICTURE: settle_picture,
}


def judge(turn: Turn, came: Answer, seen: Inspection) -> Judged:
    """Decoded small, in the process that may open foreign pixels; what is too small by its header is not decoded."""
    shown, mark, apart = b"", b"", None
    if min(seen.width, seen.height) >= LEAST_SIDE:
        with tempfile.NamedTemporaryFile(prefix="pixels-found-") as copy:
            copy.write(came.body)
            copy.flush()
            glance = pixel_child().glance(Path(copy.name))
        shown, mark = glance.shown, fingerprint(np.frombuffer(glance.grey, np.uint8).reshape(SIDE, SIDE))
        apart = distance(glance, mark, question_with(turn.like)) if turn.like else None
    return Judged(
        width=seen.width,
        height=seen.height,
        size=seen.size,
        format=seen.format,
        sha256=hashlib.sha256(came.body).hexdigest(),
        fingerprint=mark,
        shown=shown,
        validators=validators_of(came),
        distance=apart,
        owned=own_like(turn.owner_id, mark) if mark else "",
    )


def save(turn: Turn, came: Answer, seen: Inspection) -> Crawl | None:
    """Add it as an upload would be; what stands against that is told beside the candidate."""
    name = turn.url.partition("?")[0].rsplit("/", 1)[-1]
    arrival = Arrival(io.BytesIO(came.body), hashlib.sha256(came.body).hexdigest(), name, seen)
    given = {"validators": validators_of(came), "at": now(), "storage": backends().storage, "pause": pause(turn)}
    try:
        with writing():
            return keep(turn, arrival, **given)  # type: ignore[arg-type]
    except Problem as problem:
        with writing():
            return outcomes.failed(turn, problem.detail, pause=pause(turn), may_pass=False)


def validators_of(came: Answer) -> dict[str, str]:
    return {name: came.headers[name][:200] for name in CONDITIONS if name in came.headers}


def pause(turn: Turn) -> float:
    return robots.pause_of(turn.robots)


def wanted_pause(came: Answer) -> float:
    """What `Retry-After` says in seconds or as a date; else half a minute."""
    said = came.headers.get("retry-after", "").strip()
    if said.isdigit():
        return max(float(said), robots.PACE)
    try:
        return max((parsedate_to_datetime(said) - now()).total_seconds(), robots.PACE)
    except (ValueError, TypeError):
        return LONG_PAUSE


def end_children() -> None:
    """Nobody crawls for now: what only crawls need takes no memory."""
    for child in (page_reader, pixel_child):
        if child.cache_info().currsize:
            child().close()
