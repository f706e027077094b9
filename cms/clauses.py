"""Conditions as data: one small algebra that Python, SQL and the search index each read in their own way."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

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


class Tie(StrEnum):
    """What may stand between somebody and the one who asks, who is named second."""

    FOLLOWED_BY = "followed by"
    BLOCKS = "blocks"
    BLOCKED_BY = "blocked by"
    HELD_BY = "held by"
    """Of things: what a collection holds, which stands in the place of who asks."""

    SHOWN_TO = "shown to"
    FILLED_BY = "filled by"
    ARRANGED_BY = "arranged by"
    """Of albums: their owner gave the account a role that lets it look into them, add to them, change them."""


@dataclass(frozen=True)
class Tied:
    """The field names an account that has this tie to the account who asks."""

    field: str
    tie: Tie
    account_id: str


@dataclass(frozen=True)
class Not:
    """The part does not hold."""

    part: "Clause"


@dataclass(frozen=True)
class AllOf:
    """Every part holds. Of no parts: always true."""

    parts: tuple["Clause", ...]


@dataclass(frozen=True)
class AnyOf:
    """At least one part holds. Of no parts: never true."""

    parts: tuple["Clause", ...]


Clause = Equals | OneOf | Tied | Not | AllOf | AnyOf

EVERYTHING = AllOf(())
NOTHING = AnyOf(())


Members = Callable[[Tie, str], frozenset[str]]
"""The ids of all accounts that have a tie to the account of this id."""


def matches(clause: Clause, read: Callable[[str], Value], members: Members) -> bool:
    """Whether the clause holds for a thing whose fields `read` gives by name."""
    match clause:
        case Tied(field, tie, account_id):
            return read(field) in members(tie, account_id)
        case Not(part):
            return not matches(part, read, members)
        case Equals(field, value):
            return read(field) == value
        case OneOf(field, values):
            return read(field) in values
        case AllOf(parts):
            return all(matches(part, read, members) for part in parts)
        case AnyOf(parts):
            return any(matches(part, read, members) for part in parts)


def resolved(clause: Clause, members: Members) -> Clause:
    """The same condition with the accounts of each tie by name, for readers that know no ties: the search index."""
    match clause:
        case Tied(field, tie, account_id):
            return OneOf(field, members(tie, account_id))
        case Not(part):
            return Not(resolved(part, members))
        case AllOf(parts):
            return AllOf(tuple(resolved(part, members) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(resolved(part, members) for part in parts))
        case _:
            return clause
