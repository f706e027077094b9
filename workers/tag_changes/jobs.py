"""Jobs that make a tag another one on many images, and back: slice by slice, each in a transaction of its own."""

from cms.jobs.names import CHANGE_TAG, UNDO_TAG_CHANGE
from cms.tag_changes import service
from workers.batch_edits.jobs import work_through
from workers.runtime import Failure, job


def _failed(change_id: str, _failure: Failure) -> None:
    service.give_up(change_id)


def _nobody_waits(_change: object) -> None:
    """The room asks how far it is."""


@job(CHANGE_TAG, on_failure=_failed)
def change_tag(change_id: str) -> None:
    """Change the images of a change that wait for it."""
    work_through(CHANGE_TAG, change_id, lambda row_id: service.change_some(row_id), tell=_nobody_waits)


@job(UNDO_TAG_CHANGE, on_failure=_failed)
def undo_tag_change(change_id: str) -> None:
    """Put back what a change made."""
    work_through(UNDO_TAG_CHANGE, change_id, lambda row_id: service.undo_some(row_id), tell=_nobody_waits)
