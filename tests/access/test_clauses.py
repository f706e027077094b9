"""A condition means the same wherever it is read: in Python, in SQL on SQLite and MariaDB, in the index file."""

from collections.abc import Callable, Iterator
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Boolean, Connection

from cms.access.sql import EDGES
from cms.access.viewer import nobody
from cms.clauses import (
    EVERYTHING,
    NOTHING,
    AllOf,
    AnyOf,
    Clause,
    Equals,
    Not,
    OneOf,
    Tie,
    Tied,
    matches,
    resolved,
)
from cms.extensions import Key
from cms.index import facts
from cms.index.elastic import ElasticIndex
from tests.access.clause_reading import (
    Edge,
    Thing,
    by_elasticsearch,
    by_index_file,
    by_python,
    by_sql,
    indexed,
    members_of,
    table_of,
    world_at,
)

WORDS = ["", "a", "A", "a ", "ä", "ａ", "猫", "a'b", "%", "b\n", "😀", "null", "True"]
THINGS = table_of("things", {"one": Key(40), "two": Key(40), "flag": Boolean(), "other_flag": Boolean()})

words = st.sampled_from(WORDS)
edges = st.frozensets(st.tuples(st.sampled_from(["follows", "blocks", "collection_items"]), words, words), max_size=8)
texts, flags = st.sampled_from(["one", "two"]), st.sampled_from(["flag", "other_flag"])
things = st.lists(
    st.fixed_dictionaries(
        {
            "one": words | st.none(),
            "two": words | st.none(),
            "flag": st.booleans() | st.none(),
            "other_flag": st.booleans(),
        }
    ),
    max_size=12,
)
plain = st.one_of(
    st.builds(Equals, texts, words | st.none()),
    st.builds(Equals, flags, st.booleans() | st.none()),
    st.builds(OneOf, texts, st.frozensets(words, max_size=4)),
    st.builds(Tied, texts, st.sampled_from(tuple(EDGES)), words),
    st.sampled_from([EVERYTHING, NOTHING]),
)
clauses = st.recursive(
    plain,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(AllOf, st.lists(inner, max_size=4).map(tuple)),
        st.builds(AnyOf, st.lists(inner, max_size=4).map(tuple)),
    ),
    max_leaves=12,
)
often = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def in_sqlite() -> Iterator[Connection]:
    with world_at("sqlite://", THINGS) as connection:
        yield connection


@pytest.fixture(scope="module")
def in_mariadb(new_mariadb_database: Callable[[], str]) -> Iterator[Connection]:
    with world_at(new_mariadb_database(), THINGS) as connection:
        yield connection


@often
@given(clause=clauses, world=things, ties=edges)
def test_sqlite_finds_what_python_finds(
    in_sqlite: Connection, clause: Clause, world: list[Thing], ties: frozenset[Edge]
) -> None:
    assert by_sql(in_sqlite, THINGS, clause, world, ties) == by_python(clause, world, ties)


@often
@given(clause=clauses, world=things, ties=edges)
def test_mariadb_finds_what_python_finds(
    in_mariadb: Connection, clause: Clause, world: list[Thing], ties: frozenset[Edge]
) -> None:
    assert by_sql(in_mariadb, THINGS, clause, world, ties) == by_python(clause, world, ties)


@often
@given(clause=clauses, world=things, ties=edges)
def test_the_index_file_finds_what_python_finds(clause: Clause, world: list[Thing], ties: frozenset[Edge]) -> None:
    found = by_index_file(resolved(clause, members_of(ties)), world)
    assert found == by_python(clause, world, ties)


@pytest.fixture(scope="module")
def in_elasticsearch(new_elasticsearch_url: Callable[[], str]) -> tuple[ElasticIndex, list[Thing]]:
    """Every combination of some values, each a document; asking is all that a test does."""
    world: list[Thing] = [
        {"one": one, "two": two, "flag": flag, "other_flag": True}
        for one, two, flag in product([*WORDS, None], ["a", "猫", None], [True, None])
    ]
    return indexed(new_elasticsearch_url(), world), world


@settings(often, max_examples=100)
@given(clause=clauses, ties=edges)
def test_elasticsearch_finds_what_python_finds(
    in_elasticsearch: tuple[ElasticIndex, list[Thing]], clause: Clause, ties: frozenset[Edge]
) -> None:
    index, world = in_elasticsearch
    found = by_elasticsearch(index, resolved(clause, members_of(ties)), most=len(world))
    assert found == by_python(clause, world, ties)


def test_the_index_refuses_ties_that_nobody_resolved() -> None:
    with pytest.raises(ValueError, match="resolved"):
        facts.to_sql(Not(Tied("one", Tie.BLOCKS, "a")), [])
    with pytest.raises(ValueError, match="resolved"):
        facts.to_elastic(AllOf((Tied("one", Tie.BLOCKS, "a"),)))


def test_of_no_parts_all_hold_and_none_does() -> None:
    assert (matches(EVERYTHING, {}.__getitem__, nobody), matches(NOTHING, {}.__getitem__, nobody)) == (True, False)


def test_one_of_nothing_is_never_so() -> None:
    assert not matches(OneOf("one", frozenset()), {"one": "a"}.__getitem__, nobody)
