"""The job that looks for new hits of a saved search that is followed."""

from cms.accounts.queries import account_by_id, viewer_of
from cms.jobs.names import LOOK_FOR_HITS
from cms.saved_searches import queries, service
from cms.transaction import reading, writing
from workers.runtime import Failure, backends, job


def _left(_search_id: str, _failure: Failure) -> None:
    """Nobody has to be told: it is looked for again in a minute."""


@job(LOOK_FOR_HITS, on_failure=_left)
def look_for_hits(search_id: str) -> None:
    """Tell the owner, with whose eyes it is looked, where more was added since they opened it than they know of."""
    with reading():
        row = queries.by_id(search_id)
        owner = account_by_id(row.owner_id) if row is not None and row.follow else None
        if row is None or owner is None or not owner.active:
            return
        seen_at, found = row.seen_at, service.count_new_of(backends().index, viewer_of(owner), row)
    with writing():
        row = queries.by_id(search_id)
        if row is not None and row.follow and row.seen_at == seen_at:
            service.tell_hits(row, found)
