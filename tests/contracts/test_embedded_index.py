"""What the index file alone must withstand: several processes at once, damage, removal, another model's vectors."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import cast

import pytest

from cms.clauses import EVERYTHING
from cms.index import open_index
from cms.index.base import Document, Eyes, Index, IndexDown, SearchQuery
from cms.index.words import Words

WRITE_MANY = """
import sys
from cms.clauses import EVERYTHING
from cms.index import open_index
from cms.index.base import Document, Eyes, SearchQuery
from cms.index.words import Words

index, name = open_index(sys.argv[1]), sys.argv[2]
for number in range(40):
    own, shared = f"{name}-{number}", f"v{number}"
    index.put([Document(own, 1, {"title": "cat"}, {}), Document("shared", number, {"title": shared}, {})])
    index.find(SearchQuery(Eyes(EVERYTHING), Words("cat")))
"""


def test_several_processes_write_and_read_at_once(url: str) -> None:
    command = [sys.executable, "-W", "ignore", "-c", WRITE_MANY, url]
    writers = [subprocess.Popen([*command, name], stderr=subprocess.PIPE, text=True) for name in "abcd"]
    assert [(writer.communicate(timeout=120)[1], writer.returncode) for writer in writers] == [("", 0)] * 4
    assert len(found(open_index(url), "cat")) == 160
    assert found(open_index(url), "v39") == ["shared"]


def test_a_filled_index_is_still_there_when_opened_again(url: str) -> None:
    open_index(url).put([Document("1", 1, {"title": "cat"}, {})])
    assert found(open_index(url), "cat") == ["1"]


def test_a_damaged_file_is_index_down(url: str, path: Path) -> None:
    index = open_index(url)
    path.write_bytes(b"no database " * 1000)
    with pytest.raises(IndexDown):
        found(index, "cat")


def test_a_place_that_cannot_be_written_is_index_down(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(IndexDown):
        open_index(f"sqlite:{tmp_path / 'file' / 'index.db'}")


def test_vectors_of_another_model_are_not_compared(url: str) -> None:
    index = open_index(url)
    index.put([Document("1", 1, {}, {}, vector=[1.0, 0.0]), Document("2", 1, {}, {}, vector=[1.0, 0.0, 0.0])])
    assert [hit.id for hit in index.nearest([1.0, 0.0, 0.0], audience=EVERYTHING, limit=5)] == ["2"]


def test_a_batch_that_fails_leaves_nothing(url: str) -> None:
    index, unreadable = open_index(url), cast(Mapping[str, str], {"title": None})
    with pytest.raises(AttributeError):
        index.put([Document("1", 1, {"title": "cat"}, {}), Document("2", 1, unreadable, {})])
    assert found(index, "cat") == []


@pytest.mark.parametrize(
    "url", ["", "sqlite:", "solr://host/images", "elasticsearch://host:9200/", "elasticsearch:///x"]
)
def test_an_address_that_names_no_index_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="the index address"):
        open_index(url)


def found(index: Index, words: str) -> list[str]:
    return [hit.id for hit in index.find(SearchQuery(Eyes(EVERYTHING), Words(words), limit=1000)).hits]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "index.db"


@pytest.fixture
def url(path: Path) -> str:
    return f"sqlite:{path}"
