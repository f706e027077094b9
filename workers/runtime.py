"""Around every job: application context, lease, transactions, logging, and what becomes of a failure.

A job body is given the id it works on and does three things: read, compute outside any transaction, write.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from flask import Flask, current_app
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from cms.backends import Backends
from cms.index.base import IndexDown
from cms.jobs.base import LiveEvent, QueueDown
from cms.jobs.names import JobType
from cms.mail.base import MailDown
from cms.metrics import count_job
from cms.storage.base import StorageDown
from cms.transaction import after_commit, writing
from cms.work import service as work

log = logging.getLogger(__name__)
Body = Callable[[str], None]
UNEXPECTED = "Something unexpected happened while this was worked on."


@dataclass(frozen=True)
class Failure:
    """Why work came to no good end: a sentence for its owner, a stable code, whether another try is hopeless."""

    sentence: str
    code: str
    is_hopeless: bool


OnFailure = Callable[[str, Failure], None]
"""Told the subject, and why."""

GAVE_UP = Failure(work.GAVE_UP, "gave-up", is_hopeless=False)


class PermanentFailure(Exception):
    """Trying again would end the same; the sentence is for the owner of the subject, the code for programs."""

    def __init__(self, sentence: str, code: str) -> None:
        super().__init__(sentence)
        self.code = code


class ComeBackLater(Exception):
    """It cannot be done just now, through no fault of the subject: such an attempt does not count."""


AWAY = (ComeBackLater, StorageDown, QueueDown, IndexDown, MailDown, OperationalError, InterfaceError, PoolTimeout)
"""Something that the job stands on is away: the work waits for it, however long that takes."""


@dataclass
class _Process:
    """The application of this worker process, set once at its start."""

    app: Flask | None = None


_process = _Process()


def serve_app(app: Flask) -> None:
    """Jobs of this process run in this application."""
    _process.app = app


def job(kind: JobType, *, on_failure: OnFailure) -> Callable[[Body], Body]:
    """Make a body a job of this kind; `on_failure` is called when it has failed for good."""

    def decorate(body: Body) -> Body:
        @wraps(body)
        def run(subject_id: str) -> None:
            if _process.app is None:
                raise RuntimeError("serve_app was not called in this process")
            with _process.app.app_context():
                _attempt(kind, subject_id, body=body, on_failure=on_failure)

        run.job_type = kind  # type: ignore[attr-defined]
        return run

    return decorate


def question(body: Body) -> Body:
    """Make a body something that is asked of a queue without a row of work: a lost one is asked anew."""

    @wraps(body)
    def run(subject_id: str) -> None:
        if _process.app is None:
            raise RuntimeError("serve_app was not called in this process")
        with _process.app.app_context():
            try:
                body(subject_id)
            except AWAY as failure:
                log.warning("%s: a question is left: %s", body.__name__, failure)

    run.is_question = True  # type: ignore[attr-defined]
    return run


def _attempt(kind: JobType, subject_id: str, *, body: Body, on_failure: OnFailure) -> None:
    """One attempt under a lease; nothing when the work is done, taken or gone."""
    with writing():
        lease = work.take(kind, subject_id)
    if lease is None:
        return
    if lease.attempt > work.MOST_ATTEMPTS:
        _give_up(lease, GAVE_UP, on_failure)
        return
    start = time.monotonic()
    outcome = _try(kind, lease, body=body, on_failure=on_failure)
    count_job(kind.kind, outcome, time.monotonic() - start)


def _try(kind: JobType, lease: work.Lease, *, body: Body, on_failure: OnFailure) -> str:
    """Run the body and settle what came of it; the outcome in a word."""
    start, subject_id = time.monotonic(), lease.subject_id
    try:
        body(subject_id)
    except PermanentFailure as failure:
        log.info("%s %s cannot be done: %s", kind.kind, subject_id, failure)
        return _give_up(lease, Failure(str(failure), failure.code, is_hopeless=True), on_failure)
    except AWAY as failure:
        log.warning("%s %s waits: %s", kind.kind, subject_id, failure)
        with writing():
            work.wait_for_others(lease, type(failure).__name__)
        return "waits"
    except Exception as failure:
        log.error("%s %s attempt %d", kind.kind, subject_id, lease.attempt, exc_info=failure)
        return _later(lease, UNEXPECTED, on_failure)
    with writing():
        work.finish(lease)
    log.info("%s %s done in %.0f ms", kind.kind, subject_id, (time.monotonic() - start) * 1000)
    return "done"


def _later(lease: work.Lease, problem: str, on_failure: OnFailure) -> str:
    if lease.attempt >= work.MOST_ATTEMPTS:
        return _give_up(lease, GAVE_UP, on_failure)
    with writing():
        work.try_later(lease, problem)
    return "again"


def _give_up(lease: work.Lease, failure: Failure, on_failure: OnFailure) -> str:
    """Failed for good: the subject says why, and the queue moves on."""
    with writing():
        if work.is_held(lease):
            on_failure(lease.subject_id, failure)
            work.fail(lease, failure.sentence)
    return "failed"


def backends() -> Backends:
    found: Backends = current_app.extensions["backends"]
    return found


def tell_owner(owner_id: str, kind: str, data: dict[str, str]) -> None:
    """Tell open pages; nobody minds when it is lost. Only for what is committed."""
    try:
        backends().queue.publish(owner_id, LiveEvent(kind, data))
    except QueueDown as error:
        log.debug("event lost: %s", error)


def tell_owner_once_kept(owner_id: str, kind: str, data: dict[str, str]) -> None:
    """Tell open pages as soon as the running transaction is committed."""
    after_commit(lambda: tell_owner(owner_id, kind, data))
