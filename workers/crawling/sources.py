"""The job that asks one source of crawls by words whether it answers as it documents."""

from flask import current_app

from cms.crawls import checks
from cms.crawls.candidates import host_of
from cms.crawls.frontier import release
from cms.crawls.outcomes import TAKEN_DOWN
from cms.crawls.sources import offered
from cms.crawls.sources.source import Source
from cms.jobs.names import ASK_SOURCE
from cms.transaction import writing
from workers.crawling import robots
from workers.crawling.asking import MOST_PAGE_BYTES, NOT_OFFERED, PAGE_SECONDS, STRANGE, fetch, read_source
from workers.crawling.fetcher import NoAnswer, Refused
from workers.runtime import ComeBackLater, Failure, job

NOTHING = "It answered, but named no picture for these words."


def _failed(key: str, failure: Failure) -> None:
    checks.settle(key, failure.sentence)


@job(ASK_SOURCE, on_failure=_failed)
def ask_source(key: str) -> None:
    """One request, as crawls make it: at the pace of the host, and not where moderators take nothing from."""
    source = offered(current_app.extensions["settings"]).get(key)
    with writing():
        words = checks.words_for(key)
        if words is None:
            return
        if source is None:
            checks.settle(key, NOT_OFFERED)
            return
        url = source.begin(words)
        wait = checks.wait_for(key, url)
        if wait is None:
            checks.settle(key, TAKEN_DOWN)
            return
    if wait > 0:
        raise ComeBackLater("its host is asked by others")
    problem = problem_of(source, url)
    with writing():
        release(host_of(url), robots.PACE)
        checks.settle(key, problem)


def problem_of(source: Source, url: str) -> str:
    """Why what it answers is not what it documents; empty where it is."""
    try:
        came = fetch(source.send(url), most_bytes=MOST_PAGE_BYTES, seconds=PAGE_SECONDS)
    except (Refused, NoAnswer) as error:
        return str(error)
    if not 200 <= came.status < 300:
        return f"It answered {came.status}."
    page = read_source(source, url, came)
    if page is None:
        return STRANGE
    return "" if page.names_something else NOTHING
