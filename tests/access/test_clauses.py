"""A condition means the same wherever it is read: in Python, in SQL on SQLite and MariaDB, in the index file."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Boolean, Column, Connection, Integer, MetaData, Table, create_engine, select

from cms.access.sql import to_sql
from cms.clauses import EVERYTHING, NOTHING, AllOf, AnyOf, Clause, Equals, OneOf, Value, matches
from cms.extensions import Key
from cms.index import facts

Thing = dict[str, Value]
WORDS = ["", "a", "A", "a ", "ä", "ａ", "猫", "a'b", "%", "b\n", "😀", "null", "True"]
THINGS = Table(
    "things", MetaData(), Column("id", Integer, primary_key=True), Column("one", Key(40)), Column("two", Key(40)),
    Column("flag", Boolean), Column("other_flag", Boolean),
)  # fmt: skip

words = st.sampled_from(WORDS)
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
    st.sampled_from([EVERYTHING, NOTHING]),
)
clauses = st.recursive(
    plain,
    lambda inner: st.one_of(
        st.builds(AllOf, st.lists(inner, max_size=4).map(tuple)),
        st.builds(AnyOf, st.lists(inner, max_size=4).map(tuple)),
    ),
    max_leaves=12,
)
often = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def by_python(clause: Clause, world: list[Thing]) -> set[int]:
    return {number for number, thing in enumerate(world, 1) if matches(clause, thing.__getitem__)}


def by_sql(connection: Connection, clause: Clause, world: list[Thing]) -> set[int]:
    connection.execute(THINGS.delete())
    if world:
        connection.execute(THINGS.insert(), [{"id": number, **thing} for number, thing in enumerate(world, 1)])
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
@given(clause=clauses, world=things)
def test_sqlite_finds_what_python_finds(in_sqlite: Connection, clause: Clause, world: list[Thing]) -> None:
    assert by_sql(in_sqlite, clause, world) == by_python(clause, world)


@often
@given(clause=clauses, world=things)
def test_mariadb_finds_what_python_finds(in_mariadb: Connection, clause: Clause, world: list[Thing]) -> None:
    assert by_sql(in_mariadb, clause, world) == by_python(clause, world)


@often
@given(clause=clauses, world=things)
def test_the_index_file_finds_what_python_finds(clause: Clause, world: list[Thing]) -> None:
    assert by_index_file(clause, world) == by_python(clause, world)


def test_of_no_parts_all_hold_and_none_does() -> None:
    assert (matches(EVERYTHING, {}.__getitem__), matches(NOTHING, {}.__getitem__)) == (True, False)


def test_one_of_nothing_is_never_so() -> None:
    assert not matches(OneOf("one", frozenset()), {"one": "a"}.__getitem__)
