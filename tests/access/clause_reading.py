"""A clause as each of its readers takes it, over a world of things and of edges between accounts."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Integer, MetaData, Table, create_engine, select

from cms.access.sql import to_sql
from cms.clauses import Clause, Members, Tie, Value, matches
from cms.extensions import Key
from cms.index.base import Document, Eyes, SearchQuery
from cms.index.elastic import ElasticIndex
from cms.index.embedded import EmbeddedIndex
from cms.index.words import Words

Thing = dict[str, Value]
Edge = tuple[str, str, str]
"""A table, who begins it (follows, blocks, has a role in, holds in a collection), who or what it is about."""

EDGE_COLUMNS = {
    "follows": ("follower_id", "followed_id"),
    "blocks": ("blocker_id", "blocked_id"),
    "collection_items": ("collection_id", "thing_id"),
    "album_editors": ("account_id", "album_id"),
}
OF_TIES = {
    Tie.HELD_BY: "collection_items",
    Tie.FOLLOWED_BY: "follows",
    Tie.SHOWN_TO: "album_editors",
    Tie.FILLED_BY: "album_editors",
    Tie.ARRANGED_BY: "album_editors",
}
"""Of who begins them; every role is that of an editor."""


def table_of(name: str, columns: dict[str, Any]) -> Table:
    """A table of things, and the tables of edges beside it."""
    beside = MetaData()
    for edges, ends in EDGE_COLUMNS.items():
        Table(edges, beside, *(Column(end, Key(26)) for end in ends))
    beside.tables["album_editors"].append_column(Column("role", Key(16), default="editor"))
    columns_of_albums = {"id": Key(26), "owner_id": Key(26), "path": Key(40), "is_hidden": Boolean()}
    Table("albums", beside, *(Column(*one) for one in columns_of_albums.items()))
    return Table(name, beside, Column("number", Integer, primary_key=True), *(Column(*one) for one in columns.items()))


def members_of(ties: frozenset[Edge]) -> Members:
    """Who has a tie to whom, by these edges alone."""

    def members(tie: Tie, account_id: str) -> frozenset[str]:
        if tie is Tie.BLOCKS:
            return frozenset(one for table, one, other in ties if table == "blocks" and other == account_id)
        wanted = OF_TIES.get(tie, "blocks")
        return frozenset(other for table, one, other in ties if table == wanted and one == account_id)

    return members


def by_python(clause: Clause, world: list[Thing], ties: frozenset[Edge]) -> set[int]:
    """Which things the clause holds for, by their place in the world, from 1."""
    members = members_of(ties)
    return {number for number, thing in enumerate(world, 1) if matches(clause, thing.__getitem__, members)}


def by_sql(connection: Connection, table: Table, clause: Clause, world: list[Thing], ties: frozenset[Edge]) -> set[int]:
    connection.execute(table.delete())
    if world:
        connection.execute(table.insert(), [{"number": number, **thing} for number, thing in enumerate(world, 1)])
    for name, ends in EDGE_COLUMNS.items():
        edges = table.metadata.tables[name]
        connection.execute(edges.delete())
        rows = [dict(zip(ends, pair, strict=True)) for kind, *pair in ties if kind == name]
        if rows:
            connection.execute(edges.insert(), rows)
    put_albums(
        connection, table.metadata.tables["albums"], {album for kind, _, album in ties if kind == "album_editors"}
    )
    return set(connection.scalars(select(table.c.number).where(to_sql(clause, table.c))))


def put_albums(connection: Connection, albums: Table, ids: set[str]) -> None:
    """Those that somebody has a role in, none of them hidden, each at the top."""
    connection.execute(albums.delete())
    if ids:
        rows = [{"id": one, "owner_id": "", "path": f"{one}/", "is_hidden": False} for one in sorted(ids)]
        connection.execute(albums.insert(), rows)


def by_index_file(clause: Clause, world: list[Thing]) -> set[int]:
    """By words, by everything and by counting: all three must agree."""
    with tempfile.TemporaryDirectory() as folder:
        index = EmbeddedIndex(Path(folder) / "index.db")
        index.put([Document(str(number), 1, {"title": "thing"}, thing) for number, thing in enumerate(world, 1)])
        found, every = (index.find(SearchQuery(Eyes(clause), words, limit=1000)) for words in (Words("thing"), None))
    assert sorted(hit.id for hit in found.hits) == sorted(hit.id for hit in every.hits)
    assert found.total == every.total == len(found.hits)
    return {int(hit.id) for hit in found.hits}


def indexed(url: str, world: list[Thing]) -> ElasticIndex:
    """An Elasticsearch index of the world."""
    server, _, name = url.removeprefix("elasticsearch://").partition("/")
    index = ElasticIndex(f"http://{server}", name)
    index.put([Document(str(number), 1, {"title": "thing"}, thing) for number, thing in enumerate(world, 1)])
    index.refresh()
    return index


def by_elasticsearch(index: ElasticIndex, clause: Clause, *, most: int) -> set[int]:
    return {int(hit.id) for hit in index.find(SearchQuery(Eyes(clause), Words("thing"), limit=most)).hits}


@contextmanager
def world_at(address: str, table: Table) -> Iterator[Connection]:
    """A database with these tables, empty."""
    engine = create_engine(address)
    with engine.connect() as connection:
        table.metadata.create_all(connection)
        yield connection
    engine.dispose()
