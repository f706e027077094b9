"""Making accounts: openly, or with the one-time link of a new site."""

import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.test import TestResponse

from cms.accounts.models import Account
from cms.accounts.service import invite_first
from cms.extensions import db
from cms.settings import Settings
from cms.transaction import writing
from tests.people import Person, solved
from tests.site import Site, open_site

ANNA = {"name": "Anna", "email": "Anna@Example.org", "password": "a long enough secret"}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Of a site with the usual limits."""
    return settings.model_copy(update={"rate_scale": 1.0})


def registers(person: Person, **fields: Any) -> TestResponse:
    """Anna, with a captcha that was solved."""
    return person.post("/accounts", {**ANNA, **solved(person), **fields})


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
    answer = registers(browser)
    assert (answer.status_code, answer.json["name"], answer.json["role"]) == (201, "anna", "member")
    own = browser.get("/me").json
    assert (own["email"], own["unconfirmed_email"]) == (None, "anna@example.org")


def test_the_password_is_nowhere_in_the_answer_or_the_row(site: Site, alice: Person) -> None:
    answer = registers(site.browser)
    with site.app.app_context():
        row = db.session.scalar(db.select(Account).filter_by(name="anna"))
    assert ANNA["password"] not in answer.text + row.password
    assert row.password.startswith("$argon2")


def test_every_character_of_a_password_counts(site: Site, alice: Person, visitor: Person) -> None:
    spaced = "  a long enough secret "
    registers(visitor, password=spaced)
    found = {
        word: visitor.post("/session", {"login": "anna", "password": word}).status_code
        for word in (spaced, spaced.strip())
    }
    assert found == {spaced: 200, spaced.strip(): 401}


def test_a_name_that_is_taken_is_named(site: Site, alice: Person, visitor: Person) -> None:
    answer = registers(visitor, name="ALICE")
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "name")
    assert names(site) == ["alice"]


def test_an_address_that_has_an_account_is_told_only_to_its_owner(site: Site, alice: Person, visitor: Person) -> None:
    assert registers(visitor, email="ALICE@example.org").status_code == 201
    [letter] = site.letters("alice@example.org")
    assert "already" in letter["Subject"]
    assert "/confirm/" not in letter.get_content()


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
        ("password", "1234567890"),
        ("password", "Password123"),
        ("password", "qwertyuiop"),
        ("password", "anna@example.org"),
        ("phone", "12"),
        ("phone", "+46 1"),
        ("role", "admin"),
    ],
)
def test_what_cannot_be_taken_is_named(site: Site, alice: Person, visitor: Person, field: str, value: str) -> None:
    answer = registers(visitor, **{field: value})
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, field)
    assert names(site) == ["alice"]


def test_an_address_of_one_letter_forbids_no_password_that_has_it(alice: Person, visitor: Person) -> None:
    assert registers(visitor, email="a@example.org", password="a rather long pass phrase").status_code == 201


def test_a_password_may_be_long_and_in_any_script(site: Site, alice: Person, visitor: Person) -> None:
    assert registers(visitor, password="密码很长也很难猜对吧朋友们").status_code == 201
    assert registers(visitor, name="bo", password="x7 Q" + "åß" * 98).status_code == 201


def test_a_password_is_the_same_however_its_letters_are_composed(site: Site, alice: Person, visitor: Person) -> None:
    registers(visitor, password="Ångström vid sjön")
    decomposed = unicodedata.normalize("NFD", "Ångström vid sjön")
    assert visitor.post("/session", {"login": "anna", "password": decomposed}).status_code == 200


def test_a_phone_number_is_kept_in_one_form(site: Site, alice: Person) -> None:
    browser = site.browser
    assert registers(browser, phone="+46 8-123 456 78").json["phone"] == "+46812345678"


@pytest.mark.parametrize("answer", ["", "000000", "abcdef", " "])
def test_without_an_explicit_yes_of_the_captcha_nobody_is_made(
    site: Site, alice: Person, visitor: Person, answer: str
) -> None:
    refused = registers(visitor, captcha=answer)
    assert (refused.status_code, refused.json["type"]) == (422, "/problems/wrong-captcha")
    assert visitor.post("/accounts", ANNA).status_code == 422
    assert names(site) == ["alice"]


def test_a_captcha_makes_one_account(site: Site, alice: Person, visitor: Person) -> None:
    once = solved(visitor)
    assert visitor.post("/accounts", {**ANNA, **once}).status_code == 201
    assert visitor.post("/accounts", {**ANNA, **once, "name": "bo"}).status_code == 422
    assert names(site) == ["alice", "anna"]


def test_a_mistake_in_another_field_does_not_use_up_the_captcha(site: Site, alice: Person, visitor: Person) -> None:
    once = solved(visitor)
    assert visitor.post("/accounts", {**ANNA, **once, "name": "alice"}).status_code == 422
    assert visitor.post("/accounts", {**ANNA, **once}).status_code == 201


def test_one_address_makes_so_many_accounts_an_hour(site: Site, alice: Person, visitor: Person) -> None:
    throttle = site.app.extensions["gate"].throttle
    for _ in range(30):
        throttle.spend("accounts/from/127.0.0.1", most=30)
    refused = registers(visitor)
    assert (refused.status_code, int(refused.headers["Retry-After"]) > 3000) == (429, True)


def test_a_guarded_site_takes_nobody_by_itself(guarded: Site) -> None:
    guarded.person("ada")
    answer = registers(guarded.visitor)
    reason = {"closed": "registration-closed", "invite": "invitation-needed"}
    expected = reason[guarded.app.extensions["settings"].registration]
    assert (answer.status_code, answer.json["type"], names(guarded)) == (403, f"/problems/{expected}", ["ada"])


def test_nobody_is_first_without_the_link(site: Site, visitor: Person) -> None:
    assert visitor.get("/session").json["site"]["needs_first_account"] is True
    assert registers(visitor).status_code == 403
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
