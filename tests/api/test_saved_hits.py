"""What saved searches find and count, for whom they are; and the albums that are frozen of them."""

from dataclasses import replace
from typing import Any

import pytest

from cms.index import open_index
from cms.saved_searches import service
from tests.people import Person
from tests.saved import PATH, changes, saves, told
from tests.site import Site
from tests.states import prepared


def test_its_pictures_are_those_of_the_search_newest_first_or_as_saved(site: Site, alice: Person) -> None:
    ids = [alice.adds(title="dog", privacy="public") for _ in range(3)]
    alice.adds(title="boat", privacy="public")
    site.work_off()
    newest, oldest = saves(alice), saves(alice, "q=dog&sort=oldest", name="Old dogs")
    first = alice.get(f"{PATH}/{newest['id']}/images", limit=2).json
    assert [item["id"] for item in first["items"]] == ids[:0:-1]
    assert alice.ids(f"{PATH}/{newest['id']}/images", cursor=first["next"]) == ids[:1]
    assert alice.ids(f"{PATH}/{oldest['id']}/images") == ids
    assert alice.get(f"{PATH}/{newest['id']}/images", cursor="bad").status_code == 422
    assert told(alice, newest["id"])["total"] == {"value": 3, "exact": True}


def test_what_was_added_since_it_was_opened_is_new(site: Site, alice: Person, bob: Person) -> None:
    prepared(site, bob, title="dog", privacy="public")
    site.work_off()
    followed, other = saves(alice, follow=True), saves(alice, name="Not followed")
    for privacy in ("public", "public", "private"):
        bob.adds(title="dog", privacy=privacy)
    bob.adds(title="boat", privacy="public")
    site.work_off()
    assert [item["new"] for item in alice.get(PATH).json["items"]] == [0, 2]
    assert told(alice, followed["id"])["new"] == 2
    assert changes(alice, followed["id"], seen=True)["new"] == 0
    bob.adds(title="dog", privacy="public")
    site.work_off()
    assert told(alice, followed["id"])["new"] == 1
    assert (changes(alice, followed["id"], follow=False)["new"], told(alice, other["id"])["new"]) == (0, 0)


def test_a_search_among_ones_own_counts_ones_own(site: Site, alice: Person, bob: Person) -> None:
    mine = saves(alice, "q=dog&scope=mine", follow=True)
    for person in (alice, bob, alice):
        person.adds(title="dog", privacy="public")
    site.work_off()
    assert told(alice, mine["id"])["new"] == 2
    assert len(alice.ids(f"{PATH}/{mine['id']}/images")) == 2


def test_new_ones_are_counted_up_to_a_thousand(monkeypatch: pytest.MonkeyPatch, site: Site, alice: Person) -> None:
    assert service.MOST_NEW == 1000
    monkeypatch.setattr(service, "MOST_NEW", 2)
    made = saves(alice, follow=True)
    for _ in range(3):
        alice.adds(title="dog")
    site.work_off()
    assert told(alice, made["id"])["new"] == 2
    assert alice.get(PATH).json["items"][0]["new"] == 2


@pytest.mark.parametrize("blocker", ["alice", "bob"])
def test_a_block_takes_what_was_found_away(site: Site, alice: Person, bob: Person, blocker: str) -> None:
    made = saves(alice, follow=True)
    image_id = prepared(site, bob, title="dog", privacy="public")
    site.work_off()
    assert (told(alice, made["id"])["new"], alice.ids(f"{PATH}/{made['id']}/images")) == (1, [image_id])
    person, other = (alice, bob) if blocker == "alice" else (bob, alice)
    assert person.put(f"/me/blocks/{other.name}").status_code == 204
    again = told(alice, made["id"])
    assert (again["new"], again["total"]["value"], alice.ids(f"{PATH}/{made['id']}/images")) == (0, 0, [])
    assert alice.get(PATH).json["items"][0]["new"] == 0


def test_what_was_made_private_just_now_is_not_counted_though_the_index_has_not_heard(
    site: Site, alice: Person, bob: Person
) -> None:
    made = saves(alice, follow=True)
    image_id = prepared(site, bob, title="dog", privacy="public")
    site.work_off()
    assert told(alice, made["id"])["new"] == 1
    bob.patch(f"/images/{image_id}", {"privacy": "private"})
    again = told(alice, made["id"])
    assert (again["new"], again["total"]["value"]) == (0, 0)


def test_without_the_engine_pictures_are_still_found_and_nothing_is_counted(site: Site, alice: Person) -> None:
    made = saves(alice, follow=True)
    image_id = prepared(site, alice, title="dog")
    extensions = site.app.extensions
    away = open_index("elasticsearch://127.0.0.1:1/images")
    extensions["backends"] = replace(extensions["backends"], index=away)
    again = told(alice, made["id"])
    assert again["new"] is None
    assert "total" not in again
    assert alice.get(PATH).json["items"][0]["new"] is None
    assert alice.ids(f"{PATH}/{made['id']}/images") == [image_id]
    assert alice.post(f"{PATH}/{made['id']}/freeze", {"title": "x"}).status_code == 503


def test_the_own_pictures_that_it_finds_become_an_album(site: Site, alice: Person, bob: Person) -> None:
    mine = [prepared(site, alice, title="dog", category="animal", privacy="public") for _ in range(2)]
    prepared(site, alice, title="boat")
    prepared(site, bob, title="dog", privacy="public", category="animal")
    site.work_off()
    search_id = saves(alice, "q=dog&category=animal")["id"]
    answer = alice.post(f"{PATH}/{search_id}/freeze", {"title": "My dogs", "privacy": "followers"})
    assert answer.status_code == 201, answer.text
    album = answer.json
    assert answer.headers["Location"].endswith(f"/api/v1/albums/{album['id']}")
    assert (album["title"], album["privacy"], album["category"]["key"]) == ("My dogs", "followers", "animal")
    assert (album["counts"]["images"], album["left_out"]) == (2, {"value": 1, "exact": True})
    assert sorted(alice.ids(f"/albums/{album['id']}/images")) == sorted(mine)
    assert alice.image(mine[0])["effective_privacy"] == "followers"
    prepared(site, alice, title="dog", category="animal")
    site.work_off()
    assert len(alice.ids(f"/albums/{album['id']}/images")) == 2
    assert alice.get(f"{PATH}/{search_id}").status_code == 200


def test_a_frozen_album_is_private_and_empty_where_nothing_is_found(alice: Person) -> None:
    album = alice.post(f"{PATH}/{saves(alice)['id']}/freeze", {"title": "None"}).json
    assert (album["privacy"], album["counts"]["images"], album["category"]["key"]) == ("private", 0, "other")
    assert album["left_out"] == {"value": 0, "exact": True}


@pytest.mark.parametrize("body", [{}, {"title": " "}, {"title": "x", "privacy": "secret"}])
def test_an_album_needs_a_title_and_a_level(alice: Person, body: dict[str, Any]) -> None:
    search_id = saves(alice)["id"]
    assert alice.post(f"{PATH}/{search_id}/freeze", body).status_code == 422
    assert alice.get("/people/alice/albums").json["items"] == []


def test_freezing_again_with_one_key_makes_one_album(alice: Person) -> None:
    path, key = f"{PATH}/{saves(alice)['id']}/freeze", {"Idempotency-Key": "k"}
    first, again = (alice.post(path, {"title": "x"}, headers=key) for _ in range(2))
    assert first.json == again.json
    assert len(alice.ids("/people/alice/albums")) == 1


def test_more_than_fit_are_left_out_and_told(monkeypatch: pytest.MonkeyPatch, site: Site, alice: Person) -> None:
    monkeypatch.setattr(service, "MOST_FROZEN", 3)
    monkeypatch.setattr("cms.search.counting.TOGETHER", 2)
    ids = [alice.adds(title="dog") for _ in range(5)]
    site.work_off()
    album = alice.post(f"{PATH}/{saves(alice)['id']}/freeze", {"title": "x"}).json
    assert (album["counts"]["images"], album["left_out"]) == (3, {"value": 2, "exact": True})
    assert alice.ids(f"/albums/{album['id']}/images") == ids[:1:-1]
