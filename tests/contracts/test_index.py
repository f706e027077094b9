"""What every search index promises: the same tests for SQLite and for Elasticsearch, on the same pictures."""

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from cms.access.viewer import nobody
from cms.clauses import EVERYTHING, Clause, Equals, OneOf, matches
from cms.index import open_index
from cms.index.base import Document, Eyes, Hit, Index, SearchQuery
from cms.index.words import Words
from tests.contracts.index_corpus import AUDIENCES, Question, documents, questions, right_ids, unit_vector

ALL = 1000
CORPUS = documents()
QUESTIONS = questions()


@pytest.mark.parametrize("backend", ["sqlite", "elasticsearch"], scope="class")
class TestAnsweringQuestions:
    """On the filled index, which none of these tests changes."""

    @pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.words)
    def test_words_find_exactly_the_pictures_that_hold_them(self, filled: Index, question: Question) -> None:
        assert set(found(filled, question.words)) == right_ids(question, EVERYTHING, CORPUS)

    @pytest.mark.parametrize("audience", AUDIENCES)
    def test_nobody_finds_what_they_may_not_see(self, filled: Index, audience: str) -> None:
        clause = AUDIENCES[audience]
        for question in QUESTIONS:
            assert set(found(filled, question.words, clause)) == right_ids(question, clause, CORPUS)

    @pytest.mark.parametrize("words", ["", "  ", "…!?", '"', "* OR (", "'; DROP TABLE documents; --", "title:", "😀"])
    def test_odd_words_are_harmless(self, filled: Index, words: str) -> None:
        assert found(filled, words) == []

    def test_a_very_long_question_is_answered(self, filled: Index) -> None:
        assert found(filled, "猫 cat katt " * 5000) == []

    def test_a_title_counts_more_than_a_description(self, filled: Index) -> None:
        answer = asked(filled, "cat")
        strong = [hit.id for hit in answer if hit.value >= 2]
        assert strong == [hit.id for hit in answer][: len(strong)]
        assert set(strong) == {doc.id for doc in CORPUS if has_word(doc, "cat", ("title", "tags"))}

    def test_equally_good_ones_come_newest_first(self, filled: Index) -> None:
        answer = asked(filled, "göteborg")
        assert answer == sorted(answer, key=lambda hit: (hit.value, hit.id), reverse=True)

    def test_the_limit_keeps_the_best(self, filled: Index) -> None:
        assert found(filled, "猫", limit=5) == found(filled, "猫")[:5]

    @pytest.mark.parametrize("number", range(40))
    def test_the_nearest_are_the_exact_ones(self, filled: Index, number: int) -> None:
        asked = unit_vector(f"question {number}")
        assert nearest(filled, asked, EVERYTHING) == exact(asked, EVERYTHING, limit=20)

    @pytest.mark.parametrize("audience", AUDIENCES)
    def test_the_nearest_keep_to_the_audience(self, filled: Index, audience: str) -> None:
        asked = unit_vector(audience)
        assert nearest(filled, asked, AUDIENCES[audience]) == exact(asked, AUDIENCES[audience], limit=20)

    def test_distances_are_euclidean(self, filled: Index) -> None:
        asked = unit_vector("distance")
        hits = filled.nearest(asked, audience=EVERYTHING, limit=3)
        kept = {document.id: document.vector for document in CORPUS}
        assert [hit.distance for hit in hits] == pytest.approx(
            [math.dist(asked, kept[hit.id] or ()) for hit in hits], abs=2e-6
        )

    def test_an_audience_of_ten_thousand_people_is_asked_for(self, filled: Index) -> None:
        owners = frozenset({"alice", *(f"person {number}" for number in range(10_000))})
        expected = right_ids(Question("cat", (("cat",),)), Equals("owner", "alice"), CORPUS)
        assert set(found(filled, "cat", OneOf("owner", owners))) == expected


@pytest.mark.parametrize("backend", ["sqlite", "elasticsearch"])
class TestChanging:
    """On an index of its own for each test."""

    def test_an_empty_index_finds_nothing(self, index: Index) -> None:
        assert found(index, "cat") == []
        assert index.nearest(unit_vector("x"), audience=EVERYTHING, limit=5) == []

    def test_a_newer_version_replaces(self, index: Index) -> None:
        fill(index, [picture("old words", version=1), picture("new words", version=2)])
        assert (found(index, "old"), found(index, "new")) == ([], ["1"])

    def test_an_older_version_never_replaces(self, index: Index) -> None:
        fill(index, [picture("new words", version=2)])
        fill(index, [picture("old words", version=1)])
        assert (found(index, "old"), found(index, "new")) == ([], ["1"])

    def test_the_same_version_again_is_harmless(self, index: Index) -> None:
        fill(index, [picture("words", version=2)] * 2)
        fill(index, [picture("words", version=2)])
        assert found(index, "words") == ["1"]

    def test_an_old_version_does_not_stop_the_others_of_its_batch(self, index: Index) -> None:
        fill(index, [picture("first", version=5)])
        fill(index, [picture("stale", version=4), picture("second", id="2"), picture("third", id="3")])
        assert [found(index, word) for word in ("stale", "second", "third")] == [[], ["2"], ["3"]]

    def test_what_was_deleted_is_gone_from_words_and_vectors(self, index: Index) -> None:
        fill(index, [picture("words", vector=unit_vector("a")), picture("words", id="2", vector=unit_vector("b"))])
        index.delete(["1", "unknown"])
        index.delete(["1"])
        index.refresh()
        assert found(index, "words") == nearest(index, unit_vector("a"), EVERYTHING) == ["2"]

    def test_documents_are_counted_without_those_that_were_deleted(self, index: Index) -> None:
        fill(index, [picture("words"), picture("words", id="2"), picture("words", id="3")])
        index.delete(["3"])
        index.refresh()
        assert index.count() == 2

    def test_a_late_writer_does_not_revive_what_was_deleted(self, index: Index) -> None:
        fill(index, [picture("words", version=5)])
        index.delete(["1"])
        fill(index, [picture("words", version=5)])
        assert found(index, "words") == []

    def test_what_was_deleted_can_come_back_with_a_later_version(self, index: Index) -> None:
        fill(index, [picture("words", version=5)])
        index.delete(["1"])
        fill(index, [picture("words", version=7)])
        assert found(index, "words") == ["1"]

    def test_changed_facts_change_who_finds_it(self, index: Index) -> None:
        public = Equals("privacy", "public")
        fill(index, [picture("words", version=1, facts={"privacy": "public"})])
        fill(index, [picture("words", version=2, facts={"privacy": "private"})])
        assert (found(index, "words", public), found(index, "words")) == ([], ["1"])

    def test_a_fact_is_not_mistaken_for_another_kind(self, index: Index) -> None:
        fill(index, [picture("words", facts={"held": "True"}), picture("words", id="2", facts={"held": True})])
        fill(index, [picture("words", id="3", facts={"held": None}), picture("words", id="4", facts={})])
        asked = [Equals("held", "True"), Equals("held", value=True), Equals("held", None), Equals("held", "s")]
        assert [found(index, "words", clause) for clause in asked] == [["1"], ["2"], ["4", "3"], []]

    def test_a_vector_can_go_away(self, index: Index) -> None:
        fill(index, [picture("words", version=1, vector=unit_vector("a"))])
        fill(index, [picture("words", version=2)])
        assert nearest(index, unit_vector("a"), EVERYTHING) == []

    def test_equal_vectors_come_newest_first(self, index: Index) -> None:
        twins = [picture("words", id=str(number), vector=unit_vector("same")) for number in range(1, 8)]
        fill(index, twins)
        assert nearest(index, unit_vector("same"), EVERYTHING) == ["7", "6", "5", "4", "3", "2", "1"]

    def test_characters_of_two_fields_are_no_phrase(self, index: Index) -> None:
        fill(index, [replace(picture(""), text={"title": "黑", "tags": "猫", "description": "西。湖", "note": "湖"})])
        assert [found(index, words) for words in ("黑猫", "猫", "西湖", "湖")] == [[], ["1"], [], ["1"]]

    def test_the_corpus_answers_the_same_after_a_third_was_deleted(self, index: Index) -> None:
        gone, kept = CORPUS[::3], [document for number, document in enumerate(CORPUS) if number % 3]
        fill(index, CORPUS)
        index.delete([document.id for document in gone])
        index.refresh()
        for question in QUESTIONS:
            assert set(found(index, question.words)) == right_ids(question, EVERYTHING, kept)


def test_both_engines_give_the_same_ids_in_the_same_order(
    filled_by: Callable[[str], Index],
) -> None:
    small, large = filled_by("sqlite"), filled_by("elasticsearch")
    for question in QUESTIONS:
        for audience in AUDIENCES.values():
            query = SearchQuery(Eyes(audience), Words(question.words))
            assert small.find(query) == large.find(query)
    for number in range(60):
        asked = unit_vector(f"both {number}")
        assert nearest(small, asked, AUDIENCES["alice"]) == nearest(large, asked, AUDIENCES["alice"])


def test_the_corpus_is_as_large_as_promised() -> None:
    assert len(CORPUS) >= 300
    assert len(QUESTIONS) >= 60
    assert sum(bool(right_ids(question, EVERYTHING, CORPUS)) for question in QUESTIONS) >= 60


def picture(
    words: str,
    *,
    id: str = "1",
    version: int = 1,
    facts: dict[str, str | bool | None] | None = None,
    vector: list[float] | None = None,
) -> Document:
    return Document(id, version, {"title": words}, facts or {}, vector=vector)


def fill(index: Index, with_these: list[Document]) -> None:
    index.put(with_these)
    index.refresh()


def found(index: Index, words: str, audience: Clause = EVERYTHING, *, limit: int = ALL) -> list[str]:
    return [hit.id for hit in asked(index, words, audience, limit=limit)]


def asked(index: Index, words: str, audience: Clause = EVERYTHING, *, limit: int = ALL) -> list[Hit]:
    return list(index.find(SearchQuery(Eyes(audience), Words(words), limit=limit)).hits)


def nearest(index: Index, asked: list[float], audience: Clause) -> list[str]:
    return [hit.id for hit in index.nearest(asked, audience=audience, limit=20)]


def exact(asked: list[float], audience: Clause, *, limit: int) -> list[str]:
    near = [
        (math.dist(asked, doc.vector), doc.id)
        for doc in CORPUS
        if doc.vector and matches(audience, doc.facts.get, nobody)
    ]
    return [id for _, id in sorted(near)[:limit]]


def has_word(document: Document, word: str, fields: tuple[str, ...]) -> bool:
    return any(word in document.text[field].lower().split() for field in fields)


@pytest.fixture(scope="session")
def filled_by(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Index]:
    """The index of this kind with the whole corpus in it; made once."""
    made: dict[str, Index] = {}

    def make(backend: str) -> Index:
        if backend not in made:
            made[backend] = new_index(backend, request, tmp_path_factory.mktemp("index"))
            fill(made[backend], CORPUS)
        return made[backend]

    return make


@pytest.fixture
def filled(filled_by: Callable[[str], Index], backend: str) -> Index:
    return filled_by(backend)


@pytest.fixture
def index(request: pytest.FixtureRequest, backend: str, tmp_path: Path) -> Index:
    return new_index(backend, request, tmp_path)


def new_index(backend: str, request: pytest.FixtureRequest, folder: Path) -> Index:
    if backend == "sqlite":
        return open_index(f"sqlite:{folder / 'index.db'}")
    return open_index(request.getfixturevalue("new_elasticsearch_url")())
