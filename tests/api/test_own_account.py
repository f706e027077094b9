"""GET and PATCH /me, and what everyone may know of somebody."""

import pytest

from tests.people import Person
from tests.site import Site


def test_one_sees_ones_own_account(alice: Person) -> None:
    assert alice.get("/me").json == {
        "name": "alice",
        "display_name": "Alice",
        "email": "alice@example.org",
        "unconfirmed_email": None,
        "phone": None,
        "role": "member",
        "language": "en",
        "time_zone": "UTC",
        "understanding": True,
        "locked": False,
        "asked_to_lock": False,
        "hide_counts": False,
        "shows_up_to": "safe",
        "picture": None,
        "has_totp": False,
        "passkeys": 0,
        "usage": {"bytes": 0, "images": 0, "quota_bytes": None, "quota_images": None},
    }


def test_a_change_is_kept(alice: Person) -> None:
    change = {"display_name": "Åsa 李", "language": "zh", "time_zone": "Europe/Stockholm", "understanding": False}
    assert alice.patch("/me", change).status_code == 200
    assert {name: alice.get("/me").json[name] for name in change} == change


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("display_name", ""),
        ("display_name", "x" * 81),
        ("display_name", "a\nb"),
        ("display_name", None),
        ("language", "de"),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../../etc/passwd"),
        ("phone", "+46 12"),
        ("phone", "08-123 456 78"),
        ("phone", "nonsense"),
        ("picture", "01ARZ3NDEKTSV4RRFFQ69G5FAV"),
        ("has_totp", True),
        ("role", "admin"),
        ("name", "other"),
        ("email", "other@example.org"),
    ],
)
def test_what_cannot_be_taken_is_refused_and_nothing_changes(alice: Person, field: str, value: object) -> None:
    before = alice.get("/me").json
    answer = alice.patch("/me", {"language": "sv", field: value})
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, field)
    assert alice.get("/me").json == before


def test_a_phone_number_comes_and_goes(alice: Person) -> None:
    assert alice.patch("/me", {"phone": "+46 8 123 456 78"}).json["phone"] == "+46812345678"
    assert alice.patch("/me", {"phone": None}).json["phone"] is None


@pytest.mark.parametrize("is_locked", [True, False])
def test_whoever_chose_locked_or_open_was_asked(alice: Person, is_locked: bool) -> None:
    own = alice.patch("/me", {"locked": is_locked}).json
    assert (own["locked"], own["asked_to_lock"]) == (is_locked, True)


def test_a_picture_of_ones_own_stands_for_one(alice: Person) -> None:
    image_id = alice.adds()
    own = alice.patch("/me", {"picture": image_id}).json
    place = f"/api/v1/images/{image_id}/renditions"
    assert own["picture"] == {"64": f"{place}/64", "400": f"{place}/400"}
    assert alice.patch("/me", {"picture": None}).json["picture"] is None


def test_nobody_is_stood_for_by_anothers_picture(alice: Person, bob: Person) -> None:
    refused = bob.patch("/me", {"picture": alice.adds(privacy="public")})
    assert (refused.status_code, refused.json["errors"][0]["field"]) == (422, "picture")


def test_an_erased_picture_stands_for_nobody(alice: Person) -> None:
    image_id = alice.adds()
    alice.patch("/me", {"picture": image_id})
    alice.delete(f"/images/{image_id}", forever="true")
    assert alice.get("/me").json["picture"] is None


def test_understanding_switched_off_holds_for_new_pictures(alice: Person) -> None:
    alice.patch("/me", {"understanding": False})
    assert alice.upload().json["understanding"] == "off"


def test_a_visitor_has_no_account(visitor: Person) -> None:
    assert (visitor.get("/me").status_code, visitor.patch("/me", {}).status_code) == (401, 401)


def test_everyone_may_know_a_name(alice: Person, visitor: Person) -> None:
    told = visitor.get("/people/Alice").json
    assert (told["name"], told["display_name"], told["relation"]) == ("alice", "Alice", None)


def test_who_is_suspended_or_unknown_is_not_there(site: Site, visitor: Person) -> None:
    site.person("sam", active=False)
    assert [visitor.get(f"/people/{name}").status_code for name in ("sam", "nobody")] == [404, 404]
