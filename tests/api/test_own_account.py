"""GET and PATCH /me, and what everyone may know of somebody."""

import pytest

from tests.people import Person
from tests.site import Site


def test_one_sees_ones_own_account(alice: Person) -> None:
    assert alice.get("/me").json == {
        "name": "alice",
        "display_name": "Alice",
        "email": "alice@example.org",
        "role": "member",
        "language": "en",
        "time_zone": "UTC",
        "understanding": True,
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
