"""A condition means the same wherever it is read: in Python, in SQL on SQLite and MariaDB, in the index file."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Boolean, Column, Connection, Integer, MetaData, Table, create_engine, select

from cms.access.sql import to_sql
from cms.access.viewer import nobody
from cms.clauses import (
    EVERYTHING,
    NOTHING,
    AllOf,
    AnyOf,
    Clause,
    Equals,
    Members,
    Not,
    OneOf,
    Tie,
    Tied,
    Value,
    matches,
    resolved,
)
from cms.extensions import Key
from cms.index import facts
from cms.index.base import Document, WordQuery
from cms.index.elastic import ElasticIndex

Thing = dict[str, Value]
Edge = tuple[str, str, str]
"""A table, who begins it (follows, blocks), who it is about."""

WORDS = ["", "a", "A", "a ", "ä", "ａ", "猫", "a'b", "%", "b\n", "😀", "null", "True"]
THINGS = Table(
    "things", MetaData(), Column("id", Integer, primary_key=True), Column("one", Key(40)), Column("two", Key(40)),
    Column("flag", Boolean), Column("other_flag", Boolean),
)  # fmt: skip

FOLLOWS = Table("follows", THINGS.metadata, Column("follower_id", Key(26)), Column("followed_id", Key(26)))
BLOCKS = Table("blocks", THINGS.metadata, Column("blocker_id", Key(26)), Column("blocked_id", Key(26)))
EDGE_TABLES = {"follows": FOLLOWS, "blocks": BLOCKS}

words = st.sampled_from(WORDS)
edges = st.frozensets(st.tuples(st.sampled_from(["follows", "blocks"]), words, words), max_size=8)
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
    st.builds(Tied, texts, st.sampled_from(Tie), words),
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


def members_of(ties: frozenset[Edge]) -> Members:
    """Who has a tie to whom, by these edges alone."""

    def members(tie: Tie, account_id: str) -> frozenset[str]:
        if tie is Tie.BLOCKS:
            return frozenset(one for table, one, other in ties if table == "blocks" and other == account_id)
        wanted = "follows" if tie is Tie.FOLLOWED_BY else "blocks"
        return frozenset(other for table, one, other in ties if table == wanted and one == account_id)

    return members


def by_python(clause: Clause, world: list[Thing], ties: frozenset[Edge]) -> set[int]:
    members = members_of(ties)
    return {number for number, thing in enumerate(world, 1) if matches(clause, thing.__getitem__, members)}


def by_sql(connection: Connection, clause: Clause, world: list[Thing], ties: frozenset[Edge]) -> set[int]:
    connection.execute(THINGS.delete())
    if world:
        connection.execute(THINGS.insert(), [{"id": number, **thing} for number, thing in enumerate(world, 1)])
    for name, table in EDGE_TABLES.items():
        connection.execute(table.delete())
        rows = [pair for kind, *pair in ties if kind == name]
        if rows:
            connection.execute(table.insert(), [dict(zip(table.columns.keys(), row, strict=True)) for row in rows])
    return set(connection.scalars(select(THINGS.c.id).where(to_sql(clause, THINGS.c))))


def by_index_file(clause: Clause, world: list[Thing]) -> set[int]:
    with sqlite3.connect(":memory:") as database:
        database.execute("CREATE TABLE documents (number INTEGER PRIMARY KEY)")
        database.execute("CREATE TABLE facts (number INTEGER, fact TEXT)")
        for number, thing in enumerate(world, 1):
            database.execute("INSERT INTO documents VALUES (?)", (number,))
            rows = [(number, fact) for fact in facts.fact_terms(thing)]
            database.executemany("INSERT INTO facts VALUES (?, ?)", rows)
        condition, values = facts.to_sql(clause)
        found = {row[0] for row in database.execute(f"SELECT number FROM documents WHERE {condition}", values)}
    database.close()
    return found


@contextmanager
def things_at(address: str) -> Iterator[Connection]:
    engine = create_engine(address)
    with engine.connect() as connection:
        THINGS.metadata.create_all(connection)
        yield connection
    engine.dispose()


@pytest.fixture(scope="module")
def in_sqlite() -> Iterator[Connection]:
    with things_at("sqlite://") as connection:
        yield connection


@pytest.fixture(scope="module")
def in_mariadb(new_mariadb_database: Callable[[], str]) -> Iterator[Connection]:
    with things_at(new_mariadb_database()) as connection:
        yield connection


@often
@given(clause=clauses, world=things, ties=edges)
def test_sqlite_finds_what_python_finds(
    in_sqlite: Connection, clause: Clause, world: list[Thing], ties: frozenset[Edge]
) -> None:
    assert by_sql(in_sqlite, clause, world, ties) == by_python(clause, world, ties)


@often
@given(clause=clauses, world=things, ties=edges)
def test_mariadb_finds_what_python_finds(
    in_mariadb: Connection, clause: Clause, world: list[Thing], ties: frozenset[Edge]
) -> None:
    assert by_sql(in_mariadb, clause, world, ties) == by_python(clause, world, ties)


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
    index = ElasticIndex(*elastic_parts(new_elasticsearch_url()))
    index.put([Document(str(n), 1, {"title": "thing"}, thing) for n, thing in enumerate(world, 1)])
    index.refresh()
    return index, world


def elastic_parts(url: str) -> tuple[str, str]:
    server, _, name = url.removeprefix("elasticsearch://").partition("/")
    return f"http://{server}", name


@settings(often, max_examples=100)
@given(clause=clauses, ties=edges)
def test_elasticsearch_finds_what_python_finds(
    in_elasticsearch: tuple[ElasticIndex, list[Thing]], clause: Clause, ties: frozenset[Edge]
) -> None:
    index, world = in_elasticsearch
    query = WordQuery("thing", audience=resolved(clause, members_of(ties)), limit=len(world))
    assert {int(hit.id) for hit in index.words(query)} == by_python(clause, world, ties)


def test_the_index_refuses_ties_that_nobody_resolved() -> None:
    with pytest.raises(ValueError, match="resolved"):
        facts.to_sql(Not(Tied("one", Tie.BLOCKS, "a")))
    with pytest.raises(ValueError, match="resolved"):
        facts.to_elastic(AllOf((Tied("one", Tie.BLOCKS, "a"),)))


def test_of_no_parts_all_hold_and_none_does() -> None:
    assert (matches(EVERYTHING, {}.__getitem__, nobody), matches(NOTHING, {}.__getitem__, nobody)) == (True, False)


def test_one_of_nothing_is_never_so() -> None:
    assert not matches(OneOf("one", frozenset()), {"one": "a"}.__getitem__, nobody)
