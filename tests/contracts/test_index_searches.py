"""Whole searches: both engines give exactly what reading every picture gives, page by page to the end."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms.clauses import EVERYTHING, AllOf, AnyOf, Clause, Equals, Not, OneOf
from cms.index import open_index
from cms.index.base import Count, Document, Eyes, Hit, Index, Last, Order, SearchQuery
from cms.index.words import Both, Either, Phrase, Prefix, Without, Words
from tests.contracts.index_search_questions import CLAUSES, EVERY_KIND, SOME, questions
from tests.contracts.index_searches import MOST_OF_A_FACET, counted, enriched, in_order, right, sees, suggested

PAGE = 7
ENGINES = ("sqlite", "elasticsearch")
CORPUS = enriched()
QUESTIONS = questions()
EYES = {name: Eyes(clause) for name, clause in CLAUSES.items()} | {"with doubts": Eyes(EVERYTHING, without=SOME)}

VOCABULARY = [
    "photo",
    "travel",
    "cat",
    "foto",
    "alice",
    "summer",
    "黑猫",
    "猫",
    "樱花",
    "京都",
    "älg",
    "i",
    "2024",
    "!?",
]
LEAVES = st.one_of(
    st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=2).map(lambda words: Words(" ".join(words))),
    st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=2).map(lambda words: Phrase(" ".join(words))),
    st.sampled_from(["p", "tr", "fo", "20", "travel ph", "樱", "k", "alice s"]).map(Prefix),
)
EXPRESSIONS = st.recursive(
    LEAVES,
    lambda parts: st.one_of(
        st.lists(parts, min_size=1, max_size=3).map(lambda some: Both(tuple(some))),
        st.lists(parts, min_size=1, max_size=3).map(lambda some: Either(tuple(some))),
        parts.map(Without),
    ),
    max_leaves=6,
)

SOME_IDS = [document.id for document in CORPUS[:40]]
IDS = st.sampled_from(["id-alice", "id-bob", "id-carol", "id-nobody"])
AUDIENCES: st.SearchStrategy[Clause] = st.recursive(
    st.one_of(
        st.builds(Equals, st.just("owner_id"), st.one_of(IDS, st.none())),
        st.builds(OneOf, st.just("owner_id"), st.frozensets(IDS, max_size=3)),
        st.builds(Equals, st.just("privacy"), st.sampled_from(["public", "followers", "private", None])),
        st.builds(Equals, st.just("is_held"), st.booleans()),
    ),
    lambda parts: st.one_of(
        st.builds(Not, parts),
        st.lists(parts, max_size=3).map(lambda some: AllOf(tuple(some))),
        st.lists(parts, max_size=3).map(lambda some: AnyOf(tuple(some))),
    ),
    max_leaves=6,
)


@pytest.mark.parametrize("engine", ENGINES)
class TestAgainstReadingEveryPicture:
    @pytest.mark.parametrize("name", QUESTIONS)
    def test_exactly_the_right_pictures_are_found_page_by_page(self, filled: Index, name: str) -> None:
        query, fitting = QUESTIONS[name], right(QUESTIONS[name], CORPUS)
        ids = [hit.id for hit in all_pages(filled, query, len(fitting))]
        assert sorted(ids) == sorted(document.id for document in fitting)
        if query.words is None or query.order != Order.RELEVANCE:
            assert ids == in_order(query, fitting)

    @pytest.mark.parametrize("name", QUESTIONS)
    def test_every_mark_is_counted(self, filled: Index, name: str) -> None:
        query, fitting = QUESTIONS[name], right(QUESTIONS[name], CORPUS)
        wanted = {kind: counted(fitting, kind)[:MOST_OF_A_FACET] for kind in EVERY_KIND}
        found = filled.find(query).facets
        assert {kind: list(found.get(kind, ())) for kind in EVERY_KIND} == wanted

    @pytest.mark.parametrize("eyes", EYES)
    @pytest.mark.parametrize(
        "start", ["", " ", "p", "Tr", "ö", "svens", "西", "哥德", "summer in", "family", "(", "x" * 2000]
    )
    def test_suggestions_are_of_what_somebody_sees(self, filled: Index, start: str, eyes: str) -> None:
        kinds = ("tag", "category", "owner", "album-title", "place")
        wanted = suggested(start, seen_by(EYES[eyes]), kinds)
        assert filled.suggest(start, EYES[eyes], kinds=kinds, limit=1000) == wanted
        assert filled.suggest(start, EYES[eyes], kinds=kinds, limit=3) == wanted[:3]

    @pytest.mark.parametrize("eyes", EYES)
    @pytest.mark.parametrize("start", ["", "s", "樱", "zzz", "[a", "x" * 2000])
    def test_marks_are_tallied_page_by_page(self, filled: Index, start: str, eyes: str) -> None:
        wanted = [count for count in counted(seen_by(EYES[eyes]), "tag") if count.key.startswith(start)]
        assert all_counts(filled, EYES[eyes], start) == wanted

    def test_what_is_held_is_listed_with_its_versions(self, filled: Index) -> None:
        listed: list[tuple[str, int]] = []
        while page := filled.versions(listed[-1][0] if listed else "", limit=50):
            listed += page
        assert listed == sorted((document.id, document.version) for document in CORPUS)

    def test_some_are_looked_up_with_their_versions(self, filled: Index) -> None:
        assert filled.held(["image-0002", "unknown"]) == {"image-0002": 10}
        assert filled.held([]) == {}

    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(words=EXPRESSIONS, reader=st.sampled_from([None, "alice"]))
    def test_any_expression_finds_what_it_says(self, filled: Index, words: Words, reader: str | None) -> None:
        query = SearchQuery(Eyes(EVERYTHING, reader), words, limit=1000, facets=("owner",))
        fitting, found = right(query, CORPUS), filled.find(query)
        assert {hit.id for hit in found.hits} == {document.id for document in fitting}
        assert (found.total, found.is_exact) == (len(fitting), True)
        assert list(found.facets.get("owner", ())) == counted(fitting, "owner")


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(audience=AUDIENCES, without=st.sets(st.sampled_from(SOME_IDS), max_size=9), named=st.sampled_from([0, 1, 500]))
def test_any_audience_sees_what_it_says(filled: Index, audience: Clause, without: set[str], named: int) -> None:
    """Also where SQLite names the groups that are not seen, and where words that many hold are joined with them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cms.index.embedded_audience.MOST_NAMED", named)
        patch.setattr("cms.index.embedded_questions.WIDE", named + 1)
        sees_what_it_says(filled, audience, without)


def sees_what_it_says(filled: Index, audience: Clause, without: set[str]) -> None:
    eyes = Eyes(audience, without=frozenset(without))
    fitting = seen_by(eyes)
    for words in (Words("photo"), None):
        found = filled.find(SearchQuery(eyes, words, limit=1000))
        assert {hit.id for hit in found.hits} == {one.id for one in right(SearchQuery(eyes, words), CORPUS)}
    assert filled.tally("owner", eyes, start="", after=None, limit=9) == counted(fitting, "owner")


@pytest.mark.parametrize("name", QUESTIONS)
def test_both_engines_sort_alike(filled_by: Callable[[str], Index], name: str) -> None:
    query = replace(QUESTIONS[name], limit=1000)
    assert filled_by("sqlite").find(query) == filled_by("elasticsearch").find(query)


def test_there_are_as_many_questions_as_promised() -> None:
    assert len(QUESTIONS) >= 80
    assert sum(len(right(query, CORPUS)) > PAGE for query in QUESTIONS.values()) >= 60


def all_pages(index: Index, query: SearchQuery, total: int) -> list[Hit]:
    """The hits of all pages; each says how many there are in all."""
    hits: list[Hit] = []
    while True:
        after = Last(hits[-1].value, hits[-1].id) if hits else None
        found = index.find(replace(query, limit=PAGE, after=after))
        assert (found.total, found.is_exact) == (total, True)
        if not found.hits:
            return hits
        hits += found.hits


def all_counts(index: Index, eyes: Eyes, start: str) -> list[Count]:
    counts: list[Count] = []
    while True:
        after = Last(counts[-1].count, counts[-1].key) if counts else None
        page = index.tally("tag", eyes, start=start, after=after, limit=PAGE)
        if not page:
            return counts
        counts += page


def seen_by(eyes: Eyes) -> list[Document]:
    return [document for document in CORPUS if sees(eyes, document)]


@pytest.fixture(scope="module")
def filled_by(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Index]:
    """The index of this kind with the whole corpus in it; made once."""
    made: dict[str, Index] = {}

    def make(engine: str) -> Index:
        if engine not in made:
            made[engine] = new_index(engine, request, tmp_path_factory.mktemp("index"))
            made[engine].put(CORPUS)
            made[engine].refresh()
        return made[engine]

    return make


@pytest.fixture
def filled(filled_by: Callable[[str], Index], engine: str) -> Index:
    return filled_by(engine)


def new_index(engine: str, request: pytest.FixtureRequest, folder: Path) -> Index:
    if engine == "sqlite":
        return open_index(f"sqlite:{folder / 'index.db'}")
    return open_index(request.getfixturevalue("new_elasticsearch_url")())
