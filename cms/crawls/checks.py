"""Whether sources answer as they document: asked for by an operator, told by a worker, seen by crawls too. No HTTP."""

from collections.abc import Collection

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from cms.crawls import queries
from cms.crawls.candidates import host_of
from cms.crawls.frontier import claim
from cms.crawls.models import CheckState, CrawlSource
from cms.extensions import db, now
from cms.jobs.names import ASK_SOURCE
from cms.provenance.queries import is_blocked_source
from cms.work.models import Work, WorkState
from cms.work.service import ask

NOT_ASKED = "No worker has asked it."


def have_asked(keys: Collection[str], words: str) -> None:
    """Have each of these sources asked once for these words."""
    for key in keys:
        row = _locked(key)
        row.words, row.state, row.problem, row.asked_at = words, CheckState.WAITING, None, now()
        ask(ASK_SOURCE, key)


def withdraw(keys: Collection[str]) -> None:
    """Nobody waits any more for those that were not asked by now."""
    for key, row in queries.source_rows(keys).items():
        if row.state == CheckState.WAITING:
            row.state, row.problem = CheckState.WRONG, NOT_ASKED
            asked = delete(Work).filter_by(kind=ASK_SOURCE.kind, subject_id=key).where(Work.state == WorkState.WAITING)
            db.session.execute(asked, execution_options={"synchronize_session": False})


def words_for(key: str) -> str | None:
    """What this source is to be asked for; None where nobody waits for that."""
    row = queries.source_rows([key]).get(key)
    return row.words if row is not None and row.state == CheckState.WAITING else None


def wait_for(key: str, url: str) -> float | None:
    """Have the host of this address for one request: 0, or seconds until then; None where moderators closed it."""
    return None if is_blocked_source([url]) else claim(host_of(url), key)


def settle(key: str, problem: str) -> None:
    """What came of it: an empty problem is none."""
    row = _locked(key)
    row.state, row.problem = (CheckState.WRONG, problem[:300]) if problem else (CheckState.WELL, None)
    row.seen_at = row.seen_at if problem else now()


def seen(key: str) -> None:
    """A crawl has found something there."""
    row = _locked(key)
    row.seen_at = now()
    if row.state == CheckState.WRONG:
        row.state, row.problem = CheckState.WELL, None


def _locked(key: str) -> CrawlSource:
    row = queries.source_locked(key)
    if row is not None:
        return row
    row = CrawlSource(key=key, words="", state=CheckState.WELL)
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        return _locked(key)
    return row
