"""Conditions as data: one small algebra that Python, SQL and the search index each read in their own way."""

from collections.abc import Callable
from dataclasses import dataclass

Value = str | bool | None


@dataclass(frozen=True)
class Equals:
    """The field holds this value; None asks for an empty field."""

    field: str
    value: Value


@dataclass(frozen=True)
class OneOf:
    """The field holds one of these values; of none of them when the set is empty."""

    field: str
    values: frozenset[str]


@dataclass(frozen=True)
class AllOf:
    """Every part holds. Of no parts: always true."""

    parts: tuple["Clause", ...]


@dataclass(frozen=True)
class AnyOf:
    """At least one part holds. Of no parts: never true."""

    parts: tuple["Clause", ...]


Clause = Equals | OneOf | AllOf | AnyOf

EVERYTHING = AllOf(())
NOTHING = AnyOf(())


def matches(clause: Clause, read: Callable[[str], Value]) -> bool:
    """Whether the clause holds for a thing whose fields `read` gives by name."""
    match clause:
        case Equals(field, value):
            return read(field) == value
        case OneOf(field, values):
            return read(field) in values
        case AllOf(parts):
            return all(matches(part, read) for part in parts)
        case AnyOf(parts):
            return any(matches(part, read) for part in parts)
