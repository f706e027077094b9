"""Making accounts: openly, or with the one-time link of a new site."""

from collections.abc import Iterator
from typing import Any

import pytest

from cms.accounts.models import Account
from cms.accounts.service import invite_first
from cms.extensions import db
from cms.settings import Settings
from cms.transaction import writing
from tests.people import Person
from tests.site import Site, open_site

ANNA = {"name": "Anna", "email": "Anna@Example.org", "password": "a long enough secret"}


def names(site: Site) -> list[str]:
    with site.app.app_context():
        return sorted(db.session.scalars(db.select(Account.name)).all())


def first_link(site: Site) -> str | None:
    with site.app.app_context(), writing():
        return invite_first()


@pytest.fixture(params=["closed", "invite"])
def guarded(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Site]:
    """A site that takes nobody by itself."""
    made = open_site(settings.model_copy(update={"registration": request.param}))
    yield made
    with made.app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_whoever_registers_is_logged_in_as_a_member(site: Site, alice: Person) -> None:
    browser = site.browser
    answer = browser.post("/accounts", ANNA)
    assert (answer.status_code, answer.json["name"], answer.json["role"]) == (201, "anna", "member")
    assert browser.get("/me").json["email"] == "anna@example.org"


def test_the_password_is_nowhere_in_the_answer_or_the_row(site: Site, alice: Person) -> None:
    answer = site.browser.post("/accounts", ANNA)
    with site.app.app_context():
        row = db.session.scalar(db.select(Account).filter_by(name="anna"))
    assert ANNA["password"] not in answer.text + row.password
    assert row.password.startswith("$argon2")


def test_every_character_of_a_password_counts(site: Site, alice: Person, visitor: Person) -> None:
    spaced = "  a long enough secret "
    visitor.post("/accounts", {**ANNA, "password": spaced})
    found = {
        word: visitor.post("/session", {"login": "anna", "password": word}).status_code
        for word in (spaced, spaced.strip())
    }
    assert found == {spaced: 200, spaced.strip(): 401}


@pytest.mark.parametrize(("field", "value"), [("name", "ALICE"), ("email", "ALICE@example.org")])
def test_what_is_taken_is_named(site: Site, alice: Person, visitor: Person, field: str, value: str) -> None:
    answer = visitor.post("/accounts", {**ANNA, field: value})
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, field)
    assert names(site) == ["alice"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "a"),
        ("name", "-anna"),
        ("name", "an na"),
        ("name", "a" * 31),
        ("name", "an/na"),
        ("name", "ánna"),
        ("email", "anna"),
        ("email", "anna@"),
        ("email", "a" * 250 + "@example.org"),
        ("password", "short"),
        ("password", "aaaaaaaaaaaa"),
        ("password", "anna-anna-1"),
        ("password", "x1y2" * 60),
        ("role", "admin"),
    ],
)
def test_what_cannot_be_taken_is_named(site: Site, alice: Person, visitor: Person, field: str, value: str) -> None:
    answer = visitor.post("/accounts", {**ANNA, field: value})
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, field)
    assert names(site) == ["alice"]


def test_a_guarded_site_takes_nobody_by_itself(guarded: Site) -> None:
    guarded.person("ada")
    answer = guarded.visitor.post("/accounts", ANNA)
    assert (answer.status_code, answer.json["type"], names(guarded)) == (403, "/problems/registration-closed", ["ada"])


def test_nobody_is_first_without_the_link(site: Site, visitor: Person) -> None:
    assert visitor.get("/session").json["site"]["needs_first_account"] is True
    assert visitor.post("/accounts", ANNA).status_code == 403
    assert visitor.post("/first-account", {**ANNA, "token": "guessed"}).status_code == 404
    assert names(site) == []


def test_the_link_makes_the_first_account_which_is_admin(guarded: Site) -> None:
    browser, token = guarded.browser, first_link(guarded)
    answer = browser.post("/first-account", {**ANNA, "token": token})
    assert (answer.status_code, answer.json["role"], browser.get("/me").json["name"]) == (201, "admin", "anna")
    assert guarded.visitor.get("/session").json["site"]["needs_first_account"] is False


def test_the_link_works_once(site: Site, visitor: Person) -> None:
    asked: dict[str, Any] = {**ANNA, "token": first_link(site)}
    assert visitor.post("/first-account", asked).status_code == 201
    again = visitor.post("/first-account", {**asked, "name": "eve", "email": "eve@example.org"})
    assert (again.status_code, names(site)) == (404, ["anna"])


def test_a_mistake_does_not_use_up_the_link(site: Site, visitor: Person) -> None:
    asked: dict[str, Any] = {**ANNA, "token": first_link(site)}
    assert visitor.post("/first-account", {**asked, "password": "aaaaaaaaaaaa"}).status_code == 422
    assert visitor.post("/first-account", asked).status_code == 201


def test_a_later_link_ends_the_one_before(site: Site, visitor: Person) -> None:
    old, new = first_link(site), first_link(site)
    assert visitor.post("/first-account", {**ANNA, "token": old}).status_code == 404
    assert visitor.post("/first-account", {**ANNA, "token": new}).status_code == 201


def test_there_is_no_link_once_somebody_is_there(site: Site, alice: Person) -> None:
    assert first_link(site) is None
