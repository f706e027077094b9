"""A change that a page of another site could send with somebody's cookie is refused and changes nothing."""

import pytest

from tests.access.doors import Doors
from tests.access.roles import ROUTES
from tests.access.test_roles import changed, route_named
from tests.people import Person
from tests.site import PASSWORD

CHANGES = [name for name in ROUTES if not name.startswith("GET")]
OURS, FOREIGN = "http://localhost", "https://evil.example"
OF_OTHERS = {"POST /api/v1/reports", "POST /api/v1/takedowns"}
"""What one does to things of others alone."""

FORGED = {
    "without a token": {},
    "with an empty token": {"X-CSRFToken": ""},
    "with a wrong token": {"X-CSRFToken": "IjEi.aaaa.bbbb"},
    "with the token of another login": {"X-CSRFToken": "THEIRS"},
    "from a page elsewhere, with the token": {"X-CSRFToken": "OWN", "Origin": FOREIGN},
    "from a page that hides where it is": {"X-CSRFToken": "OWN", "Origin": "null"},
    "from a page elsewhere, as a form": {"Origin": FOREIGN, "Content-Type": "text/plain"},
}


@pytest.fixture(scope="module")
def browsers(doors: Doors) -> dict[str, tuple[Person, str]]:
    """The owner, an admin and a stranger with cookies, each with the token of their login."""
    return {who: logged_in(doors, doors.people[who]) for who in ("owner", "admin", "stranger")}


def logged_in(doors: Doors, person: Person) -> tuple[Person, str]:
    browser = doors.site.browser
    answer = browser.post("/session", {"login": person.name, "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    return browser, str(browser.get("/session").json["csrf_token"])


@pytest.mark.parametrize("name", CHANGES)
def test_a_forged_change_is_refused(doors: Doors, browsers: dict[str, tuple[Person, str]], name: str) -> None:
    route, theirs = route_named(doors, name), browsers["stranger"][1]
    person, own = browsers["admin" if name.startswith("POST /admin") else "owner"]
    address = doors.address(route)
    before = doors.contents()
    for way, headers in FORGED.items():
        told = {key: text.replace("OWN", own).replace("THEIRS", theirs) for key, text in headers.items()}
        answer = doors.knock(person, route, address, headers=told)
        assert answer.status_code == 403, (way, answer.text)
        assert answer.json["type"] in ("/problems/bad-csrf-token", "/problems/foreign-origin"), way
    assert changed(before, doors.contents()) == []


@pytest.mark.parametrize("name", [name for name in CHANGES if name != "DELETE /api/v1/session"])
def test_the_same_change_from_our_own_page_comes_through(
    doors: Doors, browsers: dict[str, tuple[Person, str]], name: str
) -> None:
    route = route_named(doors, name)
    usual = "stranger" if name in OF_OTHERS else "owner"
    who = doors.person("admin" if name.startswith("POST /admin") else usual, route)
    person, own = logged_in(doors, who)
    answer = doors.knock(person, route, doors.address(route), headers={"X-CSRFToken": own, "Origin": OURS})
    assert answer.status_code not in (401, 403)


@pytest.mark.parametrize("name", CHANGES)
def test_a_foreign_page_without_any_login_is_refused_too(doors: Doors, name: str) -> None:
    route = route_named(doors, name)
    address = doors.address(route)
    before = doors.contents()
    answer = doors.knock(doors.site.visitor, route, address, headers={"Origin": FOREIGN})
    assert (answer.status_code, answer.json["type"]) == (403, "/problems/foreign-origin")
    assert changed(before, doors.contents()) == []


@pytest.mark.parametrize("address", [f"http://user@localhost:80@{FOREIGN[8:]}", "http://localhost.", "localhost", "*"])
def test_an_origin_that_only_looks_like_ours_is_foreign(doors: Doors, address: str) -> None:
    answer = doors.site.visitor.post("/session", {}, headers={"Origin": address})
    assert answer.status_code == 403
