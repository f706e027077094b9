"""The facts of a document as plain terms, and clauses about them read as SQL and as an Elasticsearch filter."""

import json
from collections.abc import Mapping
from typing import Any

from cms.clauses import AllOf, AnyOf, Clause, Equals, Not, OneOf, Tied, Value

Filter = dict[str, Any]

TIES = "the index knows no ties: give it the clause as cms.clauses.resolved makes it"
_HAS = "EXISTS (SELECT 1 FROM facts WHERE facts.number = documents.number AND facts.fact = ?)"
_HAS_ONE_OF = """EXISTS (SELECT 1 FROM facts WHERE facts.number = documents.number
    AND facts.fact IN (SELECT value FROM json_each(?)))"""


def fact_terms(facts: Mapping[str, Value]) -> list[str]:
    """`field=value` for each fact that is known, and `field?` to say that it is."""
    known = {field: value for field, value in facts.items() if value is not None}
    return [f"{field}?" for field in known] + [_term(field, value) for field, value in known.items()]


def _term(field: str, value: Value) -> str:
    return f"{field}={'s' if isinstance(value, str) else 'b'}{value}"


def to_sql(clause: Clause) -> tuple[str, list[str]]:
    """A condition on `documents.number`, for the table `facts(fact, number)`, and its parameters."""
    match clause:
        case Equals(field, None):
            return f"NOT {_HAS}", [f"{field}?"]
        case Equals(field, value):
            return _HAS, [_term(field, value)]
        case OneOf(field, values):
            terms = json.dumps([_term(field, value) for value in sorted(values)])
            return _HAS_ONE_OF, [terms]
        case Tied():
            raise ValueError(TIES)
        case Not(part):
            condition, values_of_part = to_sql(part)
            return f"NOT ({condition})", values_of_part
        case AllOf(parts):
            return _joined(parts, " AND ", "1")
        case AnyOf(parts):
            return _joined(parts, " OR ", "0")


def _joined(parts: tuple[Clause, ...], word: str, empty: str) -> tuple[str, list[str]]:
    read = [to_sql(part) for part in parts]
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
