"""GET /images: explore, one person's pictures, some by id; pages that stay the same while things are added."""

import base64
import json

import pytest

from tests.people import Person
from tests.site import Site
from tests.states import set_image


@pytest.fixture
def seven(alice: Person, site: Site) -> list[str]:
    """Seven open pictures of alice, oldest first."""
    ids = [alice.adds(title=str(number), privacy="public") for number in range(7)]
    for image_id in ids:
        set_image(site, image_id, state="ready", review="passed")
    return ids


def cursor(*parts: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def walk(person: Person, path: str = "/images", **query: object) -> list[str]:
    """Every id of a list, page by page."""
    found, asked = [], dict(query)
    while True:
        page = person.get(path, **asked).json
        found += [item["id"] for item in page["items"]]
        if page["next"] is None:
            return found
        asked["cursor"] = page["next"]


def test_explore_shows_the_newest_first(visitor: Person, seven: list[str]) -> None:
    assert visitor.ids() == seven[::-1]


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 8, 100])
def test_pages_hold_everything_once(visitor: Person, seven: list[str], limit: int) -> None:
    assert walk(visitor, limit=limit) == seven[::-1]


def test_pages_are_as_long_as_asked(visitor: Person, seven: list[str]) -> None:
    assert [len(visitor.ids(limit=limit)) for limit in (1, 3, 7)] == [1, 3, 7]


def test_thirty_are_given_unless_asked(alice: Person) -> None:
    for number in range(31):
        alice.adds(title=str(number))
    page = alice.get("/images", owner="alice").json
    assert (len(page["items"]), page["next"] is None) == (30, False)


def test_a_page_stays_while_others_are_added(alice: Person, site: Site, seven: list[str]) -> None:
    first = alice.get("/images", limit=3).json
    set_image(site, alice.adds(privacy="public"), state="ready", review="passed")
    rest = alice.get("/images", limit=10, cursor=first["next"]).json
    assert [item["id"] for item in first["items"] + rest["items"]] == seven[::-1]


def test_a_page_stays_while_its_last_one_is_thrown_away(alice: Person, seven: list[str]) -> None:
    first = alice.get("/images", limit=3).json
    alice.delete(f"/images/{first['items'][-1]['id']}")
    assert alice.ids(limit=10, cursor=first["next"]) == seven[3::-1]


@pytest.mark.parametrize("query", [{}, {"owner": "alice"}])
def test_the_oldest_come_first_when_asked_for(alice: Person, seven: list[str], query: dict[str, str]) -> None:
    assert walk(alice, sort="oldest", limit=3, **query) == seven


def test_somebody_unknown_has_no_pictures(visitor: Person, seven: list[str]) -> None:
    assert visitor.get("/images", owner="nobody").json == {"items": [], "next": None}


def test_a_name_is_found_in_any_case(visitor: Person, seven: list[str]) -> None:
    assert visitor.ids(owner="ALICE") == seven[::-1]


def test_ones_own_list_has_what_is_pending_and_failed(alice: Person, bob: Person, site: Site) -> None:
    ids = [alice.adds(privacy="public") for _ in range(2)]
    set_image(site, ids[0], state="failed", problem="These bytes are broken.")
    shown = alice.get("/images", owner="alice").json["items"]
    assert [item["id"] for item in shown] == ids[::-1]
    assert shown[1]["problem"] == "These bytes are broken."
    assert bob.ids(owner="alice") == []


def test_some_come_in_the_order_asked_for(visitor: Person, seven: list[str]) -> None:
    asked = [seven[4], seven[1], "0" * 26, seven[4], seven[6]]
    assert visitor.ids(ids=asked) == [seven[4], seven[1], seven[6]]


def test_an_image_in_a_list_is_whole(alice: Person, seven: list[str]) -> None:
    listed = alice.get("/images", owner="alice", limit=1).json["items"][0]
    assert listed == alice.image(seven[-1])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("limit", "0"),
        ("limit", "101"),
        ("limit", "x"),
        ("sort", "sideways"),
        ("owner", "x" * 31),
        ("cursor", "x" * 401),
    ],
)
def test_what_cannot_be_asked_for_is_named(visitor: Person, name: str, value: str) -> None:
    answer = visitor.get("/images", **{name: value})
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, name)


@pytest.mark.parametrize(
    "forged",
    ["x", "!!!", "é", cursor(), cursor(1), cursor("a", "b"), cursor("\ud800"), cursor("a\x00b"), "bnVsbA"],
)
@pytest.mark.parametrize("path", ["/images", "/me/trash"])
def test_a_forged_cursor_is_refused(alice: Person, path: str, forged: str) -> None:
    answer = alice.get(path, owner="alice", cursor=forged)
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "cursor")


@pytest.mark.parametrize("moment", ["soon", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2024", ""])
def test_a_cursor_of_no_time_is_refused(alice: Person, moment: str) -> None:
    answer = alice.get("/me/trash", cursor=cursor(moment, "0" * 26))
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "cursor")


def test_no_more_than_a_hundred_are_asked_for_by_id(visitor: Person) -> None:
    assert visitor.get("/images", ids=["0" * 26] * 101).status_code == 422
