"""Periodic work. The reconciler finds rows that nobody works on and rings again: the queue may forget everything."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from cms.backends import Backends
from cms.batch_edits.service import forget_old_edit
from cms.crawls.service import forget_old_crawls
from cms.extensions import now
from cms.idempotency.service import forget_old_answers
from cms.images import queries as images
from cms.images.service import erase
from cms.imports.service import forget_old_imports
from cms.index.base import IndexDown
from cms.jobs.base import QueueDown
from cms.jobs.names import BY_KIND, JOB_TYPES, QUEUES
from cms.logins.service import forget_old_logins
from cms.membership.mails import forget_old_mails
from cms.moderation.tending import close_moot_findings, end_suspensions, forget_claimants, open_findings
from cms.notifications.digests import begin_digests, forget_old_digests
from cms.notifications.service import forget_old_notifications
from cms.push import service as push
from cms.recommendations.affinities import begin_learning
from cms.reverse_search.service import forget_old_searches
from cms.saved_searches.service import begin_looks
from cms.search.keeping import mend
from cms.settings import Settings
from cms.tag_changes.service import forget_old_change
from cms.transaction import reading, writing
from cms.uploads.presenting import kept_for
from cms.uploads.service import forget_old_uploads
from cms.webhooks import service as webhooks
from cms.work import queries as work
from cms.work.service import forget_done, forgive_the_clock, ring

log = logging.getLogger(__name__)
RINGS_A_ROUND = 500
TRASH_KEPT_FOR = timedelta(days=30)
DONE_KEPT_FOR = timedelta(days=7)
LEFTOVER_SECONDS = 3600
BATCH = 100


@dataclass(frozen=True)
class Periodic:
    """What is to be done, and how many seconds lie between."""

    act: Callable[[], None]
    every: float


def ring_overdue() -> None:
    """Wake workers for what is due and nobody does; a queue that is full of rings needs no more of them."""
    backends: Backends = current_app.extensions["backends"]
    with writing():
        forgive_the_clock()
    for queue in QUEUES:
        try:
            if backends.queue.rings(queue) < RINGS_A_ROUND:
                ring_overdue_of(queue)
        except QueueDown as error:
            log.warning("queue away: %s", error)
            return


def ring_overdue_of(queue: str) -> None:
    kinds = [job.kind for job in JOB_TYPES if job.queue == queue]
    with reading():
        found = [(row.kind, row.subject_id) for row in work.overdue(now(), kinds=kinds, limit=RINGS_A_ROUND)]
    for kind, subject_id in found:
        ring(BY_KIND[kind], subject_id)
    if found:
        log.info("rang again for %d pieces of work in %s", len(found), queue)


def empty_trash() -> None:
    """What lay in the trash for 30 days goes, bytes too."""
    while True:
        with writing():
            gone = images.long_trashed(now() - TRASH_KEPT_FOR, limit=BATCH)
            for image in gone:
                erase(image)
        if len(gone) < BATCH:
            return


def sweep() -> None:
    """Rows and files that have served their time."""
    settings: Settings = current_app.extensions["settings"]
    with writing():
        forget_done(older_than=DONE_KEPT_FOR)
        forget_old_answers()
        forget_old_logins()
        forget_old_mails()
        forget_old_notifications()
        forget_old_digests()
        forget_old_searches()
        webhooks.forget_old_deliveries()
        forget_old_crawls()
        forget_old_imports()
        forget_claimants()
    while forgets_edit() or forgets_tag_change() or forgets_uploads(settings):
        pass
    for leftover in settings.incoming_dir.glob("*"):
        if is_old(leftover):
            leftover.unlink(missing_ok=True)


def forgets_edit() -> bool:
    """One at a time: each may have ten thousand items."""
    with writing():
        return forget_old_edit()


def forgets_tag_change() -> bool:
    with writing():
        return forget_old_change()


def forgets_uploads(settings: Settings) -> bool:
    with writing():
        return forget_old_uploads(kept_for(settings))


def is_old(file: Path) -> bool:
    try:
        return time.time() - file.stat().st_mtime > LEFTOVER_SECONDS
    except FileNotFoundError:
        return False


def tend_cases() -> None:
    """Held pictures become cases, those decided elsewhere are none any more, suspensions end in time."""
    for act in (open_findings, close_moot_findings, end_suspensions):
        with writing():
            act()


def look_for_hits() -> None:
    """Have new hits of followed searches looked for."""
    with writing():
        begin_looks(now())


def learn_affinities() -> None:
    """Have it learnt anew what people like by what others did."""
    with writing():
        begin_learning(now())


def send_digests() -> None:
    """Begin the mails that are due, some accounts at a time."""
    after: str | None = ""
    while after is not None:
        with writing():
            after = begin_digests(now(), after=after)


def retry_deliveries() -> None:
    """Have what programs and devices of accounts did not take sent again, where its time has come."""
    for feature in (webhooks, push):
        with writing():
            feature.begin_again(now())


def mend_index() -> None:
    """Bring the search index in line where it differs from the tables, as it does when it is new or was lost."""
    backends: Backends = current_app.extensions["backends"]
    drift = mend(backends.index)
    if drift:
        log.info("search index mended: %d missing, %d old, %d too many", *map(len, drift.each()))


PERIODIC = (
    Periodic(ring_overdue, 15),
    Periodic(tend_cases, 15),
    Periodic(look_for_hits, 30),
    Periodic(retry_deliveries, 15),
    Periodic(send_digests, 300),
    Periodic(learn_affinities, 600),
    Periodic(mend_index, 3600),
    Periodic(empty_trash, 600),
    Periodic(sweep, 600),
)


def keep_schedule(app: Flask, stop: threading.Event) -> None:
    """Do each thing when its time has come, until told to stop. Any number of schedulers may run."""
    due = dict.fromkeys(PERIODIC, 0.0)
    while not stop.is_set():
        for thing in PERIODIC:
            if time.monotonic() >= due[thing]:
                due[thing] = time.monotonic() + thing.every
                run_once(app, thing)
        stop.wait(1)


def run_once(app: Flask, thing: Periodic) -> None:
    with app.app_context():
        try:
            thing.act()
        except (SQLAlchemyError, IndexDown, OSError) as error:
            log.warning("%s: %s", thing.act.__name__, error)
