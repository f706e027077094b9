"""Wrong guesses: how many there may be, when a captcha is asked for, and that nobody is locked out."""

import pytest

from cms.settings import Settings
from tests.people import Person, coming_from, solved
from tests.services.processes import free_port
from tests.site import PASSWORD, Site, open_site, token_in

WRONG = "not the right one"


def guess(
    person: Person, login: str, password: str = WRONG, *, at: str = "192.0.2.1", **fields: str
) -> tuple[int, str]:
    """One try from an address, with a captcha that was solved: status and code."""
    asked = {"login": login, "password": password, **solved(person), **fields}
    answer = person.post("/session", asked, **coming_from(at))
    return answer.status_code, answer.json.get("type", "").removeprefix("/problems/")


@pytest.mark.parametrize("login", ["alice", "nobody"])
def test_the_eleventh_guess_at_one_account_from_many_addresses_is_too_many(
    site: Site, alice: Person, visitor: Person, login: str
) -> None:
    found = [guess(visitor, login, at=f"192.0.2.{n}") for n in range(11)]
    assert found == [(401, "wrong-login")] * 10 + [(429, "too-many-guesses")]


def test_the_eleventh_guess_from_one_address_at_many_accounts_is_too_many(site: Site, visitor: Person) -> None:
    for number in range(3):
        site.person(f"anna{number}")
    found = [guess(visitor, f"anna{number}") for number in range(11)]
    assert found == [(401, "wrong-login")] * 10 + [(429, "too-many-guesses")]
    assert guess(visitor, "anna1", PASSWORD, at="192.0.2.2")[0] == 200


def test_name_and_address_are_one_account(alice: Person, visitor: Person) -> None:
    for number in range(10):
        guess(visitor, ["alice", "alice@example.org", " ALICE "][number % 3], at=f"192.0.2.{number}")
    assert guess(visitor, "alice", at="192.0.2.99")[0] == 429


def test_the_right_password_is_no_guess_any_more_after_too_many(alice: Person, visitor: Person) -> None:
    for number in range(10):
        guess(visitor, "alice", at=f"192.0.2.{number}")
    refused = visitor.post(
        "/session", {"login": "alice", "password": PASSWORD, **solved(visitor)}, **coming_from("192.0.2.99")
    )
    assert (refused.status_code, 0 < int(refused.headers["Retry-After"]) <= 900) == (429, True)


def test_logging_in_rightly_does_not_count(alice: Person, visitor: Person) -> None:
    assert {guess(visitor, "alice", PASSWORD)[0] for _ in range(12)} == {200}


def test_an_owner_who_is_guessed_at_gets_in_by_mail(site: Site, alice: Person, visitor: Person) -> None:
    for number in range(11):
        guess(visitor, "alice", at=f"192.0.2.{number}")
    visitor.post("/password-recovery", {"email": "alice@example.org"})
    token = token_in(site.letters("alice@example.org")[0])
    page = site.page
    assert page.post(f"/password-recovery/{token}", {"password": "another good password"}).status_code == 200
    assert page.is_logged_in
    assert guess(visitor, "alice", "another good password", at="192.0.2.99")[0] == 200


def test_who_is_logged_in_stays_so_while_others_guess(site: Site, alice: Person, visitor: Person) -> None:
    page = site.logged_in("alice")
    for number in range(11):
        guess(visitor, "alice", at=f"192.0.2.{number}")
    assert page.is_logged_in


def test_a_forwarded_address_counts_only_from_a_proxy_that_is_believed(alice: Person, visitor: Person) -> None:
    for number in range(11):
        headers = {"X-Forwarded-For": f"192.0.2.{number}", "Forwarded": f"for=192.0.2.{number}", "X-Real-IP": "::1"}
        last = visitor.post("/session", {"login": f"x{number}", "password": WRONG, **solved(visitor)}, headers=headers)
    assert last.status_code == 429


def test_behind_a_proxy_each_client_counts_for_itself(settings: Settings) -> None:
    visitor = open_site(settings.model_copy(update={"trusted_proxies": 1})).visitor
    for number in range(11):
        headers = {"X-Forwarded-For": f"10.9.9.9, 192.0.2.{number}"}
        last = visitor.post("/session", {"login": f"x{number}", "password": WRONG, **solved(visitor)}, headers=headers)
    assert last.status_code == 401


@pytest.mark.parametrize("login", ["alice", "nobody"])
def test_after_three_wrong_guesses_a_captcha_is_asked_for(alice: Person, visitor: Person, login: str) -> None:
    bare = {"captcha_id": "", "captcha": ""}
    found = [guess(visitor, login, at=f"192.0.2.{n}", **bare) for n in range(4)]
    assert found == [(401, "wrong-login")] * 3 + [(422, "captcha-needed")]
    assert guess(visitor, login, at="192.0.2.9") == (401, "wrong-login")


def test_after_three_wrong_guesses_an_address_needs_a_captcha_for_every_account(alice: Person, visitor: Person) -> None:
    bare = {"captcha_id": "", "captcha": ""}
    for number in range(3):
        guess(visitor, f"x{number}", **bare)
    assert guess(visitor, "alice", PASSWORD, **bare) == (422, "captcha-needed")
    assert guess(visitor, "alice", PASSWORD)[0] == 200


def test_a_wrong_captcha_is_a_guess(alice: Person, visitor: Person) -> None:
    found = [guess(visitor, "alice", at=f"192.0.2.{n}", captcha="000000") for n in range(14)]
    assert found == [(401, "wrong-login")] * 3 + [(422, "wrong-captcha")] * 7 + [(429, "too-many-guesses")] * 4


def test_a_site_may_ask_for_a_captcha_at_every_login(settings: Settings) -> None:
    site = open_site(settings.model_copy(update={"login_captcha": "always"}))
    site.person("alice")
    visitor = site.visitor
    assert visitor.get("/session").json["site"]["login_captcha"] == "always"
    assert guess(visitor, "alice", PASSWORD, captcha_id="", captcha="") == (422, "captcha-needed")
    assert guess(visitor, "alice", PASSWORD)[0] == 200


def test_the_limits_of_passwords_are_not_scaled(settings: Settings) -> None:
    visitor = open_site(settings.model_copy(update={"rate_scale": 1000.0})).visitor
    assert [guess(visitor, "nobody")[0] for _ in range(11)] == [401] * 10 + [429]


def test_logging_in_works_while_redis_is_away(settings: Settings) -> None:
    away = settings.model_copy(update={"queue_url": f"redis://127.0.0.1:{free_port()}/0"})
    site = open_site(away)
    site.person("alice")
    visitor = site.visitor
    assert guess(visitor, "alice", PASSWORD)[0] == 200
    assert [guess(visitor, "alice")[0] for _ in range(11)] == [401] * 10 + [429]


def test_guesses_at_ones_own_password_count_too(site: Site, alice: Person) -> None:
    page = site.logged_in("alice")
    wrong = {"current_password": WRONG, "password": "another good password"}
    found = [page.post("/me/password", wrong).status_code for _ in range(11)]
    assert found == [422] * 10 + [429]
