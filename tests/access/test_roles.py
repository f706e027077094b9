"""The table of roles is what happens: every role knocks at every route."""

import pytest

from tests.access.bodies import BODIES, FORMS
from tests.access.doors import Doors
from tests.access.roles import PEOPLE, ROUTES, fate
from tests.routes import Route, routes_of

DENIED = {"401", "403", "404"}


def route_named(doors: Doors, name: str) -> Route:
    found = [route for route in routes_of(doors.site.app) if route.name == name]
    if not found:
        pytest.fail(f"There is no route {name}: take its line out of ROUTES in tests/access/roles.py")
    return found[0]


def test_every_route_is_in_the_table(doors: Doors) -> None:
    unlisted = [route.name for route in routes_of(doors.site.app) if route.name not in ROUTES]
    hint = "add a line for each to ROUTES in tests/access/roles.py, such as:\n" + "\n".join(
        f'    "{name}": MEMBERS,' for name in unlisted
    )
    assert not unlisted, hint
    assert not (BODIES.keys() | FORMS.keys()) - ROUTES.keys()


@pytest.mark.parametrize("name", ROUTES)
def test_everyone_is_let_in_or_turned_away_as_the_table_says(doors: Doors, name: str) -> None:
    route = route_named(doors, name)
    address, before, found = doors.address(route), {}, {}
    for who in sorted(PEOPLE, key=lambda who: who == "owner"):
        person, before = doors.person(who, route), doors.contents()
        answer = doors.knock(person, route, address)
        found[who] = told_fate(answer.status_code)
        answer.close()
        if found[who] in DENIED:
            assert changed(before, doors.contents()) == [], f"{who} was turned away and changed something"
    assert found == {who: fate(name, who) for who in PEOPLE}


def told_fate(status: int) -> str:
    assert status < 500
    assert status != 405
    return str(status) if str(status) in DENIED else "in"


def changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """The tables that are not as they were."""
    return [name for name in after if before[name] != after[name]]


@pytest.mark.parametrize("name", [name for name in ROUTES if name.startswith("GET")])
def test_looking_changes_nothing_with_get_nor_with_head(doors: Doors, name: str) -> None:
    route = route_named(doors, name)
    address = doors.address(route)
    for who in PEOPLE:
        person, before = doors.person(who, route), doors.contents()
        statuses = set()
        for method in ("GET", "HEAD", "OPTIONS"):
            answer = person.at(method, address)
            statuses |= {answer.status_code} if method != "OPTIONS" else set()
            answer.close()
        assert changed(before, doors.contents()) == [], who
        assert len(statuses) == 1, f"{who}: GET and HEAD differ"


def test_a_method_in_disguise_is_not_believed(doors: Doors) -> None:
    image_id, owner = doors.fresh_image(), doors.people["owner"]
    before = doors.contents()
    for header in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
        owner.call("GET", f"/images/{image_id}", headers={header: "DELETE"})
        owner.call("GET", f"/images/{image_id}?_method=DELETE", headers={header: "PATCH"})
    assert changed(before, doors.contents()) == []
