"""A new index takes the place of an old one while people search; one of an older layout is left behind."""

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from elasticsearch import Elasticsearch

from cms.clauses import EVERYTHING
from cms.index import open_index
from cms.index.base import MOST_COUNTED, Count, Document, Eyes, Index, IndexDown, Last, Mark, Order, SearchQuery
from cms.index.embedded import LAYOUT
from cms.index.words import Words

EYES = Eyes(EVERYTHING)
TIMES = {"sqlite": 40, "elasticsearch": 8}


@pytest.mark.parametrize("engine", ["sqlite", "elasticsearch"])
class TestReplacing:
    def test_the_new_index_is_seen_only_once_it_is_adopted(self, index: Index) -> None:
        fill(index, "old")
        new = index.beside()
        fill(new, "new")
        assert (found(index), found(new)) == (["old"], ["new"])
        index.adopt(new)
        assert found(index) == ["new"]

    def test_what_is_written_through_the_name_afterwards_arrives(self, index: Index, url: str) -> None:
        fill(index, "old")
        other = open_index(url)
        fill(other, "old")
        index.adopt(index.beside())
        fill(index, "a")
        fill(other, "b")
        assert found(index) == found(other) == ["b", "a"]
        assert index.versions("", limit=10) == [("a", 1), ("b", 1)]

    def test_one_left_from_before_is_removed(self, index: Index) -> None:
        fill(index.beside(), "half")
        new = index.beside()
        fill(new, "new")
        index.adopt(new)
        assert found(index) == ["new"]

    def test_only_one_made_beside_is_adopted(self, index: Index, url: str) -> None:
        with pytest.raises(ValueError, match="beside"):
            index.adopt(open_index(url))

    def test_searching_never_fails_and_never_finds_nothing_meanwhile(self, index: Index, url: str, engine: str) -> None:
        fill(index, "always")
        done, answers, failures = threading.Event(), [0], list[str]()
        searchers = [threading.Thread(target=search, args=(open_index(url), done, answers, failures)) for _ in range(3)]
        for searcher in searchers:
            searcher.start()
        for _ in range(TIMES[engine]):
            new = index.beside()
            fill(new, "always")
            index.adopt(new)
        done.set()
        for searcher in searchers:
            searcher.join()
        assert failures == []
        assert answers[0] > TIMES[engine]


def test_a_file_of_an_older_layout_is_left_behind(tmp_path: Path) -> None:
    path = tmp_path / "index.db"
    with sqlite3.connect(path) as old:
        old.execute("CREATE TABLE documents (number INTEGER PRIMARY KEY, id TEXT)")
    old.close()
    index = open_index(f"sqlite:{path}")
    assert found(index) == []
    fill(index, "new")
    assert found(open_index(f"sqlite:{path}")) == ["new"]


def test_a_numbered_file_of_an_older_layout_is_removed(tmp_path: Path) -> None:
    path = tmp_path / "index.db"
    path.with_name("index.db.1.000007").write_bytes(b"old")
    path.symlink_to("index.db.1.000007")
    assert found(open_index(f"sqlite:{path}")) == []
    assert {file.name for file in tmp_path.iterdir()} == {"index.db", "index.db.lock", f"index.db.{LAYOUT}.000001"}


def test_adopting_leaves_no_file_behind(tmp_path: Path) -> None:
    index = open_index(f"sqlite:{tmp_path / 'index.db'}")
    for id in "abc":
        fill(index, id)
        index.adopt(index.beside())
        assert found(index) == []
    files = {file.name for file in tmp_path.iterdir() if not file.name.endswith(("-wal", "-shm"))}
    assert files == {"index.db", "index.db.lock", f"index.db.{LAYOUT}.000004"}


@pytest.mark.parametrize("first", ["put", "refresh", "find"])
def test_an_engine_s_index_of_an_older_layout_is_left_behind(
    elasticsearch_url: str, elasticsearch_address: str, first: str
) -> None:
    name = urlsplit(elasticsearch_url).path.strip("/")
    keyword = {"type": "keyword"}
    mapping = {"dynamic": "strict", "properties": {"id": keyword, "facts": keyword}}
    with Elasticsearch(f"http://{elasticsearch_address}") as engine:
        engine.indices.create(index=f"{name}-000001", mappings=mapping, aliases={name: {"is_write_index": True}})
        engine.index(index=name, id="old", document={"id": "old", "facts": []}, refresh=True)
        index = open_index(elasticsearch_url)
        if first == "find":
            assert found(index) == []
        elif first == "refresh":
            index.refresh()
        fill(index, "new")
        assert found(index) == ["new"]
        assert list(engine.indices.get_alias(name=name)) == [f"{name}-000002"]


@pytest.fixture(scope="module", params=["sqlite", "elasticsearch"])
def crowded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Index:
    """More documents than are counted."""
    if request.param == "sqlite":
        index = open_index(f"sqlite:{tmp_path_factory.mktemp('many') / 'index.db'}")
    else:
        index = open_index(request.getfixturevalue("new_elasticsearch_url")())
    many = range(MOST_COUNTED + 300)
    index.put(
        [
            Document(
                f"{number:06d}",
                1,
                {"description" if number % 3 else "title": "cat"},
                {},
                marks=(Mark("tag", "cat"),),
                numbers={"created": number % 977},
            )
            for number in many
        ]
    )
    index.refresh()
    return index


class TestMoreThanAreCounted:
    @pytest.mark.parametrize("order", [Order.RELEVANCE, Order.NEWEST, Order.OLDEST])
    @pytest.mark.parametrize("words", [Words("cat"), None], ids=["words", "no words"])
    def test_the_total_is_inexact_and_paging_goes_to_the_end(
        self, crowded: Index, words: Words | None, order: Order
    ) -> None:
        ids, after = list[str](), None
        while True:
            answer = crowded.find(SearchQuery(EYES, words, order=order, after=after, limit=997))
            assert (answer.total, answer.is_exact) == (MOST_COUNTED, False)
            if not answer.hits:
                break
            ids += [hit.id for hit in answer.hits]
            after = Last(answer.hits[-1].value, answer.hits[-1].id)
        every = [f"{number:06d}" for number in range(MOST_COUNTED + 300)]
        by_time = sorted(every, key=lambda id: (int(id) % 977, id), reverse=order == Order.NEWEST)
        strongest = sorted(every, key=lambda id: (words is None or int(id) % 3 == 0, id), reverse=True)
        assert ids == (strongest if order == Order.RELEVANCE else by_time)

    def test_marks_of_all_are_counted_to_the_end(self, crowded: Index) -> None:
        every = [Count("tag", "cat", MOST_COUNTED + 300)]
        assert crowded.tally("tag", EYES, start="", after=None, limit=5) == every
        assert crowded.find(SearchQuery(EYES, facets=("tag",))).facets["tag"] == every


def search(index: Index, done: threading.Event, answers: list[int], failures: list[str]) -> None:
    while not done.is_set():
        try:
            assert found(index) == ["always"]
            assert index.tally("tag", EYES, start="", after=None, limit=3) == [Count("tag", "cat", 1)]
            assert index.versions("", limit=3) == [("always", 1)]
        except (IndexDown, AssertionError) as error:
            failures.append(str(error))
            return
        answers[0] += 1


def fill(index: Index, id: str) -> None:
    index.put([Document(id, 1, {"title": "cat"}, {}, marks=(Mark("tag", "cat"),))])
    index.refresh()


def found(index: Index) -> list[str]:
    return [hit.id for hit in index.find(SearchQuery(EYES, Words("cat"))).hits]


@pytest.fixture
def url(request: pytest.FixtureRequest, engine: str, tmp_path: Path) -> str:
    if engine == "sqlite":
        return f"sqlite:{tmp_path / 'index.db'}"
    new: Callable[[], str] = request.getfixturevalue("new_elasticsearch_url")
    return new()


@pytest.fixture
def index(url: str) -> Index:
    return open_index(url)
