"""The job that removes what came from a blocked source: slice by slice, each in a transaction of its own."""

from cms.jobs.names import REMOVE_BY_SOURCE
from cms.source_blocks import service
from workers.batch_edits.jobs import work_through
from workers.runtime import Failure, job


def _failed(block_id: str, _failure: Failure) -> None:
    service.give_up(block_id)


def _nobody_waits(_block: object) -> None:
    """Moderators ask how far it is."""


@job(REMOVE_BY_SOURCE, on_failure=_failed)
def remove_by_source(block_id: str) -> None:
    """Remove the pictures that are still there."""
    work_through(REMOVE_BY_SOURCE, block_id, lambda row_id: service.remove_some(row_id), tell=_nobody_waits)
