"""Questions to the embedded index, read as SQL. Whoever may not see a document is never counted for it either."""

import heapq
import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from cms.clauses import Clause
from cms.index.base import (
    MOST_COUNTED,
    NUMBERS,
    VALUES_OF_A_FACET,
    Count,
    Eyes,
    Found,
    Having,
    Hit,
    Last,
    Order,
    SearchQuery,
)
from cms.index.embedded_file import EVERY, fact_names, unpacked
from cms.index.embedded_words import match_of, points_of
from cms.index.facts import to_sql
from cms.index.tokens import folded
from cms.index.words import tree_of

ROWS_AT_ONCE = 1024
LATEST = "\U0010ffff"
Values = list[Any]


def find(database: sqlite3.Connection, query: SearchQuery) -> Found:
    """A page of candidates, how many there are and what they have in common."""
    tree = None if query.words is None else tree_of(query.words)
    if query.words is not None and tree is None:
        return Found()
    if tree is None and not query.having and not query.bounds and not query.weighed:
        return _everything(database, query)
    source, values = _source(database, query, match_of(tree, query.eyes.reader) if tree else None)
    value, of_value = _value(database, query, tree)
    database.execute("CREATE TEMP TABLE hits (number INTEGER PRIMARY KEY, id TEXT, value INTEGER, marks BLOB)")
    database.execute(
        f"INSERT INTO hits SELECT d.number, d.id, {value}, d.marks FROM {source} LIMIT ?",  # noqa: S608
        [*of_value, *values, MOST_COUNTED + 1],
    )
    (total,) = database.execute("SELECT COUNT(*) FROM hits").fetchone()
    is_exact = total <= MOST_COUNTED
    if is_exact:
        page = _page(database, "SELECT id, value FROM hits WHERE 1", [], query)
    else:
        page = _page(
            database,
            f"SELECT id, value FROM (SELECT d.id AS id, {value} AS value FROM {source}) WHERE 1",  # noqa: S608
            [*of_value, *values],
            query,
        )
    facets = _facets_of_hits(database, query.facets)
    return Found(page, min(total, MOST_COUNTED), is_exact, facets)


def _everything(database: sqlite3.Connection, query: SearchQuery) -> Found:
    """All documents: the page by an index of the order, counts from the tallies."""
    column = NUMBERS.get(query.order)
    source, values = _source(database, query, None)
    value = f"d.{column}" if column else "0"
    after, of_after = _after(query, column=value)
    way = "ASC" if query.order == Order.OLDEST else "DESC"
    order = f"{value} {way}, d.id {way}" if column else f"d.id {way}"
    rows = database.execute(
        f"SELECT d.id, {value} FROM {source} AND {after} ORDER BY {order} LIMIT ?",  # noqa: S608
        [*values, *of_after, query.limit],
    )
    hits = [Hit(id, value) for id, value in rows]
    total = sum(count.count for count in tally(database, EVERY.kind, query.eyes, start="", after=None, limit=1))
    facets = {
        kind: tally(database, kind, query.eyes, start="", after=None, limit=VALUES_OF_A_FACET) for kind in query.facets
    }
    return Found(hits, min(total, MOST_COUNTED), total <= MOST_COUNTED, facets)


def _page(database: sqlite3.Connection, chosen: str, values: Values, query: SearchQuery) -> list[Hit]:
    after, of_after = _after(query, column="value")
    way = "ASC" if query.order == Order.OLDEST else "DESC"
    rows = database.execute(
        f"{chosen} AND {after} ORDER BY value {way}, id {way} LIMIT ?", [*values, *of_after, query.limit]
    )
    return [Hit(id, value) for id, value in rows]


def _after(query: SearchQuery, *, column: str) -> tuple[str, Values]:
    if query.after is None:
        return "1", []
    sign = ">" if query.order == Order.OLDEST else "<"
    return f"({column}, id) {sign} (?, ?)", [query.after.value, query.after.id]


def _source(database: sqlite3.Connection, query: SearchQuery, match: str | None) -> tuple[str, Values]:
    """Tables and conditions: everything after FROM but order and limit."""
    audience, values = to_sql(query.eyes.audience, fact_names(database))
    parts = [f"d.grp IN (SELECT grp FROM groups WHERE {audience})"]  # noqa: S608
    of_parts: Values = [*values]
    if query.eyes.without:
        parts.append("d.id NOT IN (SELECT value FROM json_each(?))")
        of_parts.append(json.dumps(sorted(query.eyes.without)))
    for place, having in enumerate(query.having):
        drives = match is None and place == 0
        part = "d.number IN (SELECT number FROM marks WHERE" if drives else "EXISTS (SELECT 1 FROM marks WHERE"
        of_document = "" if drives else " AND number = d.number"
        condition = f"mark IN (SELECT value FROM json_each(?)) AND weight >= ?{of_document}"  # noqa: S608
        parts.append(f"{part} {condition})")
        of_parts += [json.dumps(_marks(database, having)), having.least]
    for bound in query.bounds:
        parts.append(f"d.{_number(bound.number)} BETWEEN ? AND ?")
        of_parts += [bound.low, bound.high]
    conditions = " AND ".join(parts)
    if match is None:
        return f"documents AS d WHERE {conditions}", of_parts
    return f"found JOIN documents AS d ON d.number = found.rowid WHERE found MATCH ? AND {conditions}", [
        match,
        *of_parts,
    ]


def _number(name: str) -> str:
    if name not in NUMBERS.values():
        raise ValueError(f"documents have no number {name!r}")
    return name


def _value(database: sqlite3.Connection, query: SearchQuery, tree: Any) -> tuple[str, Values]:
    """What documents are sorted by, as an expression."""
    if query.order in NUMBERS:
        return f"d.{NUMBERS[query.order]}", []
    marks = [mark for kind, key in query.weighed for mark in _marks(database, Having(kind, frozenset({key})))]
    how = "MAX" if query.order == Order.SCORE else "SUM"
    weights = (
        f"COALESCE((SELECT {how}(weight) FROM marks WHERE mark IN (SELECT value FROM json_each(?)) "  # noqa: S608
        "AND number = d.number), 0)"
    )
    if query.order == Order.SCORE:
        return weights, [json.dumps(marks)]
    points, of_points = points_of(tree) if tree is not None else ("0", [])
    if not query.weighed:
        return points, of_points
    return f"({weights} * 1000 + {points})", [json.dumps(marks), *of_points]


def _marks(database: sqlite3.Connection, having: Having) -> list[int]:
    rows = database.execute(
        "SELECT mark FROM names WHERE kind = ? AND key IN (SELECT value FROM json_each(?))",
        (having.kind, json.dumps(sorted(having.keys))),
    )
    return [mark for (mark,) in rows]


def _facets_of_hits(database: sqlite3.Connection, kinds: Sequence[str]) -> Mapping[str, Sequence[Count]]:
    """The commonest marks of each kind among the hits."""
    counter: Counter[int] = Counter()
    for (packed,) in database.execute("SELECT marks FROM hits LIMIT ?", (MOST_COUNTED,)):
        counter.update(unpacked(packed))
    found: dict[str, list[Count]] = defaultdict(list)
    rows = database.execute(
        "SELECT mark, kind, key FROM names WHERE mark IN (SELECT value FROM json_each(?)) "
        "AND kind IN (SELECT value FROM json_each(?))",
        (json.dumps(list(counter)), json.dumps(list(kinds))),
    )
    for mark, kind, key in rows:
        found[kind].append(Count(kind, key, counter[mark]))
    return {kind: commonest(found[kind], VALUES_OF_A_FACET) for kind in kinds}


def commonest(counts: Sequence[Count], limit: int) -> list[Count]:
    """The largest first, equal ones by key."""
    return heapq.nsmallest(limit, counts, key=lambda count: (-count.count, count.key))


def suggest(database: sqlite3.Connection, start: str, eyes: Eyes, *, kinds: Sequence[str], limit: int) -> list[Count]:
    """Marks of which a name, or a word in it, begins like this."""
    head = " ".join(folded(start).split())
    if not head:
        return []
    marks = (
        "SELECT DISTINCT heads.mark FROM heads JOIN names USING (mark) WHERE head >= ? AND head < ? "
        "AND kind IN (SELECT value FROM json_each(?))"
    )
    counts = _counts(database, marks, [head, head + LATEST, json.dumps(list(kinds))], eyes)
    return commonest(counts, limit)


def tally(
    database: sqlite3.Connection, kind: str, eyes: Eyes, *, start: str, after: Last | None, limit: int
) -> list[Count]:
    """The marks of a kind, the commonest first."""
    marks = "SELECT mark FROM names WHERE kind = ? AND key >= ? AND key < ?"
    counts = _counts(database, marks, [kind, start, start + LATEST], eyes)
    rest = [count for count in counts if after is None or (-count.count, count.key) > (-after.value, after.id)]
    return commonest(rest, limit)


def _counts(database: sqlite3.Connection, marks: str, of_marks: Values, eyes: Eyes) -> list[Count]:
    """How many documents somebody may see have each of these marks, where any has."""
    audience, values = to_sql(eyes.audience, fact_names(database))
    rows = database.execute(
        "SELECT mark, kind, key, SUM(count) FROM tallies JOIN names USING (mark) "  # noqa: S608
        f"WHERE mark IN ({marks}) AND grp IN (SELECT grp FROM groups WHERE {audience}) GROUP BY mark",
        [*of_marks, *values],
    ).fetchall()
    doubtful: Counter[int] = Counter()
    if eyes.without:
        for (packed,) in database.execute(
            "SELECT marks FROM documents WHERE id IN (SELECT value FROM json_each(?)) "  # noqa: S608
            f"AND grp IN (SELECT grp FROM groups WHERE {audience})",
            [json.dumps(sorted(eyes.without)), *values],
        ):
            doubtful.update(unpacked(packed))
    counts = (Count(kind, key, count - doubtful[mark]) for mark, kind, key, count in rows)
    return [count for count in counts if count.count > 0]


def held(database: sqlite3.Connection, ids: Sequence[str]) -> dict[str, int]:
    """Which of these documents are held, with their versions."""
    among = "id IN (SELECT value FROM json_each(?)) AND deleted_at IS NULL"
    return dict(database.execute(f"SELECT id, version FROM documents WHERE {among}", (json.dumps(ids),)))  # noqa: S608


def versions(database: sqlite3.Connection, after: str, *, limit: int) -> list[tuple[str, int]]:
    """Ids behind this one, with their versions."""
    rows = database.execute(
        "SELECT id, version FROM documents WHERE id > ? AND deleted_at IS NULL ORDER BY id LIMIT ?", (after, limit)
    )
    return list(rows)


def nearest(database: sqlite3.Connection, vector: Sequence[float], *, audience: Clause, limit: int) -> list[Hit]:
    """An exact scan. Vectors of another length are of another model, and nothing to compare with."""
    condition, values = to_sql(audience, fact_names(database))
    best: list[tuple[float, str]] = []
    rows = database.execute(
        "SELECT id, vector FROM documents WHERE length(vector) = ? "  # noqa: S608
        f"AND grp IN (SELECT grp FROM groups WHERE {condition})",
        [4 * len(vector), *values],
    )
    while block := rows.fetchmany(ROWS_AT_ONCE):
        # Of equal distance the largest id comes first, so the negative distance and the id sort as one.
        near = [(-distance, id) for distance, (id, _) in zip(_distances(vector, block), block, strict=True)]
        best = heapq.nlargest(limit, best + near)
    return [Hit(id, distance=-nearness) for nearness, id in best]


def _distances(vector: Sequence[float], rows: Sequence[tuple[str, bytes]]) -> list[float]:
    """Euclidean, rounded to a millionth, so that both engines agree on what is equally near."""
    import numpy as np

    asked: Any = np.asarray(vector, dtype="<f4")
    kept: Any = np.frombuffer(b"".join(blob for _, blob in rows), dtype="<f4").reshape(len(rows), -1)
    return [float(distance) for distance in np.round(np.sqrt(np.square(kept - asked, dtype="f8").sum(axis=1)), 6)]
