"""Confirming an address and changing it: only who reads its mail has it, and only with the password."""

import pytest

from cms.settings import Settings
from tests.people import Browser, Person, solved
from tests.site import PASSWORD, Site, token_in

ANNA = {"name": "anna", "email": "anna@example.org", "password": "a long enough secret"}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Of a site with the usual limits."""
    return settings.model_copy(update={"rate_scale": 1.0})


@pytest.fixture
def anna(site: Site, alice: Person) -> Browser:
    """Just registered."""
    page = site.page
    assert page.post("/accounts", {**ANNA, **solved(page)}).status_code == 201
    return page


def confirms(site: Site, email: str) -> int:
    """Opens the link of the last mail to this address."""
    return site.visitor.post(f"/email-confirmation/{token_in(site.letters(email)[-1])}").status_code


def addresses(person: Person) -> tuple[str | None, str | None]:
    own = person.get("/me").json
    return own["email"], own["unconfirmed_email"]


def test_whoever_registers_gets_a_mail_that_confirms(site: Site, anna: Browser) -> None:
    assert confirms(site, "anna@example.org") == 204
    assert addresses(anna) == ("anna@example.org", None)


def test_opening_the_link_twice_is_no_mistake(site: Site, anna: Browser) -> None:
    assert [confirms(site, "anna@example.org") for _ in range(2)] == [204, 204]


@pytest.mark.parametrize("token", ["x", "x" * 43])
def test_a_guessed_link_confirms_nothing(site: Site, anna: Browser, visitor: Person, token: str) -> None:
    assert visitor.post(f"/email-confirmation/{token}").status_code == 404
    assert addresses(anna) == (None, "anna@example.org")


def test_one_logs_in_by_an_address_that_is_not_confirmed_yet(site: Site, anna: Browser) -> None:
    assert site.page.logs_in("Anna@example.org", ANNA["password"]).status_code == 200


def test_an_address_is_whose_who_confirmed_it(site: Site, anna: Browser, visitor: Person) -> None:
    eve = site.page
    eve.post("/accounts", {**ANNA, "name": "eve", "password": "quite another secret", **solved(eve)})
    letters = site.letters("anna@example.org")
    assert site.visitor.post(f"/email-confirmation/{token_in(letters[0])}").status_code == 204
    assert site.visitor.post(f"/email-confirmation/{token_in(letters[1])}").status_code == 409
    assert site.page.logs_in("anna@example.org", ANNA["password"]).json["name"] == "anna"
    assert site.page.logs_in("anna@example.org", "quite another secret").status_code == 401


def test_another_mail_comes_when_one_asks(site: Site, anna: Browser) -> None:
    assert anna.post("/me/email-confirmation").status_code == 204
    assert len(site.letters("anna@example.org")) == 2


def test_one_asks_so_often_an_hour(anna: Browser) -> None:
    assert [anna.post("/me/email-confirmation").status_code for _ in range(6)] == [204] * 5 + [429]


def test_there_is_nothing_to_confirm_twice(alice: Person) -> None:
    assert alice.post("/me/email-confirmation").status_code == 409


def test_a_new_address_counts_once_it_is_confirmed(site: Site, alice: Person) -> None:
    assert alice.post("/me/email", {"email": "New@example.org", "password": PASSWORD}).status_code == 204
    assert addresses(alice) == ("alice@example.org", "new@example.org")
    assert confirms(site, "new@example.org") == 204
    assert addresses(alice) == ("new@example.org", None)
    assert "another address" in site.letters("alice@example.org")[0]["Subject"]


def test_without_the_password_the_address_stays(site: Site, alice: Person) -> None:
    refused = alice.post("/me/email", {"email": "eve@example.org", "password": "not the right one"})
    assert (refused.status_code, refused.json["type"]) == (422, "/problems/wrong-password")
    assert addresses(alice) == ("alice@example.org", None)
    assert site.letters() == []


def test_a_link_for_an_address_that_one_thought_better_of_is_over(site: Site, alice: Person, visitor: Person) -> None:
    alice.post("/me/email", {"email": "first@example.org", "password": PASSWORD})
    token = token_in(site.letters("first@example.org")[0])
    alice.post("/me/email", {"email": "second@example.org", "password": PASSWORD})
    assert visitor.post(f"/email-confirmation/{token}").status_code == 404


def test_the_address_that_one_has_cancels_the_new_one(site: Site, alice: Person) -> None:
    alice.post("/me/email", {"email": "first@example.org", "password": PASSWORD})
    alice.post("/me/email", {"email": "alice@example.org", "password": PASSWORD})
    assert addresses(alice) == ("alice@example.org", None)


def test_taking_anothers_address_is_told_to_the_other_alone(site: Site, alice: Person, bob: Person) -> None:
    assert bob.post("/me/email", {"email": "alice@example.org", "password": PASSWORD}).status_code == 204
    assert "already" in site.letters("alice@example.org")[0]["Subject"]
    assert addresses(alice) == ("alice@example.org", None)
