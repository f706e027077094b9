"""The job that removes an account which its owner has closed, and all that it owns."""

from cms.accounts.queries import account_by_id
from cms.albums.service import erase_all_of as erase_albums
from cms.batch_edits.service import forget_edit_of
from cms.classes.service import remove_all_of as remove_classes
from cms.comments.service import forget_some_of as forget_comments
from cms.idempotency.service import forget_answers_to
from cms.images.service import erase_some
from cms.jobs.names import ERASE_ACCOUNT
from cms.membership.service import erase_account as erase_row
from cms.reactions.service import forget_account as forget_reactions
from cms.reverse_search.service import forget_searches_of
from cms.transaction import reading, writing
from cms.uploads.service import erase_all_of as erase_uploads
from workers.runtime import ComeBackLater, Failure, job

BATCH = 50
MOST_BATCHES = 20
"""What one attempt does; others wait in the same queue."""


def _left(_account_id: str, _failure: Failure) -> None:
    """Nobody is there any more who could be told."""


@job(ERASE_ACCOUNT, on_failure=_left)
def erase_account(account_id: str) -> None:
    """Images in batches, then albums, then the row with all that hangs on it."""
    with reading():
        account = account_by_id(account_id)
        is_closed = account is not None and account.closed_at is not None
    if not is_closed:
        return
    for _ in range(MOST_BATCHES):
        with writing():
            erased = erase_some(account_id, limit=BATCH)
        if erased < BATCH:
            break
    else:
        raise ComeBackLater("there is more to remove")
    while forgets_edit(account_id) or forgets_comments(account_id):
        pass
    with writing():
        erase_albums(account_id)
        erase_uploads(account_id)
        remove_classes(account_id)
        forget_answers_to(account_id)
        forget_searches_of(account_id)
        forget_reactions(account_id)
        erase_row(account_id)


def forgets_comments(account_id: str) -> bool:
    """Some at a time: each locks its thread."""
    with writing():
        return forget_comments(account_id, limit=BATCH) > 0


def forgets_edit(account_id: str) -> bool:
    """One at a time: each may have ten thousand items."""
    with writing():
        return forget_edit_of(account_id)
