"""One page of the hits of a question to the embedded index."""

import heapq
import sqlite3
from collections.abc import Sequence
from typing import Any, NamedTuple

from cms.index.base import Hit, Order, SearchQuery

LATEST = "\U0010ffff"
Values = list[Any]


class Hits(NamedTuple):
    """What hits are sorted by, which they are (tables and conditions), and the parameters of both."""

    value: str
    source: str
    parameters: Values


def page_of(rows: Sequence[Sequence[Any]], query: SearchQuery) -> list[Hit]:
    """The page among all hits: each an id and what it is sorted by. Hits come about in the order of time."""
    after = (query.after.value, query.after.id) if query.after is not None else None
    if query.order == Order.OLDEST:
        keys = ((row[1], row[0]) for row in rows)
        page = heapq.nsmallest(query.limit, (key for key in keys if after is None or key > after))
    else:
        keys = ((row[1], row[0]) for row in reversed(rows))
        page = heapq.nlargest(query.limit, (key for key in keys if after is None or key < after))
    return [Hit(id, value) for value, id in page]


def page_of_many(database: sqlite3.Connection, query: SearchQuery, hits: Hits) -> list[Hit]:
    """The page where there are more hits than are counted: SQLite sorts."""
    after, of_after = after_last(query, column="value")
    way = "ASC" if query.order == Order.OLDEST else "DESC"
    some = f"SELECT d.id AS id, {hits.value} AS value FROM {hits.source}"  # noqa: S608
    rows = database.execute(
        f"SELECT id, value FROM ({some}) WHERE {after} ORDER BY value {way}, id {way} LIMIT ?",  # noqa: S608
        [*hits.parameters, *of_after, query.limit],
    )
    return [Hit(id, value) for id, value in rows]


def page_of_tiers(database: sqlite3.Connection, query: SearchQuery, tiers: Sequence[Hits]) -> list[Hit]:
    """The same where all hits of so many points come before all others: no points are looked up, most hits not read."""
    page: list[Hit] = []
    for value, source, values in tiers:
        last, points = query.after, int(value)
        if last is not None and last.value < points:
            continue
        before = last.id if last is not None and last.value == points else LATEST
        rows = database.execute(
            f"SELECT d.id FROM {source} AND d.id < ? ORDER BY d.id DESC LIMIT ?",  # noqa: S608
            [*values, before, query.limit - len(page)],
        )
        page += [Hit(id, points) for (id,) in rows]
        if len(page) == query.limit:
            break
    return page


def after_last(query: SearchQuery, *, column: str) -> tuple[str, Values]:
    if query.after is None:
        return "1", []
    sign = ">" if query.order == Order.OLDEST else "<"
    return f"({column}, id) {sign} (?, ?)", [query.after.value, query.after.id]
