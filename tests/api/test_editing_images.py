"""PATCH /images/ID: what a person says of a picture."""

import pytest

from tests.people import Person
from tests.site import Site
from tests.states import prepared, row_of

WORDS = {
    "title": "Dune",
    "description": "Sand,\nand wind",
    "alt_text": "A yellow dune",
    "licence": "CC-BY-4.0",
    "author": "Åsa 李",
    "source_url": "https://example.org/dune",
    "privacy": "public",
    "rating": 4,
}


def test_what_is_said_is_kept_and_shown(alice: Person) -> None:
    image_id = alice.adds()
    answer = alice.patch(f"/images/{image_id}", WORDS)
    assert answer.status_code == 200
    assert {name: answer.json[name] for name in WORDS} == WORDS
    assert {name: alice.image(image_id)[name] for name in WORDS} == WORDS


def test_only_what_is_named_changes(alice: Person) -> None:
    image_id = alice.adds(title="old", description="stays")
    image = alice.patch(f"/images/{image_id}", {"title": "new"}).json
    assert (image["title"], image["description"]) == ("new", "stays")


def test_tags_replace_the_ones_before_and_keep_their_order(alice: Person) -> None:
    image_id = alice.adds(tags=["one", "two"])
    image = alice.patch(f"/images/{image_id}", {"tags": ["zoo", " Two  words ", "ZOO", ""]}).json
    assert [(tag["key"], tag["label"]) for tag in image["tags"]] == [("zoo", "zoo"), ("two-words", "Two words")]


def test_no_tags_take_all_away(alice: Person) -> None:
    image_id = alice.adds(tags=["one", "two"])
    assert alice.patch(f"/images/{image_id}", {"tags": []}).json["tags"] == []


def test_a_chosen_category_is_the_users(alice: Person) -> None:
    image = alice.patch(f"/images/{alice.adds()}", {"category": "food"}).json
    assert (image["category"]["key"], image["category"]["source"]) == ("food", "user")


@pytest.mark.parametrize(("language", "label"), [("en", "food"), ("sv-SE", "mat"), ("zh-CN", "美食"), ("de", "food")])
def test_the_label_is_in_the_callers_language(alice: Person, language: str, label: str) -> None:
    image_id = alice.adds(category="food")
    answer = alice.call("GET", f"/images/{image_id}", headers={"Accept-Language": language})
    assert answer.json["category"]["label"] == label


@pytest.mark.parametrize("field", ["id", "owner_id", "sha256", "state", "review", "effective_privacy", "nonsense"])
def test_fields_that_are_not_theirs_to_set_are_refused(alice: Person, field: str) -> None:
    image_id = alice.adds(title="as it was")
    answer = alice.patch(f"/images/{image_id}", {field: "ready", "title": "changed"})
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, field)
    assert alice.image(image_id)["title"] == "as it was"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("rating", 6),
        ("rating", -1),
        ("rating", "many"),
        ("category", "dragons"),
        ("category", None),
        ("privacy", "friends"),
        ("privacy", None),
        ("title", "x" * 201),
        ("title", "a\x00b"),
        ("title", None),
        ("source_url", "javascript:alert(1)"),
        ("source_url", "https://[broken"),
        ("tags", "no list"),
        ("tags", ["x" * 61]),
        ("tags", [str(n) for n in range(51)]),
        ("taken_at", "yesterday"),
    ],
)
def test_what_cannot_be_taken_is_refused_and_named(alice: Person, field: str, value: object) -> None:
    image_id = alice.adds()
    before = alice.image(image_id)
    answer = alice.patch(f"/images/{image_id}", {field: value})
    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    assert answer.json["errors"][0]["field"].split(".")[0] == field
    assert alice.image(image_id) == before


@pytest.mark.parametrize("rating", [0, 5, None])
def test_a_rating_goes_from_nothing_to_five(alice: Person, rating: int | None) -> None:
    assert alice.patch(f"/images/{alice.adds(rating=3)}", {"rating": rating}).json["rating"] == rating


@pytest.mark.parametrize("moment", ["2024-05-06T07:08:09+02:00", "2024-05-06T07:08:09", "1850-01-01T00:00:00-11:30"])
def test_the_time_of_a_picture_keeps_its_offset(alice: Person, moment: str) -> None:
    image_id = alice.adds()
    assert alice.patch(f"/images/{image_id}", {"taken_at": moment}).json["taken_at"] == moment
    assert alice.get("/me/timeline").json["days"] == [{"day": moment[:10], "count": 1}]


def test_a_time_taken_away_leaves_the_day_it_was_added(alice: Person, site: Site) -> None:
    image_id = alice.adds(taken_at="1999-01-01T12:00:00+02:00")
    image = alice.patch(f"/images/{image_id}", {"taken_at": None}).json
    row = row_of(site, image_id)
    assert (image["taken_at"], row.taken_offset) == (None, None)
    assert alice.get("/me/timeline").json["days"][0]["day"] == image["created_at"][:10]


def test_what_others_see_is_not_theirs_to_change(alice: Person, bob: Person, site: Site) -> None:
    image_id = prepared(site, alice, title="mine", privacy="public")
    assert bob.patch(f"/images/{image_id}", {"title": "yours"}).status_code == 403
    assert alice.image(image_id)["title"] == "mine"


@pytest.mark.parametrize("body", ["[]", "3", '"text"', "null"])
def test_a_body_that_is_no_object_is_refused(alice: Person, body: str) -> None:
    answer = alice.call("PATCH", f"/images/{alice.adds()}", data=body, content_type="application/json")
    assert answer.status_code == 422


@pytest.mark.parametrize("body", ["", "{", "{'a': 1}", "\xff", "[" * 100_000])
def test_a_body_that_is_no_json_is_refused(alice: Person, body: str) -> None:
    answer = alice.call("PATCH", f"/images/{alice.adds()}", data=body, content_type="application/json")
    assert (answer.status_code, answer.content_type) == (400, "application/problem+json")


def test_a_change_of_what_somebody_changed_meanwhile_is_refused(alice: Person) -> None:
    image_id = alice.adds()
    tag = alice.get(f"/images/{image_id}").headers["ETag"]
    first = alice.patch(f"/images/{image_id}", {"title": "first"}, headers={"If-Match": tag})
    late = alice.patch(f"/images/{image_id}", {"title": "late"}, headers={"If-Match": tag})
    assert (first.status_code, late.status_code) == (200, 412)
    assert alice.image(image_id)["title"] == "first"


def test_a_change_of_what_is_as_it_was_seen_is_taken(alice: Person) -> None:
    image_id = alice.adds()
    first = alice.patch(f"/images/{image_id}", {"title": "first"})
    seen = {"If-Match": first.headers["ETag"]}
    assert alice.patch(f"/images/{image_id}", {"title": "next"}, headers=seen).status_code == 200
