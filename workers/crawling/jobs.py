"""The job of a crawl: turn by turn, one request each, as slowly as the sites want. The rows say what was done."""

import time
from datetime import timedelta

from cms.crawls import queries, service
from cms.crawls.frontier import take_turn
from cms.crawls.models import Crawl
from cms.crawls.presenting import EVENT, told_live
from cms.jobs.names import CRAWL_WEB
from cms.transaction import reading, writing
from cms.work.service import ask, ask_later
from workers.crawling.own import marks_of
from workers.crawling.turns import do_turn, end_children
from workers.runtime import Failure, job, tell_owner, tell_owner_once_kept

SECONDS_AT_ONCE = 5.0
"""For all crawls of an account together; then those of others come first."""

LONGEST_SLEEP, A_MOMENT = 10.0, 1.0
"""Here; what has to wait longer is woken by the reconciler."""

LONGEST_WAIT = 300.0


def _failed(crawl_id: str, _failure: Failure) -> None:
    crawl = service.give_up(crawl_id)
    if crawl is not None:
        tell_owner_once_kept(crawl.owner_id, EVENT, told_live(crawl))


@job(CRAWL_WEB, on_failure=_failed)
def crawl_web(crawl_id: str) -> None:
    """Ask what may be asked now; what has to wait is asked for anew, behind what else waits."""
    marks_of.cache_clear()  # what was added to the library meanwhile counts
    end = time.monotonic() + seconds_for(crawl_id)
    while True:
        with writing():
            turn = take_turn(crawl_id)
        if turn is None:
            end_children()
            with reading():
                _tell(queries.crawl_by_id(crawl_id))
            return
        if not isinstance(turn, float):
            _tell(do_turn(turn))
        elif not rests(turn, crawl_id):
            go_on(crawl_id, after=turn)
            return
        if time.monotonic() > end:
            go_on(crawl_id, after=0.0)
            return


def seconds_for(crawl_id: str) -> float:
    """How long it has at once: crawls take turns, so that those of one account have as long as the one of another."""
    with reading():
        crawl = queries.crawl_by_id(crawl_id)
        at_work = queries.number_at_work(crawl.owner_id) if crawl is not None else 0
    return SECONDS_AT_ONCE / max(at_work, 1)


def rests(seconds: float, crawl_id: str) -> bool:
    """Wait here, if that is not for long and nobody else's crawl could be done meanwhile."""
    with reading():
        others = queries.number_beside(crawl_id)
    if seconds > LONGEST_SLEEP:
        return False
    time.sleep(seconds if others == 0 else min(seconds, A_MOMENT) / (others + 1))
    return others == 0


def go_on(crawl_id: str, *, after: float) -> None:
    with writing():
        if after > LONGEST_SLEEP:
            ask_later(CRAWL_WEB, crawl_id, within=timedelta(seconds=min(after, LONGEST_WAIT)))
        else:
            ask(CRAWL_WEB, crawl_id)


def _tell(crawl: Crawl | None) -> None:
    if crawl is not None:
        tell_owner(crawl.owner_id, EVENT, told_live(crawl))
