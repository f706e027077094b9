"""The job that finds the neighbours of a picture that somebody likes."""

from collections.abc import Sequence

from cms.jobs.names import FIND_NEIGHBOURS
from cms.recommendations import service
from cms.transaction import writing
from workers.reverse_search.desk import desk, seen_among
from workers.reverse_search.jobs import of_image
from workers.runtime import Failure, job

MOST = 60


def _left(_image_id: str, _failure: Failure) -> None:
    """Nobody has to be told: pictures of its tags are recommended all the same."""


@job(FIND_NEIGHBOURS, on_failure=_left)
def find_neighbours(image_id: str) -> None:
    """Keep which of the pictures that everyone may see are nearest to this one."""
    _glance, question = of_image(image_id, None)

    def among(ids: Sequence[str]) -> set[str]:
        return seen_among(None, [one for one in ids if one != image_id])

    found = desk().find(question, limit=MOST, among=among)
    with writing():
        service.keep_neighbours(image_id, [one.id for one in found][:MOST])
