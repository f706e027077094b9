"""Asking for work and doing it under a lease: any job may run twice, or twice at once, or die anywhere."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from flask import current_app
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from cms.backends import Backends
from cms.errors import not_found
from cms.extensions import db, new_id, now
from cms.jobs.base import QueueDown
from cms.jobs.names import BY_KIND, JobType
from cms.transaction import after_commit
from cms.work.models import Work, WorkState
from cms.work.queries import those_undone

log = logging.getLogger(__name__)
MOST_ATTEMPTS = 3
PAUSES = (timedelta(seconds=2), timedelta(seconds=10))
LONGEST_PAUSE = timedelta(minutes=10)
"""Well above every pause and every lease."""

TOGETHER = 500
RUNG_TOGETHER = 100
UNSYNCHRONISED = {"synchronize_session": False}
GAVE_UP = "It was tried three times and did not come to an end."


@dataclass(frozen=True)
class Lease:
    """The right to do one piece of work for a while. `attempt` begins at 1."""

    work_id: str
    subject_id: str
    token: str
    round: int
    attempt: int


def ask(job: JobType, subject_id: str) -> None:
    """Have this done (again) after the running transaction is committed."""
    due_at = now()
    row = _locked(job, subject_id, due_at=due_at)
    if row is not None:
        _renew(row, due_at=due_at)
    after_commit(lambda: ring(job, subject_id))


def ask_later(job: JobType, subject_id: str, *, within: timedelta) -> None:
    """Have this done after so long; asked for a thousand times until then, it is still done once. Nobody is woken."""
    due_at = now() + within
    row = _locked(job, subject_id, due_at=due_at)
    if row is not None and row.state != WorkState.WAITING:
        _renew(row, due_at=due_at)


def _locked(job: JobType, subject_id: str, *, due_at: datetime) -> Work | None:
    """The row as it is, which nobody takes until this transaction ends; None where it was made only now."""
    fresh = select(Work).filter_by(kind=job.kind, subject_id=subject_id).execution_options(populate_existing=True)
    found: Work | None = db.session.scalar(fresh.with_for_update())
    if found is not None:
        return found
    try:
        with db.session.begin_nested():
            db.session.add(Work(kind=job.kind, subject_id=subject_id, due_at=due_at))
    except IntegrityError:
        return _locked(job, subject_id, due_at=due_at)
    return None


def _renew(row: Work, *, due_at: datetime) -> None:
    row.round, row.state, row.attempts, row.due_at, row.problem = row.round + 1, WorkState.WAITING, 0, due_at, None
    row.lease = row.lease_until = None


def ask_all(job: JobType, subject_ids: Sequence[str]) -> None:
    """Have this done to many subjects in a few statements. The first are rung for, the reconciler wakes the others."""
    for start in range(0, len(subject_ids), TOGETHER):
        some = subject_ids[start : start + TOGETHER]
        known = select(Work.subject_id).where(Work.kind == job.kind, Work.subject_id.in_(some)).with_for_update()
        there = set(db.session.scalars(known))
        again = update(Work).where(Work.kind == job.kind, Work.subject_id.in_(there))
        anew = {"round": Work.round + 1, "state": WorkState.WAITING, "attempts": 0, "due_at": now(), "problem": None}
        db.session.execute(again.values(lease=None, lease_until=None, **anew), execution_options=UNSYNCHRONISED)
        for subject_id in some:
            if subject_id not in there:
                db.session.add(Work(kind=job.kind, subject_id=subject_id))
        db.session.flush()
    for subject_id in subject_ids[:RUNG_TOGETHER]:
        after_commit(partial(ring, job, subject_id))


def ask_unless_asked(job: JobType, subject_ids: Sequence[str]) -> None:
    """The same, but for what a worker was asked for already and has not come to yet."""
    asked = those_undone([job.kind], subject_ids)
    ask_all(job, [one for one in subject_ids if one not in asked])


def make_due(job: JobType, subject_id: str) -> None:
    """Let this be done again by whoever takes it first; wakes nobody. Raises Problem where it never was."""
    anew = {"state": WorkState.WAITING, "attempts": 0, "due_at": now(), "problem": None, "lease": None}
    known = update(Work).where(Work.kind == job.kind, Work.subject_id == subject_id)
    done = db.session.execute(known.values(lease_until=None, **anew), execution_options=UNSYNCHRONISED)
    if done.rowcount == 0:  # type: ignore[attr-defined]
        raise not_found()


def ring(job: JobType, subject_id: str) -> None:
    """Wake a worker; a lost ring only costs time, since the reconciler looks at the rows."""
    backends: Backends = current_app.extensions["backends"]
    try:
        backends.queue.ring(job.queue, job.function, subject_id)
    except QueueDown as error:
        log.warning("queue away, %s of %s waits for the reconciler: %s", job.kind, subject_id, error)


def take(job: JobType, subject_id: str) -> Lease | None:
    """Take the lease of this work; None when it is done, taken, not due or not there. The caller commits."""
    at = now()
    row = db.session.scalar(select(Work).filter_by(kind=job.kind, subject_id=subject_id))
    if row is None:
        return None
    free = ((Work.state == WorkState.WAITING) & (Work.due_at <= at)) | (
        (Work.state == WorkState.RUNNING) & (Work.lease_until <= at)
    )
    lease = Lease(row.id, subject_id, new_id(), row.round, row.attempts + 1)
    taken = db.session.execute(
        update(Work)
        .where(Work.id == row.id, Work.round == row.round, Work.attempts == row.attempts, free)
        .values(
            state=WorkState.RUNNING,
            attempts=lease.attempt,
            lease=lease.token,
            lease_until=at + timedelta(seconds=job.lease_seconds),
            updated_at=at,
        )
        .execution_options(synchronize_session=False)
    )
    return lease if taken.rowcount == 1 else None  # type: ignore[attr-defined]


def is_held(lease: Lease) -> bool:
    """Whether the lease still counts; locks the row, so that the answer holds until the end of the transaction."""
    held = select(Work.id).where(Work.id == lease.work_id, Work.lease == lease.token).with_for_update()
    return db.session.scalar(held) is not None


def finish(lease: Lease) -> None:
    """The work is done. Without effect when it was asked for anew or taken by another meanwhile."""
    _settle(lease, state=WorkState.DONE, problem=None)


def fail(lease: Lease, problem: str) -> None:
    """The work cannot be done; the sentence is for the owner of the subject."""
    _settle(lease, state=WorkState.FAILED, problem=problem[:500])


def try_later(lease: Lease, problem: str) -> None:
    """The work did not succeed this time: it is due again after a pause."""
    due = now() + PAUSES[min(lease.attempt, len(PAUSES)) - 1]
    _settle(lease, state=WorkState.WAITING, problem=problem[:500], due_at=due)


def wait_for_others(lease: Lease, problem: str) -> None:
    """Something that the work stands on is away: due again after a pause, and this attempt does not count."""
    _settle(
        lease, state=WorkState.WAITING, problem=problem[:500], due_at=now() + PAUSES[-1], attempts=lease.attempt - 1
    )


def _settle(lease: Lease, **values: object) -> None:
    db.session.execute(
        update(Work)
        .where(Work.id == lease.work_id, Work.lease == lease.token)
        .values(lease=None, lease_until=None, updated_at=now(), **values)
        .execution_options(synchronize_session=False)
    )


def forgive_the_clock() -> None:
    """What a clock that was ahead has put off is due now: no pause and no lease of ours lasts that long."""
    at = now()
    put_off = update(Work).where(Work.state == WorkState.WAITING, Work.due_at > at + LONGEST_PAUSE)
    db.session.execute(put_off.values(due_at=at), execution_options=UNSYNCHRONISED)
    held = update(Work).where(Work.state == WorkState.RUNNING, Work.lease_until > at + LONGEST_PAUSE)
    db.session.execute(held.values(lease_until=at), execution_options=UNSYNCHRONISED)


def retry(work: Work) -> None:
    """A moderator wants failed work to be tried again."""
    ask(BY_KIND[work.kind], work.subject_id)


def cancel(work_id: str, sentence: str) -> str | None:
    """Work that waits is not done any more, what failed is settled; in which state it was, None where in another.

    Nobody is rung for it, and a ring on its way finds nothing to do; asked for anew, it is done.
    """
    row = db.session.scalar(
        select(Work).filter_by(id=work_id).with_for_update().execution_options(populate_existing=True)
    )
    if row is None or row.state not in (WorkState.WAITING, WorkState.FAILED):
        return None
    before = str(row.state)
    row.state, row.round, row.problem = WorkState.CANCELLED, row.round + 1, row.problem or sentence
    if before == WorkState.WAITING:
        row.problem = sentence
    return before


def forget_done(*, older_than: timedelta) -> int:
    """Remove rows of work that was done or cancelled long ago; how many."""
    over = Work.state.in_((WorkState.DONE, WorkState.CANCELLED))
    old = delete(Work).where(over, Work.updated_at < now() - older_than)
    return int(db.session.execute(old.execution_options(synchronize_session=False)).rowcount)  # type: ignore[attr-defined]
