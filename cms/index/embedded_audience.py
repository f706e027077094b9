"""Which documents of the embedded index somebody may see, as few numbers: whole kins, and single groups.

A group is the documents that share every fact. A kin is the groups that differ only in facts that name somebody
(`…_id`): there are few kins however many people there are, and of most of them somebody sees all or nothing.
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cms.clauses import EVERYTHING, NOTHING, Clause
from cms.index.facts import given, to_sql

MOST_NAMED = 500
"""Where more groups of a kin are seen, those are named that are not, if they are fewer."""
MOST_WORDS = 32
AMONG_KINS = "kin IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True)
class Seen:
    """All of these kins but the groups barred, and these other groups."""

    kins: Sequence[int]
    barred: Sequence[int]
    groups: Sequence[int]

    def condition(self, table: str) -> tuple[str, list[Any]]:
        """A condition on a table with columns `kin` and `grp`, and its parameters."""
        among = "(SELECT value FROM json_each(?))"
        parts, values = [], []
        if self.kins:
            barred = f" AND {table}.grp NOT IN {among}" if self.barred else ""
            parts.append(f"({table}.kin IN {among}{barred})")
            values += [json.dumps(self.kins), *([json.dumps(self.barred)] if self.barred else [])]
        if self.groups:
            parts.append(f"{table}.grp IN {among}")
            values.append(json.dumps(self.groups))
        return f"({' OR '.join(parts) or '0'})", values

    def match(self) -> str | None:
        """The same as words of the column `seen`; None where that would be too many, or nothing is seen."""
        wanted = [f"k{kin}" for kin in self.kins] + [f"g{grp}" for grp in self.groups]
        if not wanted or len(wanted) + len(self.barred) > MOST_WORDS:
            return None
        barred = f" NOT seen : ({' OR '.join(f'g{grp}' for grp in self.barred)})" if self.barred else ""
        return f"(seen : ({' OR '.join(wanted)})){barred}"


def words_of(grp: int, kin: int) -> str:
    """What the column `seen` of a document holds."""
    return f"g{grp} k{kin}"


def seen(database: sqlite3.Connection, audience: Clause) -> Seen:
    """What this audience sees. What is left to ask of a kin is asked of its groups, once for all with the same left."""
    alike: dict[Clause, list[int]] = defaultdict(list)
    for kin, facts in database.execute("SELECT kin, facts FROM kins"):
        alike[given(audience, json.loads(facts))].append(kin)
    kins = alike.pop(EVERYTHING, [])
    barred: list[int] = []
    groups: list[int] = []
    alike.pop(NOTHING, None)
    names = fact_names(database) if alike else set()
    for left, some in alike.items():
        condition, values = to_sql(left, names)
        sees = _groups(database, some, condition, values, limit=MOST_NAMED + 1)
        if len(sees) > MOST_NAMED:
            others = _groups(database, some, f"NOT ({condition})", values, limit=MOST_NAMED + 1)
            if len(others) <= MOST_NAMED:
                kins, barred = [*kins, *some], [*barred, *others]
                continue
            sees = _groups(database, some, condition, values)
        groups += sees
    return Seen(kins, barred, groups)


def _groups(
    database: sqlite3.Connection, kins: Sequence[int], condition: str, values: Sequence[str], *, limit: int = -1
) -> list[int]:
    rows = database.execute(
        f"SELECT grp FROM groups WHERE {AMONG_KINS} AND {condition} LIMIT ?",  # noqa: S608
        [json.dumps(kins), *values, limit],
    )
    return [grp for (grp,) in rows]


def fact_names(database: sqlite3.Connection) -> set[str]:
    """The columns of groups that hold facts."""
    return {row[1] for row in database.execute("PRAGMA table_info(groups)") if row[1].startswith("f_")}
