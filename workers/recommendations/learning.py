"""The job that learns from what everybody did what each may like. A list is made of the deeds as they are then.

So whoever wiped or switched off something while others were counted has no list of it afterwards.
"""

from collections.abc import Sequence
from itertools import islice

from cms.extensions import now
from cms.jobs.names import LEARN_AFFINITIES
from cms.recommendations import affinities, queries
from cms.transaction import reading, writing
from workers.recommendations.factors import Learnt, fitting, learnt_from
from workers.runtime import Failure, job

MOST_PEOPLE, MOST = 10_000, 60
"""So many people, those who did something last, get so many pictures each."""

TOGETHER = 20
"""Lists written in one transaction, which keeps these people's other changes waiting."""


def _left(_everyone: str, _failure: Failure) -> None:
    """Nobody has to be told: what was learnt before stands."""


@job(LEARN_AFFINITIES, on_failure=_left)
def learn_affinities(_everyone: str) -> None:
    """Keep for each who did enough what fits; lists that are older than this run go."""
    begun = now()
    with reading():
        learnt = learnt_from(queries.strengths_of())
        people = [] if learnt is None else queries.last_active(learnt.people, limit=MOST_PEOPLE)
    left = iter(people)
    while learnt is not None and (some := list(islice(left, TOGETHER))):
        keep(learnt, some)
    with writing():
        affinities.forget_older(begun)


def keep(learnt: Learnt, account_ids: Sequence[str]) -> None:
    with writing():
        found = affinities.deeds_now(account_ids)
        affinities.keep({account_id: fitting(learnt, done, most=MOST) for account_id, done in found.items()})
