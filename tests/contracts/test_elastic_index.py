"""What the connection to Elasticsearch must withstand: an engine that is away, hangs or refuses."""

import socket
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from elasticsearch import Elasticsearch

from cms.clauses import EVERYTHING
from cms.index import open_index
from cms.index.base import Document, Eyes, Index, IndexDown, SearchQuery
from cms.index.tokens import document_tokens
from cms.index.words import Words
from tests.services.processes import free_port

CAT = Document("1", 1, {"title": "Räksmörgås cat 图书馆"}, {}, vector=[1.0, 0.0, 0.0])
QUESTIONS: list[Callable[[Index], object]] = [
    lambda index: index.put([CAT]),
    lambda index: index.delete(["1"]),
    lambda index: index.refresh(),
    lambda index: index.find(SearchQuery(Eyes(EVERYTHING), Words("cat"))).hits,
    lambda index: index.nearest([1.0, 0.0, 0.0], audience=EVERYTHING, limit=3),
]


@pytest.mark.parametrize("ask", QUESTIONS)
def test_an_engine_that_is_away_is_index_down(ask: Callable[[Index], object]) -> None:
    index = open_index(f"elasticsearch://127.0.0.1:{free_port()}/images")
    with pytest.raises(IndexDown):
        ask(index)


@pytest.mark.parametrize("ask", QUESTIONS[3:])
def test_a_question_to_an_engine_that_hangs_ends_within_its_budget(
    hanging_port: int, ask: Callable[[Index], object]
) -> None:
    index = open_index(f"elasticsearch://127.0.0.1:{hanging_port}/images")
    began = time.monotonic()
    with pytest.raises(IndexDown):
        ask(index)
    assert time.monotonic() - began < 2.5


def test_a_numbered_index_stands_behind_the_alias(elasticsearch_url: str, engine: Elasticsearch) -> None:
    name = urlsplit(elasticsearch_url).path.strip("/")
    for _ in range(2):
        open_index(elasticsearch_url).put([CAT])
    assert list(engine.indices.get_alias(name=name)) == [f"{name}-000001"]


def test_the_alias_may_be_switched_while_it_is_used(elasticsearch_url: str, engine: Elasticsearch) -> None:
    name, index = urlsplit(elasticsearch_url).path.strip("/"), open_index(elasticsearch_url)
    index.put([CAT])
    index.refresh()
    engine.indices.add_block(index=f"{name}-000001", block="write")
    engine.indices.clone(index=f"{name}-000001", target=f"{name}-000002", settings={"index.blocks.write": None})
    engine.cluster.health(index=f"{name}-000002", wait_for_status="yellow")
    remove = {"remove": {"index": f"{name}-000001", "alias": name}}
    engine.indices.update_aliases(
        actions=[remove, {"add": {"index": f"{name}-000002", "alias": name, "is_write_index": True}}]
    )
    index.put([Document("2", 1, {"title": "cat"}, {})])
    index.refresh()
    assert [hit.id for hit in index.find(SearchQuery(Eyes(EVERYTHING), Words("cat"))).hits] == ["2", "1"]


def test_the_engine_splits_our_tokens_at_spaces_and_changes_nothing(
    elasticsearch_url: str, engine: Elasticsearch
) -> None:
    open_index(elasticsearch_url).put([CAT])
    name, given = urlsplit(elasticsearch_url).path.strip("/"), document_tokens(CAT.text).strong
    seen = engine.indices.analyze(index=name, field="strong", text=given)["tokens"]
    assert (
        [token["token"] for token in seen]
        == given.split(" ")
        == ["·", "raksmorgas", "cat", "图书", "书馆", "图书馆", "·"]
    )


def test_a_document_the_engine_refuses_is_index_down_and_the_others_are_kept(elasticsearch_url: str) -> None:
    index = open_index(elasticsearch_url)
    index.put([CAT])
    with pytest.raises(IndexDown, match="refused"):
        index.put([Document("2", 1, {}, {}, vector=[1.0]), Document("3", 1, {"title": "cat"}, {})])
    index.refresh()
    assert [hit.id for hit in index.find(SearchQuery(Eyes(EVERYTHING), Words("cat"))).hits] == ["3", "1"]


@pytest.mark.parametrize("write", [lambda index: index.put([CAT]), lambda index: index.delete(["1"])])
def test_an_index_that_was_lost_is_made_anew_at_the_second_write(
    elasticsearch_url: str, engine: Elasticsearch, write: Callable[[Index], None]
) -> None:
    index = open_index(elasticsearch_url)
    index.put([CAT])
    engine.indices.delete(index=f"{urlsplit(elasticsearch_url).path.strip('/')}-000001")
    with pytest.raises(IndexDown):
        write(index)
    index.put([CAT])
    index.refresh()
    assert [hit.id for hit in index.find(SearchQuery(Eyes(EVERYTHING), Words("cat"))).hits] == ["1"]


@pytest.fixture
def engine(elasticsearch_address: str) -> Iterator[Elasticsearch]:
    with Elasticsearch(f"http://{elasticsearch_address}") as client:
        yield client


@pytest.fixture
def hanging_port() -> Iterator[int]:
    """Somebody who takes calls and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield int(listener.getsockname()[1])
