"""What each may like by what others did: when it is learnt, kept and forgotten. No numbers are reckoned here."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, insert

from cms.accounts.queries import lock_owners
from cms.extensions import db, now
from cms.images.queries import visible_ids
from cms.jobs.names import LEARN_AFFINITIES
from cms.recommendations import queries
from cms.recommendations.models import Affinity
from cms.work.models import WorkState
from cms.work.queries import work_on
from cms.work.service import ask

LEARNT_EVERY = timedelta(hours=1)
EVERYONE = "everyone"


def begin_learning(at: datetime) -> None:
    """Have it learnt once in an hour, however many ask."""
    known = work_on(LEARN_AFFINITIES.kind, EVERYONE)
    ended = (WorkState.DONE, WorkState.FAILED)
    if known is None or (known.state in ended and known.updated_at <= at - LEARNT_EVERY):
        ask(LEARN_AFFINITIES, EVERYONE)


def deeds_now(account_ids: Sequence[str]) -> dict[str, dict[str, float]]:
    """What these did and let count, as it is until the end of the transaction: nobody wipes it meanwhile."""
    lock_owners(*account_ids)
    found: dict[str, dict[str, float]] = {account_id: {} for account_id in account_ids}
    for account_id, image_id, strength in queries.strengths_of(account_ids):
        found[account_id][image_id] = strength
    return found


def keep(lists: Mapping[str, Sequence[tuple[str, float]]]) -> None:
    """Put these pictures with their scores in the place of those known before."""
    forget(*lists)
    there = visible_ids(None, sorted({image_id for told in lists.values() for image_id, _ in told}))
    rows = [
        {"account_id": account_id, "image_id": image_id, "score": score, "found_at": now()}
        for account_id, told in lists.items()
        for image_id, score in told
        if image_id in there
    ]
    if rows:
        db.session.execute(insert(Affinity), rows)


def forget(*account_ids: str) -> None:
    gone = delete(Affinity).where(Affinity.account_id.in_(account_ids))
    db.session.execute(gone.execution_options(synchronize_session=False))


def forget_older(than: datetime) -> None:
    old = delete(Affinity).where(Affinity.found_at < than)
    db.session.execute(old.execution_options(synchronize_session=False))
