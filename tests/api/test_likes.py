"""Likes: one tap, which may be sent twice, counted exactly, told to the owner."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from cms import events
from cms.events import Occurred
from cms.extensions import db
from cms.reactions.models import Like, Tally
from cms.transaction import reading
from tests.people import Person
from tests.site import Site
from tests.states import prepared


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Occurred]:
    """What is announced to happen, besides who hears it anyway."""
    heard: list[Occurred] = []
    listeners = {**events._listeners, Occurred: [*events._listeners.get(Occurred, []), heard.append]}
    monkeypatch.setattr(events, "_listeners", listeners)
    return heard


@pytest.fixture
def shown(site: Site, alice: Person) -> str:
    return prepared(site, alice, privacy="public")


def counts(person: Person, image_id: str) -> tuple[Any, ...]:
    seen = person.image(image_id)
    return seen["counts"]["likes"], seen["liked"]


def test_liking_thrice_is_one_like(bob: Person, alice: Person, shown: str) -> None:
    for _ in range(3):
        assert bob.put(f"/images/{shown}/like").json == {"liked": True, "count": 1}
    assert counts(bob, shown) == (1, True)
    assert counts(alice, shown) == (1, False)
    for _ in range(2):
        assert bob.delete(f"/images/{shown}/like").json == {"liked": False, "count": 0}
    assert counts(bob, shown) == (0, False)


def test_albums_are_liked_too(bob: Person, alice: Person) -> None:
    album = alice.post("/albums", {"title": "Cups", "category": "food", "privacy": "public"}).json["id"]
    assert bob.put(f"/albums/{album}/like").json == {"liked": True, "count": 1}
    seen = bob.get(f"/albums/{album}").json
    assert (seen["counts"]["likes"], seen["liked"]) == (1, True)
    assert bob.delete(f"/albums/{album}/like").json == {"liked": False, "count": 0}


def test_the_owner_is_told_once_a_tap_that_counts(told: list[Occurred], bob: Person, alice: Person, shown: str) -> None:
    for _ in range(3):
        bob.put(f"/images/{shown}/like")
    [heard] = told
    assert (heard.occasion, heard.account_id, heard.actor_id, heard.subject_id) == ("like", alice.id, bob.id, shown)


def test_nobody_is_told_of_what_they_did_themselves(told: list[Occurred], alice: Person, shown: str) -> None:
    assert alice.put(f"/images/{shown}/like").json == {"liked": True, "count": 1}
    assert alice.put(f"/images/{shown}/collect").json == {"collected": True, "count": 1}
    assert told == []


def test_who_may_like_and_collect_is_said(bob: Person, visitor: Person, alice: Person, shown: str) -> None:
    album = alice.post("/albums", {"title": "Cups", "category": "food", "privacy": "public"}).json["id"]
    for path in (f"/images/{shown}", f"/albums/{album}"):
        said = [{name: one.get(path).json["can"][name] for name in ("like", "collect")} for one in (bob, visitor)]
        assert said == [{"like": True, "collect": True}, {"like": False, "collect": False}]


def test_nobody_likes_what_they_may_not_see(site: Site, bob: Person, alice: Person, visitor: Person) -> None:
    hidden = prepared(site, alice, privacy="private")
    assert bob.put(f"/images/{hidden}/like").status_code == 404
    assert bob.delete(f"/images/{hidden}/like").status_code == 404
    assert visitor.put(f"/images/{hidden}/like").status_code == 401
    with site.app.app_context(), reading():
        assert db.session.scalars(db.select(Like)).all() == []


def test_many_at_once_are_counted_exactly(site: Site, alice: Person, shown: str) -> None:
    people = [site.person(f"liker{number}") for number in range(8)]

    def taps(person: Person) -> None:
        for call in (person.put, person.put, person.delete, person.put):
            assert call(f"/images/{shown}/like").status_code == 200

    with ThreadPoolExecutor(len(people)) as pool:
        list(pool.map(taps, people))
    assert counts(alice, shown) == (len(people), False)


def test_who_hides_counts_tells_nobody_else(bob: Person, alice: Person, shown: str) -> None:
    bob.put(f"/images/{shown}/like")
    assert alice.patch("/me", {"hide_counts": True}).json["hide_counts"] is True
    assert bob.put(f"/images/{shown}/like").json == {"liked": True, "count": None}
    assert set(bob.image(shown)["counts"].values()) == {None}
    assert counts(alice, shown) == (1, False)


def test_a_list_says_what_its_viewer_likes(bob: Person, visitor: Person, shown: str) -> None:
    bob.put(f"/images/{shown}/like")
    [seen] = bob.get("/images").json["items"]
    assert (seen["liked"], seen["counts"]["likes"]) == (True, 1)
    [seen] = visitor.get("/images").json["items"]
    assert (seen["liked"], seen["counts"]["likes"]) == (False, 1)


def test_likes_go_with_the_image_and_with_the_account(site: Site, bob: Person, alice: Person, shown: str) -> None:
    other = prepared(site, alice, privacy="public")
    for image_id in (shown, other):
        bob.put(f"/images/{image_id}/like")
    alice.delete(f"/images/{shown}", forever="true")
    with site.app.app_context(), reading():
        assert [row.thing_id for row in db.session.scalars(db.select(Like))] == [other]
        assert [row.thing_id for row in db.session.scalars(db.select(Tally))] == [other]
    closed = bob.call("DELETE", "/me", json={"password": bob.password, "name": bob.name})
    assert closed.status_code in (200, 204), closed.text
    site.work_off("erase-account")
    assert counts(alice, other) == (0, False)
