"""Questions to the embedded index, read as SQL. Whoever may not see a document is never counted for it either."""

import heapq
import json
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence

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
from cms.index.embedded_audience import Seen, seen
from cms.index.embedded_file import EVERY, unpacked
from cms.index.embedded_pages import LATEST, Hits, Values, after_last, page_of, page_of_many, page_of_tiers
from cms.index.embedded_words import both, match_of, points_of, tiers_of
from cms.index.tokens import folded
from cms.index.words import Every, Tree, tree_of

MOST = 2**62
WIDE = 500
MOST_NAMES = 100_000
Names = dict[int, tuple[str, str]]
"""Kind and key of marks by their numbers, which never change within a file."""


def find(database: sqlite3.Connection, query: SearchQuery, names: Names) -> Found:
    """A page of candidates, how many there are and what they have in common; `names` is kept for the next question."""
    tree = None if query.words is None else tree_of(query.words)
    if query.words is not None and tree is None:
        return Found()
    if tree is None and not (query.having or query.lacking or query.bounds or query.weighed or query.among is not None):
        return _everything(database, query)
    hits = _hits(database, query, tree)
    marks = ", d.marks" if query.facets else ""
    selects = (f"SELECT d.id AS id, {some.value} AS value{marks} FROM {some.source}" for some in hits)  # noqa: S608
    union, values = " UNION ALL ".join(selects), [value for some in hits for value in some.parameters]
    rows = database.execute(f"{union} LIMIT ?", [*values, MOST_COUNTED + 1]).fetchall()
    is_exact = len(rows) <= MOST_COUNTED
    if is_exact:
        page = page_of(rows, query)
    elif len(hits) > 1:
        page = page_of_tiers(database, query, hits)
    else:
        page = page_of_many(database, query, hits[0])
    facets = _facets_of([row[2] for row in rows[:MOST_COUNTED]], database, query.facets, names) if query.facets else {}
    return Found(page, min(len(rows), MOST_COUNTED), is_exact, facets)


def _hits(database: sqlite3.Connection, query: SearchQuery, tree: Tree | None) -> list[Hits]:
    """All hits, in tiers where that is quicker, those of the most points first."""
    sees = seen(database, query.eyes.audience)
    match = match_of(tree, query.eyes.reader, query.origin) if tree else None
    within = sees.match() if match is not None and _is_wide(database, match) else None
    if tree is not None and query.order == Order.RELEVANCE and not query.weighed:
        tiers = tiers_of(tree, query.eyes.reader, query.origin)
        if tiers:
            return [Hits(str(worth), *_source(database, query, sees, tier, within=within)) for worth, tier in tiers]
    source, of_source = _source(database, query, sees, match, within=within)
    narrow = both(match, within) if match is not None and isinstance(tree, Every) else within
    value, of_value = _value(database, query, tree, within=narrow)
    return [Hits(value, source, [*of_value, *of_source])]


def _everything(database: sqlite3.Connection, query: SearchQuery) -> Found:
    """All documents: the page by an index of the order, counts from the tallies."""
    column = NUMBERS.get(query.order)
    sees = seen(database, query.eyes.audience)
    source, values = _source(database, query, sees, None)
    value = f"d.{column}" if column else "0"
    after, of_after = after_last(query, column=value)
    way = "ASC" if query.order == Order.OLDEST else "DESC"
    order = f"{value} {way}, d.id {way}" if column else f"d.id {way}"
    rows = database.execute(
        f"SELECT d.id, {value} FROM {source} AND {after} ORDER BY {order} LIMIT ?",  # noqa: S608
        [*values, *of_after, query.limit],
    )
    hits = [Hit(id, value) for id, value in rows]
    counted = _counted(database, query.eyes, sees)
    every, *facets = (
        _counts(database, *_of_kind(kind), counted, after=None, limit=VALUES_OF_A_FACET)
        for kind in (EVERY.kind, *query.facets)
    )
    total = sum(count.count for count in every)
    return Found(hits, min(total, MOST_COUNTED), total <= MOST_COUNTED, dict(zip(query.facets, facets, strict=True)))


def _is_wide(database: sqlite3.Connection, match: str) -> bool:
    """Whether so many documents hold the words that looking at each takes longer than joining with who sees it."""
    probe = "SELECT COUNT(*) FROM (SELECT 1 FROM found WHERE found MATCH ? LIMIT ?)"
    (count,) = database.execute(probe, (match, WIDE)).fetchone()
    return bool(count == WIDE)


def _source(
    database: sqlite3.Connection, query: SearchQuery, sees: Seen, match: str | None, *, within: str | None = None
) -> tuple[str, Values]:
    """Tables and conditions: everything after FROM but order and limit. `within` says in words who sees what."""
    condition, of_parts = sees.condition("d") if within is None else ("1", [])
    parts = [condition]
    if query.eyes.without:
        parts.append("d.id NOT IN (SELECT value FROM json_each(?))")
        of_parts.append(json.dumps(sorted(query.eyes.without)))
    if query.among is not None:
        parts.append("d.id IN (SELECT value FROM json_each(?))")
        of_parts.append(json.dumps(sorted(query.among)))
    can_drive = match is None and query.among is None
    for place, having in enumerate(_rarest_first(database, query.having) if can_drive else query.having):
        parts.append(_has(having, drives=can_drive and place == 0))
        of_parts += [json.dumps(_marks(database, having)), _least(having)]
    for lacking in query.lacking:
        parts.append(f"NOT ({_has(lacking, drives=False)})")
        of_parts += [json.dumps(_marks(database, lacking)), _least(lacking)]
    for bound in query.bounds:
        parts.append(f"d.{_number(bound.number)} BETWEEN ? AND ?")
        of_parts += [bound.low, bound.high]
    conditions = " AND ".join(parts)
    if match is None:
        return f"documents AS d WHERE {conditions}", of_parts
    return f"found JOIN documents AS d ON d.number = found.rowid WHERE found MATCH ? AND {conditions}", [
        both(match, within),
        *of_parts,
    ]


def _rarest_first(database: sqlite3.Connection, havings: Sequence[Having]) -> Sequence[Having]:
    """The marks that the fewest documents have drive a question, by the tallies."""
    if len(havings) < 2:
        return havings
    tally = "SELECT COALESCE(SUM(count), 0) FROM tallies_of_kins WHERE mark IN (SELECT value FROM json_each(?))"
    counts = [database.execute(tally, (json.dumps(_marks(database, one)),)).fetchone()[0] for one in havings]
    return [havings[place] for place in sorted(range(len(havings)), key=counts.__getitem__)]


def _has(having: Having, *, drives: bool) -> str:
    """Whether a document has these marks: the marks say which, or are looked up for each document."""
    marks = "FROM marks WHERE mark IN (SELECT value FROM json_each(?))"
    if having.is_summed and drives:
        return f"d.number IN (SELECT number {marks} GROUP BY number HAVING SUM(weight) >= ?)"
    if having.is_summed:
        return f"(SELECT COALESCE(SUM(weight), 0) {marks} AND number = d.number) >= ?"
    if drives:
        return f"d.number IN (SELECT number {marks} AND weight >= ?)"
    return f"EXISTS (SELECT 1 {marks} AND weight >= ? AND number = d.number)"


def _least(having: Having) -> int:
    """Of a sum at least something, since there must be one."""
    return max(having.least, 1) if having.is_summed else having.least


def _number(name: str) -> str:
    if name not in NUMBERS.values():
        raise ValueError(f"documents have no number {name!r}")
    return name


def _value(
    database: sqlite3.Connection, query: SearchQuery, tree: Tree | None, *, within: str | None
) -> tuple[str, Values]:
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
    points, of_points = points_of(tree, within, query.origin) if tree is not None else ("0", [])
    if not query.weighed:
        return points, of_points
    return f"({weights} * 1000 + {points})", [json.dumps(marks), *of_points]


def _marks(database: sqlite3.Connection, having: Having) -> list[int]:
    rows = database.execute(
        "SELECT mark FROM names WHERE kind = ? AND key IN (SELECT value FROM json_each(?))",
        (having.kind, json.dumps(sorted(having.keys))),
    )
    return [mark for (mark,) in rows]


def _facets_of(
    packed: Sequence[bytes], database: sqlite3.Connection, kinds: Sequence[str], names: Names
) -> Mapping[str, Sequence[Count]]:
    """The commonest marks of each kind among hits."""
    counter = Counter(unpacked(b"".join(packed)))
    found: dict[str, list[tuple[int, str]]] = {kind: [] for kind in kinds}
    unknown = [mark for mark in counter if mark not in names]
    if len(names) + len(unknown) > MOST_NAMES:
        names.clear()
        unknown = list(counter)
    among = "SELECT mark, kind, key FROM names WHERE mark IN (SELECT value FROM json_each(?))"
    names.update((mark, (kind, key)) for mark, kind, key in database.execute(among, (json.dumps(unknown),)))
    for mark, count in counter.items():
        kind, key = names[mark]
        if kind in found:
            found[kind].append((-count, key))
    return {
        kind: [Count(kind, key, -less) for less, key in heapq.nsmallest(VALUES_OF_A_FACET, some)]
        for kind, some in found.items()
    }


def suggest(database: sqlite3.Connection, start: str, eyes: Eyes, *, kinds: Sequence[str], limit: int) -> list[Count]:
    """Marks of which a name, or a word in it, begins like this."""
    head = " ".join(folded(start).split())
    if not head:
        return []
    marks = "mark IN (SELECT mark FROM heads WHERE head >= ? AND head < ?) AND kind IN (SELECT value FROM json_each(?))"
    counted = _counted(database, eyes, seen(database, eyes.audience))
    return _counts(database, marks, [head, head + LATEST, json.dumps(list(kinds))], counted, after=None, limit=limit)


def tally(
    database: sqlite3.Connection, kind: str, eyes: Eyes, *, start: str, after: Last | None, limit: int
) -> list[Count]:
    """The marks of a kind, the commonest first."""
    counted = _counted(database, eyes, seen(database, eyes.audience))
    return _counts(database, *_of_kind(kind, start), counted, after=after, limit=limit)


def _of_kind(kind: str, start: str = "") -> tuple[str, Values]:
    """A condition on names, and its parameters."""
    return "kind = ? AND key >= ? AND key < ?", [kind, start, start + LATEST]


_COUNTS = """
WITH asked AS MATERIALIZED (SELECT mark, kind, key FROM names WHERE {marks}),
counts AS (
    SELECT mark, count FROM tallies_of_kins WHERE mark IN (SELECT mark FROM asked)
        AND +kin IN (SELECT value FROM json_each(?))
    UNION ALL SELECT mark, count FROM tallies_of_groups WHERE grp IN (SELECT value FROM json_each(?))
    UNION ALL SELECT mark, -count FROM tallies_of_groups WHERE grp IN (SELECT value FROM json_each(?))
    UNION ALL SELECT value, -1 FROM json_each(?)
),
sums AS (SELECT mark, SUM(count) AS count FROM counts GROUP BY mark)
SELECT kind, key, count FROM sums JOIN asked USING (mark) WHERE count > 0 AND (-count, key) > (?, ?)
ORDER BY count DESC, key, kind LIMIT ?
"""


def _counted(database: sqlite3.Connection, eyes: Eyes, sees: Seen) -> Values:
    """What is added up for somebody: whole kins, and groups, less other groups and single marks."""
    return [json.dumps(some) for some in (sees.kins, sees.groups, sees.barred, _doubtful(database, eyes, sees))]


def _counts(
    database: sqlite3.Connection, marks: str, of_marks: Values, counted: Values, *, after: Last | None, limit: int
) -> list[Count]:
    """How many documents somebody may see have each of these marks, the commonest first, behind this count and key.

    The tallies of whole kins are read by mark, those of single groups by group: there are few.
    """
    behind = (-MOST, "") if after is None else (-after.value, after.id)
    rows = database.execute(_COUNTS.format(marks=marks), [*of_marks, *counted, *behind, limit])
    return [Count(*row) for row in rows]


def _doubtful(database: sqlite3.Connection, eyes: Eyes, sees: Seen) -> list[int]:
    """The marks of documents that are counted as seen but are too old to be trusted, each as often as it is there."""
    if not eyes.without:
        return []
    condition, values = sees.condition("documents")
    rows = database.execute(
        f"SELECT marks FROM documents WHERE id IN (SELECT value FROM json_each(?)) AND {condition}",  # noqa: S608
        [json.dumps(sorted(eyes.without)), *values],
    )
    return list(unpacked(b"".join(packed for (packed,) in rows)))


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


def count(database: sqlite3.Connection) -> int:
    return int(database.execute("SELECT count(*) FROM documents WHERE deleted_at IS NULL").fetchone()[0])
