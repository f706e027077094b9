"""Suspending accounts, opening them again, and giving roles."""

import pytest

from tests.admin.rooms import Room
from tests.people import Person
from tests.site import Site
from tests.states import prepared


def role_of(person: Person) -> str:
    return str(person.get("/me").json["role"])


def test_a_suspended_account_is_out_at_once(site: Site, mod: Person, alice: Person) -> None:
    browser = Room(site, alice).browser
    Room(site, mod).press("accounts", "suspend", alice.id)
    assert browser.get("/me").status_code == 401
    assert alice.get("/me").status_code == 401


def test_pictures_of_a_suspended_account_are_hidden_at_once(
    site: Site, mod: Person, alice: Person, bob: Person
) -> None:
    image_id = prepared(site, alice, privacy="public")
    assert bob.sees(image_id)
    Room(site, mod).press("accounts", "suspend", alice.id)
    assert not bob.sees(image_id)
    assert (bob.ids(), bob.ids(owner="alice")) == ([], [])
    assert bob.get(f"/images/{image_id}/renditions/400").status_code == 404


def test_an_opened_account_is_as_before(site: Site, mod: Person, alice: Person, bob: Person) -> None:
    image_id, room = prepared(site, alice, privacy="public"), Room(site, mod)
    room.press("accounts", "suspend", alice.id)
    room.press("accounts", "release", alice.id)
    assert (alice.get("/me").status_code, bob.ids()) == (200, [image_id])


def test_a_login_from_before_stays_ended(site: Site, mod: Person, alice: Person) -> None:
    browser, room = Room(site, alice).browser, Room(site, mod)
    room.press("accounts", "suspend", alice.id)
    room.press("accounts", "release", alice.id)
    assert browser.get("/me").status_code == 401


@pytest.mark.parametrize("token", ["", "forged"])
def test_without_the_pages_token_nothing_is_done(site: Site, mod: Person, alice: Person, token: str) -> None:
    assert Room(site, mod).press("accounts", "suspend", alice.id, token=token).status_code in (400, 403)
    assert alice.get("/me").status_code == 200


@pytest.mark.parametrize("role", ["moderator", "admin", "member"])
def test_an_admin_gives_roles(site: Site, ada: Person, alice: Person, role: str) -> None:
    Room(site, ada).press("accounts", f"make_{role}", alice.id)
    assert role_of(alice) == role


def test_a_role_counts_at_once(site: Site, ada: Person, alice: Person) -> None:
    browser = Room(site, alice).browser
    Room(site, ada).press("accounts", "make_moderator", alice.id)
    assert browser.page("/admin/held/").status_code == 200


@pytest.mark.parametrize("role", ["moderator", "admin"])
def test_a_moderator_gives_no_roles(site: Site, mod: Person, alice: Person, role: str) -> None:
    room = Room(site, mod)
    room.press("accounts", f"make_{role}", alice.id)
    assert role_of(alice) == "member"
    assert "You may not do that" in room.page("accounts").text


@pytest.mark.parametrize("role", ["member", "moderator"])
def test_nobody_changes_their_own_role(site: Site, ada: Person, role: str) -> None:
    Room(site, ada).press("accounts", f"make_{role}", ada.id)
    assert role_of(ada) == "admin"


@pytest.mark.parametrize("who", ["mod", "ada"])
def test_nobody_suspends_themselves(site: Site, request: pytest.FixtureRequest, who: str) -> None:
    person: Person = request.getfixturevalue(who)
    Room(site, person).press("accounts", "suspend", person.id)
    assert person.get("/me").status_code == 200


def test_a_moderator_suspends_no_admin_and_no_moderator(site: Site, mod: Person, ada: Person) -> None:
    other, room = site.person("max", "moderator"), Room(site, mod)
    for person in (ada, other):
        room.press("accounts", "suspend", person.id)
    assert (ada.get("/me").status_code, other.get("/me").status_code) == (200, 200)


def test_an_admin_suspends_a_moderator_whom_no_moderator_lets_back(site: Site, mod: Person, ada: Person) -> None:
    other = site.person("max", "moderator")
    Room(site, ada).press("accounts", "suspend", other.id)
    Room(site, mod).press("accounts", "release", other.id)
    assert other.get("/me").status_code == 401


def test_when_one_of_several_may_not_be_touched_none_is(site: Site, mod: Person, alice: Person, ada: Person) -> None:
    Room(site, mod).press("accounts", "suspend", alice.id, ada.id)
    assert alice.get("/me").status_code == 200


def test_somebody_unknown_is_passed_over(site: Site, mod: Person, alice: Person) -> None:
    Room(site, mod).press("accounts", "suspend", "0" * 26, alice.id)
    assert alice.get("/me").status_code == 401
