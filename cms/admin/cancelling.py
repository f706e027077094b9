"""Cancelling jobs that somebody began: the row of the work says so, what they began says why, open pages hear of it.

Not here: work that follows from what the site holds (pictures, index, letters), which would be wrong without it.
"""

import logging
from collections.abc import Callable, Iterable
from functools import partial

from flask import current_app

from cms.access.viewer import Viewer
from cms.backends import Backends
from cms.batch_edits import service as edits
from cms.batch_edits.changes import CANCELLED
from cms.batch_edits.presenting import EVENT, told_live
from cms.classes import service as classes
from cms.crawls import service as crawls
from cms.crawls.models import CrawlState
from cms.crawls.presenting import EVENT as CRAWL
from cms.crawls.presenting import told_live as crawl_told
from cms.imports import service as imports
from cms.imports.presenting import EVENT as IMPORT
from cms.imports.presenting import told_live as import_told
from cms.jobs.base import LiveEvent, QueueDown
from cms.jobs.names import (
    CHANGE_TAG,
    CRAWL_WEB,
    EDIT_IMAGES,
    FIND_LIKENESS,
    IMPORT_ARCHIVE,
    TRAIN_CLASS,
    TRAIN_MODEL,
    UNDO_EDIT,
    UNDO_TAG_CHANGE,
)
from cms.moderation.log import note
from cms.reverse_search import service as reverse_search
from cms.reverse_search.similar import PROGRESS
from cms.tag_changes import service as tag_changes
from cms.trainings import service as trainings
from cms.trainings.models import TrainingState
from cms.transaction import after_commit
from cms.work.models import Work, WorkState
from cms.work.service import cancel

log = logging.getLogger(__name__)
SENTENCE = "A moderator cancelled this."
Told = Iterable[tuple[str, LiveEvent]]
"""Whose open pages hear what."""


def stop_edit(edit_id: str) -> Told:
    edit = edits.give_up(edit_id, code=CANCELLED)
    return [(edit.owner_id, LiveEvent(EVENT, told_live(edit)))] if edit is not None else []


def stop_tag_change(change_id: str) -> Told:
    tag_changes.give_up(change_id)
    return []


def stop_class(class_id: str) -> Told:
    row = classes.fail_class(class_id, SENTENCE)
    return [(row.owner_id, LiveEvent("class", {"id": row.id, "state": row.state}))] if row is not None else []


def stop_training(training_id: str) -> Told:
    trainings.fail(training_id, SENTENCE, state=TrainingState.FAILED)
    return []


def stop_crawl(crawl_id: str) -> Told:
    crawl = crawls.give_up(crawl_id, state=CrawlState.CANCELLED)
    return [(crawl.owner_id, LiveEvent(CRAWL, crawl_told(crawl)))] if crawl is not None else []


def stop_import(import_id: str) -> Told:
    row = imports.give_up(import_id, SENTENCE)
    return [(row.owner_id, LiveEvent(IMPORT, import_told(row)))] if row is not None else []


def stop_search(search_id: str) -> Told:
    search = reverse_search.fail(search_id, SENTENCE, code=CANCELLED)
    if search is None:
        return []
    told = {"id": search.id, "state": str(search.state), "progress": f"{search.progress:.2f}"}
    return [(stream, LiveEvent(PROGRESS, told)) for stream in (search.id, search.asker_id) if stream is not None]


STOPS: dict[str, Callable[[str], Told]] = {
    EDIT_IMAGES.kind: stop_edit,
    UNDO_EDIT.kind: stop_edit,
    CHANGE_TAG.kind: stop_tag_change,
    UNDO_TAG_CHANGE.kind: stop_tag_change,
    TRAIN_CLASS.kind: stop_class,
    TRAIN_MODEL.kind: stop_training,
    FIND_LIKENESS.kind: stop_search,
    CRAWL_WEB.kind: stop_crawl,
    IMPORT_ARCHIVE.kind: stop_import,
}
"""The kinds of work that can be cancelled, and how what they were for ends."""


def is_cancelled(viewer: Viewer, row: Work) -> bool:
    """Cancel work that waits or has failed; False where it is done, worked on, or cannot be cancelled at all."""
    if row.kind not in STOPS:
        return False
    before = cancel(row.id, SENTENCE)
    if before is None:
        return False
    if before == WorkState.WAITING:
        for stream, event in STOPS[row.kind](row.subject_id):
            after_commit(partial(tell, stream, event))
    told = {"kind": row.kind, "subject": row.subject_id}
    note("cancel", ("job", row.id), by=viewer.id, before={"state": before}, after=told)
    return True


def tell(stream: str, event: LiveEvent) -> None:
    """Nobody minds when it is lost: the page asks again."""
    backends: Backends = current_app.extensions["backends"]
    try:
        backends.queue.publish(stream, event)
    except QueueDown as error:
        log.debug("event lost: %s", error)
