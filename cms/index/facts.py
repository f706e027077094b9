"""The facts of a document as plain terms, and clauses about them read as SQL and as an Elasticsearch filter."""

import json
import re
from collections.abc import Collection, Mapping
from typing import Any

from cms.clauses import EVERYTHING, NOTHING, AllOf, AnyOf, Clause, Equals, Not, OneOf, Tied, Value

Filter = dict[str, Any]

TIES = "the index knows no ties: give it the clause as cms.clauses.resolved makes it"
_NAME = re.compile("[a-z][a-z_0-9]*")


def fact_terms(facts: Mapping[str, Value]) -> list[str]:
    """`field=value` for each fact that is known, and `field?` to say that it is."""
    known = {field: value for field, value in facts.items() if value is not None}
    return [f"{field}?" for field in known] + [_term(field, value) for field, value in known.items()]


def fact_columns(facts: Mapping[str, Value]) -> dict[str, str]:
    """Each fact that is known as a column name and what stands in it. ValueError for a name that is no plain word."""
    found = {}
    for field, value in sorted(facts.items()):
        if not _NAME.fullmatch(field):
            raise ValueError(f"{field!r} cannot be the name of a fact")
        if value is not None:
            found[f"f_{field}"] = _plain(value)
    return found


def _term(field: str, value: Value) -> str:
    return f"{field}={_plain(value)}"


def _plain(value: Value) -> str:
    return f"{'s' if isinstance(value, str) else 'b'}{value}"


def names_somebody(column: str) -> bool:
    """Whether a fact, or its column, holds one of very many values, as the id of an account is."""
    return column.removeprefix("f_").endswith("_id")


def given(clause: Clause, columns: Mapping[str, str]) -> Clause:
    """What is left to ask where all facts but those that name somebody are known; perhaps everything or nothing."""
    match clause:
        case OneOf(_, values) if not values:
            return NOTHING
        case Equals(field, _) | OneOf(field, _) if names_somebody(field):
            return clause
        case Equals(field, value):
            is_so = columns.get(f"f_{field}") == (None if value is None else _plain(value))
            return EVERYTHING if is_so else NOTHING
        case OneOf(field, values):
            return EVERYTHING if columns.get(f"f_{field}") in {_plain(value) for value in values} else NOTHING
        case Tied():
            raise ValueError(TIES)
        case Not(part):
            left = given(part, columns)
            return NOTHING if left == EVERYTHING else EVERYTHING if left == NOTHING else Not(left)
        case AllOf(parts):
            some = [left for part in parts if (left := given(part, columns)) != EVERYTHING]
            return NOTHING if NOTHING in some else some[0] if len(some) == 1 else AllOf(tuple(some))
        case AnyOf(parts):
            some = [left for part in parts if (left := given(part, columns)) != NOTHING]
            return EVERYTHING if EVERYTHING in some else some[0] if len(some) == 1 else AnyOf(tuple(some))


def to_sql(clause: Clause, columns: Collection[str]) -> tuple[str, list[str]]:
    """A condition on a table that has these columns for facts, and its parameters; never null."""
    match clause:
        case Equals(field, value):
            column = f"f_{field}"
            if column not in columns:
                return ("1" if value is None else "0"), []
            return (f"{column} IS NULL", []) if value is None else (f"{column} IS ?", [_plain(value)])
        case OneOf(field, values):
            column = f"f_{field}"
            if column not in columns or not values:
                return "0", []
            among = json.dumps([_plain(value) for value in sorted(values)])
            return f"({column} IS NOT NULL AND {column} IN (SELECT value FROM json_each(?)))", [among]  # noqa: S608
        case Tied():
            raise ValueError(TIES)
        case Not(part):
            condition, values_of_part = to_sql(part, columns)
            return f"NOT ({condition})", values_of_part
        case AllOf(parts):
            return _joined(parts, columns, " AND ", "1")
        case AnyOf(parts):
            return _joined(parts, columns, " OR ", "0")


def _joined(parts: tuple[Clause, ...], columns: Collection[str], word: str, empty: str) -> tuple[str, list[str]]:
    read = [to_sql(part, columns) for part in parts]
    text = word.join(condition for condition, _ in read)
    return (f"({text})" if read else empty), [value for _, values in read for value in values]


def to_elastic(clause: Clause) -> Filter:
    """A filter on the keyword field `facts`."""
    match clause:
        case Equals(field, None):
            return {"bool": {"must_not": {"term": {"facts": f"{field}?"}}}}
        case Equals(field, value):
            return {"term": {"facts": _term(field, value)}}
        case OneOf(field, values):
            return {"terms": {"facts": [_term(field, value) for value in sorted(values)]}}
        case Tied():
            raise ValueError(TIES)
        case Not(part):
            return {"bool": {"must_not": [to_elastic(part)]}}
        case AllOf(parts):
            return {"bool": {"filter": [to_elastic(part) for part in parts]}}
        case AnyOf(()):
            return {"match_none": {}}
        case AnyOf(parts):
            return {"bool": {"should": [to_elastic(part) for part in parts], "minimum_should_match": 1}}
