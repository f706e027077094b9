"""The index follows what people do, whatever goes away meanwhile, and never shows what is hidden (G-8)."""

import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any, get_args

import pytest
from sqlalchemy import update

from cms.extensions import db, now
from cms.index import open_index
from cms.pagination import encode_cursor
from cms.search import keeping
from cms.search.schemas import Sort
from cms.transaction import writing
from cms.work.models import Work, WorkState
from tests.people import Person
from tests.site import Site, function_of
from tests.states import prepared, row_of

OPERATIONS = 10_000 if os.environ.get("PIXELS_TEST_FULL") else 400
PICTURES = 12
INDEX_JOBS = ("index-image", "index-owner")
WORDS = ("heron", "canal", "linden", "雨天", "skärgård")


class Life:
    """Alice and her pictures; each operation is one request, and some rings reach the workers in any order."""

    def __init__(self, site: Site, alice: Person, follower: Person, visitor: Person, chance: random.Random) -> None:
        self.site, self.alice, self.follower, self.visitor, self.chance = site, alice, follower, visitor, chance
        first = prepared(site, alice, privacy="public", title="heron")
        self.pictures = [first, *(prepared(site, alice, privacy="private", title="canal") for _ in range(PICTURES - 1))]
        self.album = alice.post("/albums", {"title": "linden", "category": "other", "privacy": "public"}).json["id"]
        self.operations: list[Callable[[], Any]] = [
            self.retitle,
            self.relevel,
            self.retag,
            self.move,
            self.relevel_album,
            self.trash,
            self.restore,
            self.rename,
            self.some_work,
            self.some_work,
        ]

    def one(self) -> str:
        return self.chance.choice(self.pictures)

    def words(self) -> str:
        return " ".join(self.chance.sample(WORDS, 2))

    def level(self) -> str:
        return self.chance.choice(["public", "followers", "private"])

    def retitle(self) -> Any:
        return self.alice.patch(f"/images/{self.one()}", {"title": self.words()})

    def relevel(self) -> Any:
        return self.alice.patch(f"/images/{self.one()}", {"privacy": self.level()})

    def retag(self) -> Any:
        return self.alice.patch(f"/images/{self.one()}", {"tags": self.chance.sample(WORDS, 2)})

    def move(self) -> Any:
        return self.alice.patch(f"/images/{self.one()}", {"album": self.chance.choice([self.album, None])})

    def relevel_album(self) -> Any:
        return self.alice.patch(f"/albums/{self.album}", {"privacy": self.level(), "title": self.words()})

    def trash(self) -> Any:
        return self.alice.delete(f"/images/{self.one()}")

    def restore(self) -> Any:
        return self.alice.post(f"/images/{self.one()}/restore")

    def rename(self) -> Any:
        return self.alice.patch("/me", {"display_name": self.words()})

    def some_work(self) -> None:
        """A few rings reach a worker, in any order, some twice."""
        waiting = self.site.waiting(*INDEX_JOBS)
        for kind, subject_id in self.chance.choices(waiting, k=3) if waiting else []:
            function_of(kind)(subject_id)

    def all_work(self) -> None:
        """As if all pauses were over: until nothing waits."""
        while self.site.waiting(*INDEX_JOBS):
            with self.site.app.app_context(), writing():
                due = {"due_at": now() - timedelta(minutes=1)}
                db.session.execute(update(Work).where(Work.state == WorkState.WAITING).values(**due))
            for kind, subject_id in self.site.waiting(*INDEX_JOBS):
                function_of(kind)(subject_id)

    def open_to(self, level: set[str]) -> set[str]:
        rows = [row_of(self.site, picture) for picture in self.pictures]
        return {row.id for row in rows if row.effective_privacy in level and not row.is_trashed}

    def nothing_hidden_shows(self) -> None:
        for person, level in ((self.visitor, {"public"}), (self.follower, {"public", "followers"})):
            seen = self.open_to(level)
            word = self.chance.choice(WORDS)
            for query in ({"q": word}, {"tag": word}, {}):
                answer = person.get("/search", limit=100, **query).json
                assert {item["id"] for item in answer["items"]} <= seen
                assert answer["total"]["value"] <= len(seen)
                assert all(one["count"] <= len(seen) for some in answer["facets"].values() for one in some)
            assert all(one["count"] <= len(seen) for one in person.get("/tags").json["items"])


@contextmanager
def away(site: Site) -> Iterator[None]:
    """While the block lasts nobody answers where the search engine should be."""
    whole = site.app.extensions["backends"]
    site.app.extensions["backends"] = replace(whole, index=open_index("elasticsearch://127.0.0.1:1/images"))
    try:
        yield
    finally:
        site.app.extensions["backends"] = whole


@pytest.mark.parametrize("engine", ["sqlite", "elasticsearch"])
def test_after_any_operations_nothing_differs_and_nothing_hidden_was_ever_shown(
    site: Site, alice: Person, bob: Person, visitor: Person, engine: str, request: pytest.FixtureRequest
) -> None:
    if engine == "elasticsearch":
        index = open_index(request.getfixturevalue("new_elasticsearch_url")())
        site.app.extensions["backends"] = replace(site.app.extensions["backends"], index=index)
    bob.put("/people/alice/follow")
    chance = random.Random(5)
    life = Life(site, alice, bob, visitor, chance)
    for number in range(OPERATIONS // (1 if engine == "sqlite" else 4)):
        if chance.random() < 0.3:
            with away(site):
                chance.choice(life.operations)()
                if number % 25 == 0:
                    life.nothing_hidden_shows()
        else:
            chance.choice(life.operations)()
            if number % 10 == 0:
                life.nothing_hidden_shows()
    life.all_work()
    index = site.app.extensions["backends"].index
    index.refresh()
    with site.app.app_context():
        assert not keeping.find_drift(index)
    found = visitor.get("/search", limit=100).json
    assert {item["id"] for item in found["items"]} == life.open_to({"public"})
    assert found["total"] == {"value": len(life.open_to({"public"})), "exact": True}


def test_without_the_engine_words_are_found_more_simply_and_it_says_so(
    site: Site, alice: Person, visitor: Person
) -> None:
    shown = prepared(site, alice, privacy="public", title="heron at dawn", tags=["bird"])
    prepared(site, alice, privacy="private", title="heron in secret")
    with away(site):
        for query in (
            {"q": "heron"},
            {"q": "heron NOT secret", "tag": "bird"},
            {"q": '"at dawn" OR nothing'},
            {"q": "ali*"},
        ):
            answer = visitor.get("/search", **query).json
            assert ([item["id"] for item in answer["items"]], answer["notice"]["code"]) == ([shown], "search-away")
            assert answer["facets"] == {}
        assert visitor.get("/tags").json["items"] == [{"key": "bird", "label": "bird", "count": 1, "kind": "thing"}]
        assert visitor.get("/search/suggestions", q="bi").json["items"][0]["key"] == "bird"
        assert visitor.get(f"/images/{shown}").status_code == 200


def test_without_the_engine_pages_follow_each_other_in_every_order(site: Site, alice: Person) -> None:
    made = [
        prepared(site, alice, title="heron", rating=str(n % 3), taken_at=f"2024-0{n + 1}-01T00:00") for n in range(5)
    ]
    with away(site):
        for sort in get_args(Sort):
            seen, cursor = [], ""
            while cursor is not None:
                page = alice.get(
                    "/search", q="heron", sort=sort, limit=2, **({"cursor": cursor} if cursor else {})
                ).json
                seen += [item["id"] for item in page["items"]]
                cursor = page["next"]
            assert sorted(seen) == sorted(made), sort


def test_a_lost_index_is_filled_again(site: Site, alice: Person) -> None:
    image_id = prepared(site, alice, title="heron")
    site.work_off()
    index = site.app.extensions["backends"].index
    index.delete([image_id])
    index.adopt(index.beside())
    assert alice.ids("/search", q="heron") == []
    with site.app.app_context():
        assert keeping.mend(index).missing == [image_id]
        assert not keeping.find_drift(index)
    assert alice.ids("/search", q="heron") == [image_id]


def test_drift_of_this_minute_is_on_its_way(site: Site, alice: Person) -> None:
    image_id = prepared(site, alice, title="heron")
    with site.app.app_context():
        drift = keeping.find_drift(site.app.extensions["backends"].index)
        assert drift.missing == [image_id]
        assert not keeping.settled(drift)


def test_many_changes_hide_their_owner_from_others_until_the_index_has_heard(
    site: Site, alice: Person, visitor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cms.search.queries.MOST_UNHEARD", 2)
    made = [prepared(site, alice, privacy="public", title="heron") for _ in range(4)]
    site.work_off()
    for image_id in made:
        alice.patch(f"/images/{image_id}", {"title": "heron again"})
    assert (visitor.ids("/search", q="heron"), len(alice.ids("/search", q="heron"))) == ([], 4)
    site.work_off()
    assert len(visitor.ids("/search", q="again")) == 4


def test_a_file_name_in_any_language_finds_a_picture_for_its_owner_alone(
    site: Site, alice: Person, visitor: Person
) -> None:
    made = [prepared(site, alice, name=name, privacy="public") for name in ("västkust 0412.jpg", "黑猫照片.jpg")]
    site.work_off()
    for word, image_id in zip(("västkust", "黑猫"), made, strict=True):
        assert (alice.ids("/search", q=word), visitor.ids("/search", q=word)) == ([image_id], [])


def test_without_the_engine_a_cursor_of_any_size_is_a_place_in_the_list(site: Site, alice: Person) -> None:
    prepared(site, alice, taken_at="2024-05-01T10:00")
    with away(site):
        for value in (2**62, -(2**62), 0):
            cursor = encode_cursor(str(value), "01ARZ3NDEKTSV4RRFFQ69G5FAV")
            for sort in ("taken", "rating", "likes", "newest"):
                assert alice.get("/search", cursor=cursor, sort=sort).status_code == 200
