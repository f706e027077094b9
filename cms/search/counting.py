"""How much searches find for somebody, and which pictures of their own: numbers and ids, no pictures."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from cms.access.viewer import Viewer
from cms.index.base import Bounds, Eyes, Index, Last, Order, SearchQuery
from cms.search import queries
from cms.search.conditions import ask_facets
from cms.search.service import LARGEST, Wish, eyes_of, question_of, read
from cms.search.told import milliseconds
from cms.search.vocabulary import said_by, understood
from cms.tags.queries import relations

TOGETHER = 2000


@dataclass(frozen=True)
class Hits:
    """How many there are; `is_exact` is false where more were not counted."""

    total: int
    is_exact: bool


@dataclass(frozen=True)
class Counted:
    """A search whose hits are counted, perhaps only those that were added after this moment."""

    wish: Wish
    after: datetime | None = None


def count_each(index: Index, viewer: Viewer, searches: Sequence[Counted]) -> list[Hits]:
    """The hits of each search for this viewer: one question each, who sees what read once. Raises IndexDown."""
    unheard = queries.unheard() if searches else None
    eyes = {
        is_mine: eyes_of(viewer, is_mine=is_mine, unheard=unheard)
        for is_mine in {counted.wish.is_mine for counted in searches}
    }
    return [_count(index, viewer, counted, eyes[counted.wish.is_mine]) for counted in searches]


def _count(index: Index, viewer: Viewer, counted: Counted, eyes: Eyes) -> Hits:
    question = plain_question(viewer, replace(counted.wish, order=Order.NEWEST), eyes)
    if question is None:
        return Hits(0, is_exact=True)
    if counted.after is not None:
        added = Bounds("created", milliseconds(counted.after) + 1, LARGEST)
        question = replace(question, bounds=(*question.bounds, added))
    found = index.find(replace(question, limit=1))
    return Hits(found.total, found.is_exact)


def own_found(index: Index, viewer: Viewer, wish: Wish, *, most: int) -> list[str]:
    """The ids of the viewer's own pictures that this search finds, in its order. Raises IndexDown."""
    question = plain_question(viewer, wish, eyes_of(viewer, is_mine=True))
    ids: list[str] = []
    while question is not None and len(ids) < most:
        question = replace(question, limit=min(TOGETHER, most - len(ids)))
        hits = index.find(question).hits
        ids += [hit.id for hit in hits]
        is_more = len(hits) == question.limit
        question = replace(question, after=Last(hits[-1].value, hits[-1].id)) if is_more else None
    return ids


def plain_question(viewer: Viewer, wish: Wish, eyes: Eyes) -> SearchQuery | None:
    """What this search asks the index; None where nothing is left to search for."""
    reading = read(wish.q)
    if wish.q.strip() and reading.expression is None:
        return None
    said = said_by(relations())
    asked, pieces = ask_facets(wish.values, viewer), understood(reading.expression, said)
    return question_of(viewer, wish, reading, asked, pieces, said=said, eyes=eyes)
