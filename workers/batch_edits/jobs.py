"""Jobs that change many images for somebody, and put them back: slice by slice, each in a transaction of its own."""

import time
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from cms.batch_edits import service
from cms.batch_edits.models import BatchEdit
from cms.batch_edits.presenting import EVENT, told_live
from cms.batch_edits.queries import UNDER_WAY
from cms.jobs.names import EDIT_IMAGES, UNDO_EDIT, JobType
from cms.transaction import writing
from cms.work.service import ask
from workers.runtime import Failure, job, tell_owner, tell_owner_once_kept

SECONDS_AT_ONCE = 5.0
"""Then others in the same queue come first."""


def _failed(edit_id: str, _failure: Failure) -> None:
    edit = service.give_up(edit_id)
    if edit is not None:
        tell_owner_once_kept(edit.owner_id, EVENT, told_live(edit))


@job(EDIT_IMAGES, on_failure=_failed)
def edit_images(edit_id: str) -> None:
    """Change the images of an edit that wait for it."""
    work_through(EDIT_IMAGES, edit_id, service.edit_some, tell=_tell)


@job(UNDO_EDIT, on_failure=_failed)
def undo_edit(edit_id: str) -> None:
    """Put back what an edit changed."""
    work_through(UNDO_EDIT, edit_id, service.undo_some, tell=_tell)


def _tell(edit: BatchEdit) -> None:
    tell_owner(edit.owner_id, EVENT, told_live(edit))


class Long(Protocol):
    """A row of work in slices."""

    state: Any


Row = TypeVar("Row", bound=Long)


def work_through(kind: JobType, row_id: str, step: Callable[[str], Row | None], *, tell: Callable[[Row], None]) -> None:
    """Step by step to the end; what takes long is asked for anew, behind what else waits."""
    end = time.monotonic() + SECONDS_AT_ONCE
    while True:
        with writing():
            row = step(row_id)
            is_over = row is None or row.state not in UNDER_WAY
            is_late = not is_over and time.monotonic() > end
            if is_late:
                ask(kind, row_id)
        if row is not None:
            tell(row)
        if is_over or is_late:
            return
