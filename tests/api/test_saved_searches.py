"""Searches kept under a name: what they hold, and that they are their owner's alone."""

from typing import Any

import pytest

from cms.extensions import db
from cms.saved_searches import service
from cms.saved_searches.models import SavedSearch
from tests.people import Person
from tests.saved import PATH, changes, saves, told
from tests.site import Site


def test_a_search_is_kept_as_its_address_writes_it(alice: Person) -> None:
    made = saves(alice, "?layout=wide&q=big%20dog&tag=pet&tag=summer&cursor=abc&limit=7&unknown=1", follow=True)
    assert made["query"] == "q=big+dog&tag=pet&tag=summer&layout=wide"
    assert (made["name"], made["follow"], made["new"]) == ("Dogs", True, 0)
    assert made["total"] == {"value": 0, "exact": True}
    assert made["can"] == {"edit": True, "delete": True}
    assert told(alice, made["id"]) == made


def test_its_chips_are_those_of_the_search_itself(site: Site, alice: Person) -> None:
    album = alice.post("/albums", {"title": "Beach", "category": "other"}).json["id"]
    query = {"q": "dog", "tag": "pet", "album": album, "taken_from": "2024-01-01", "rating_min": "3"}
    made = saves(alice, "&".join(f"{name}={value}" for name, value in query.items()))
    chips = alice.get("/search", **query).json["chips"]
    assert [chip["label"] for chip in chips] == ["dog", "pet", "Beach", "2024-01-01–", "≥ 3"]
    assert made["chips"] == chips


def test_an_album_that_one_may_not_see_is_told_by_its_id_alone(alice: Person, bob: Person) -> None:
    album = alice.post("/albums", {"title": "Secret", "category": "other", "privacy": "private"}).json["id"]
    assert [chip["label"] for chip in saves(bob, f"album={album}")["chips"]] == [album]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "   "}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"name": "a\u0000b"}, "name"),
        ({"query": None}, "query"),
        ({"query": "category=zebra"}, "query.category.0"),
        ({"query": "layout=round&category=food"}, "query.layout.0"),
        ({"query": "rating_min=9"}, "query.rating_min"),
        ({"query": "taken_from=yesterday"}, "query.taken_from"),
        ({"query": "sort=best"}, "query.sort"),
        ({"query": "colour=ultraviolet"}, "query.colour"),
        ({"query": "q=" + "+".join(["word"] * 65)}, "query.q"),
        ({"query": "q=" + "x" * 1001}, "query.q"),
        ({"query": "tag=" + "&tag=".join(["x" * 240] * 21)}, "query.tag"),
        ({"query": "&".join(f"{name}={'犬' * 240}" for name in ("tag", "owner", "place", "camera") * 3)}, "query"),
        ({"follow": "perhaps"}, "follow"),
        ({"owner": "bob"}, "owner"),
    ],
)
def test_what_the_search_would_not_take_is_not_kept(alice: Person, fields: dict[str, Any], field: str) -> None:
    answer = alice.post(PATH, {"name": "Dogs", "query": "q=dog", **fields})
    assert answer.status_code == 422
    assert field in [error["field"] for error in answer.json["errors"]]
    assert alice.get(PATH).json["items"] == []


def test_words_that_the_search_answers_with_a_notice_are_kept(alice: Person) -> None:
    assert saves(alice, "q=(dog")["query"] == "q=%28dog"
    assert saves(alice, "", name="Everything")["chips"] == []
    assert saves(alice, "q=!!", name="Nothing")["total"] == {"value": 0, "exact": True}


def test_a_name_is_an_owners_once(alice: Person, bob: Person) -> None:
    first = saves(alice, name="  Dogs ")
    assert first["name"] == "Dogs"
    assert alice.post(PATH, {"name": "Dogs", "query": "q=cat"}).status_code == 409
    saves(bob, name="Dogs")
    cats = saves(alice, name="Cats")
    assert alice.patch(f"{PATH}/{cats['id']}", {"name": "Dogs"}).status_code == 409
    assert told(alice, cats["id"])["name"] == "Cats"
    assert changes(alice, first["id"], name="Dogs")["name"] == "Dogs"
    saves(alice, name="犬" * 100)


def test_one_keeps_two_hundred(monkeypatch: pytest.MonkeyPatch, alice: Person, bob: Person) -> None:
    assert service.MOST_SAVED == 200
    monkeypatch.setattr(service, "MOST_SAVED", 2)
    kept = [saves(alice, name=name)["id"] for name in "ab"]
    answer = alice.post(PATH, {"name": "c", "query": ""})
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/too-many-searches")
    saves(bob)
    assert alice.delete(f"{PATH}/{kept[0]}").status_code == 204
    saves(alice, name="c")


def test_the_same_request_again_keeps_one(alice: Person) -> None:
    body, key = {"name": "Dogs", "query": "q=dog"}, {"Idempotency-Key": "k"}
    first, again = (alice.post(PATH, body, headers=key) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json == again.json
    assert first.headers["Location"].endswith(f"/api/v1{PATH}/{first.json['id']}")
    assert len(alice.get(PATH).json["items"]) == 1


def test_changes_are_told_and_opening_is_none(alice: Person) -> None:
    made = saves(alice)
    seen = changes(alice, made["id"], seen=True)
    assert seen["changed_at"] == made["changed_at"]
    assert seen["seen_at"] > made["seen_at"]
    changed = changes(alice, made["id"], name="Cats", query="limit=3&q=cat", follow=True)
    assert (changed["name"], changed["query"], changed["follow"]) == ("Cats", "q=cat", True)
    assert changed["changed_at"] > made["changed_at"]
    assert changed["seen_at"] == seen["seen_at"]
    assert changes(alice, made["id"])["changed_at"] == changed["changed_at"]


@pytest.mark.parametrize("fields", [{"query": "category=zebra"}, {"seen": False}, {"name": ""}, {"new": 3}])
def test_a_change_that_cannot_be_is_not_made(alice: Person, fields: dict[str, Any]) -> None:
    made = saves(alice)
    assert alice.patch(f"{PATH}/{made['id']}", {"follow": True, **fields}).status_code == 422
    assert told(alice, made["id"]) == made


def test_a_change_of_an_older_version_is_refused(alice: Person) -> None:
    search_id = saves(alice)["id"]
    tag = alice.get(f"{PATH}/{search_id}").headers["ETag"]
    changes(alice, search_id, name="Cats")
    answer = alice.patch(f"{PATH}/{search_id}", {"name": "Birds"}, headers={"If-Match": tag})
    assert (answer.status_code, told(alice, search_id)["name"]) == (412, "Cats")


def test_the_list_is_newest_first_and_paged(alice: Person) -> None:
    made = [saves(alice, name=f"{number}")["id"] for number in range(5)]
    first = alice.get(PATH, limit=2).json
    second = alice.get(PATH, limit=2, cursor=first["next"]).json
    saves(alice, name="later")
    third = alice.get(PATH, limit=2, cursor=second["next"]).json
    pages = [[item["id"] for item in page["items"]] for page in (first, second, third)]
    assert pages == [made[:2:-1], made[2:0:-1], made[:1]]
    assert third["next"] is None
    assert "total" not in first["items"][0]
    assert alice.get(PATH, cursor="bad").status_code == 422


@pytest.mark.parametrize("who", ["bob", "mod", "ada"])
def test_to_everybody_else_it_is_not_there(request: pytest.FixtureRequest, alice: Person, who: str) -> None:
    person: Person = request.getfixturevalue(who)
    path = f"{PATH}/{saves(alice)['id']}"
    never = person.get(f"{PATH}/01ARZ3NDEKTSV4RRFFQ69G5FAV")
    found = person.get(path)
    assert {**found.json, "request_id": ""} == {**never.json, "request_id": ""}
    answers = [
        person.get(f"{path}/images"),
        person.patch(path, {"name": "Mine"}),
        person.post(f"{path}/freeze", {"title": "x"}),
        person.delete(path),
    ]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert person.get(PATH).json == {"items": [], "next": None}
    assert alice.get(path).json["name"] == "Dogs"


def test_it_goes_with_its_account(site: Site, alice: Person, bob: Person) -> None:
    saves(alice)
    kept = saves(bob)
    page = site.logged_in("alice")
    assert page.call("DELETE", "/me", json={"password": alice.password, "name": "alice"}).status_code == 204
    site.work_off("erase-account")
    with site.app.app_context():
        assert [row.id for row in db.session.query(SavedSearch)] == [kept["id"]]
