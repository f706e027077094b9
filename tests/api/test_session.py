"""Logging in and out with cookies, and what a change that carries one must bring."""

from typing import Any

import pytest

from cms.accounts.queries import account_by_id, viewer_of
from cms.accounts.service import release, suspend
from cms.extensions import db, now
from cms.logins.models import Login
from cms.settings import Settings
from cms.transaction import writing
from tests.people import Person
from tests.site import PASSWORD, Site, open_site


@pytest.fixture
def browser(site: Site, alice: Person) -> Person:
    """A browser in which alice has logged in."""
    opened = site.browser
    assert opened.post("/session", {"login": "alice", "password": PASSWORD}).status_code == 200
    return opened


def csrf(browser: Person) -> dict[str, str]:
    return {"X-CSRFToken": browser.get("/session").json["csrf_token"]}


@pytest.mark.parametrize("login", ["alice", "ALICE", " alice ", "alice@example.org", "Alice@Example.org"])
def test_one_logs_in_by_name_or_address(site: Site, alice: Person, login: str) -> None:
    browser = site.browser
    answer = browser.post("/session", {"login": login, "password": PASSWORD})
    assert (answer.status_code, answer.json["name"], answer.json["role"]) == (200, "alice", "member")
    assert browser.get("/session").json["account"]["name"] == "alice"


def test_a_visitor_is_told_what_the_site_offers(visitor: Person) -> None:
    session = visitor.get("/session").json
    assert (session["account"], session["language"], session["site"]["registration"]) == (None, "en", "open")
    assert session["csrf_token"]


def test_the_language_is_the_accounts_else_the_callers(visitor: Person, alice: Person) -> None:
    asked = {"Accept-Language": "zh-CN,sv;q=0.5"}
    alice.patch("/me", {"language": "sv"})
    assert visitor.call("GET", "/session", headers=asked).json["language"] == "zh"
    assert alice.call("GET", "/session", headers=asked).json["language"] == "sv"


def test_no_session_is_kept_by_caches(visitor: Person) -> None:
    assert visitor.get("/session").headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(("fields", "password"), [({}, "not the right one"), ({"closed_at": now()}, PASSWORD)])
def test_a_suspended_account_looks_like_an_unknown_one_but_to_its_owner(
    site: Site, visitor: Person, fields: dict[str, Any], password: str
) -> None:
    site.person("sam", active=False, **fields)
    known = visitor.post("/session", {"login": "sam", "password": password})
    unknown = visitor.post("/session", {"login": "nobody", "password": password})
    assert (
        (known.status_code, known.json["type"])
        == (unknown.status_code, unknown.json["type"])
        == (401, "/problems/wrong-login")
    )


def test_logging_out_ends_it(browser: Person) -> None:
    assert browser.call("DELETE", "/session", headers=csrf(browser)).status_code == 204
    assert browser.get("/me").status_code == 401
    assert browser.get("/session").json["account"] is None


def test_logging_in_is_answered_with_a_guarded_cookie(site: Site, alice: Person) -> None:
    answer = site.browser.post("/session", {"login": "alice", "password": PASSWORD})
    cookie = answer.headers["Set-Cookie"]
    assert ("HttpOnly" in cookie, "SameSite=Lax" in cookie, "Secure" in cookie) == (True, True, False)
    assert len(cookie) < 4000


def test_a_site_with_https_binds_its_cookie_to_its_host(settings: Settings) -> None:
    site = open_site(settings.model_copy(update={"public_url": "https://pixels.example.org"}))
    site.person("alice")
    answer = site.browser.post("/session", {"login": "alice", "password": PASSWORD})
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-pixels=")
    assert ("Secure" in cookie, "Path=/" in cookie, "Domain" in cookie) == (True, True, False)


def test_a_cookie_that_was_copied_before_logging_out_is_nobodys(site: Site, alice: Person) -> None:
    page = site.logged_in("alice")
    copy = site.page
    copy.client.set_cookie("pixels", page.client.get_cookie("pixels").value)
    assert copy.is_logged_in
    assert page.delete("/session").status_code == 204
    assert not copy.is_logged_in


def test_the_session_from_before_a_login_is_not_the_one_after(site: Site, alice: Person) -> None:
    page = site.page
    token = page.get("/session").json["csrf_token"]
    before = page.client.get_cookie("pixels").value
    page.logs_in("alice", PASSWORD)
    planted = site.page
    planted.client.set_cookie("pixels", before)
    assert not planted.is_logged_in
    refused = page.call("PATCH", "/me", json={"display_name": "Eve"}, headers={"X-CSRFToken": token})
    assert refused.status_code == 403


def test_logging_in_anew_ends_the_login_from_before(site: Site, alice: Person) -> None:
    page = site.logged_in("alice")
    old = site.page
    old.client.set_cookie("pixels", page.client.get_cookie("pixels").value)
    assert page.logs_in("alice", PASSWORD).status_code == 200
    assert (page.is_logged_in, old.is_logged_in) == (True, False)


def test_the_cookie_holds_no_more_than_the_secret_of_the_login(site: Site, alice: Person) -> None:
    page = site.logged_in("alice")
    with site.app.app_context():
        kept = [login.secret_hash for login in db.session.scalars(db.select(Login))]
    assert len(kept) == 1
    cookie = page.client.get_cookie("pixels").value
    assert all(word not in cookie for word in (alice.id, PASSWORD, *kept))


def test_a_login_counts_for_nothing_while_its_account_is_closed(site: Site, alice: Person, browser: Person) -> None:
    for is_active, status in ((False, 401), (True, 200)):
        with site.app.app_context(), writing():
            account_by_id(alice.id).active = is_active
        assert browser.get("/me").status_code == status


def test_a_suspended_account_is_logged_out_for_good(site: Site, alice: Person, mod: Person) -> None:
    page = site.logged_in("alice")
    with site.app.app_context(), writing():
        moderator = viewer_of(account_by_id(mod.id))
        suspend(account_by_id(alice.id), by=moderator)
    assert not page.is_logged_in
    with site.app.app_context(), writing():
        release(account_by_id(alice.id), by=moderator)
    assert not page.is_logged_in
    assert alice.get("/me").status_code == 200


@pytest.mark.parametrize("header", ["Authentication-Token", "X-Auth-Token"])
def test_tokens_of_a_library_open_nothing(site: Site, alice: Person, visitor: Person, header: str) -> None:
    with site.app.app_context():
        token = account_by_id(alice.id).get_auth_token()
    assert visitor.call("GET", "/me", headers={header: token}).status_code == 401
    assert visitor.get("/me", auth_token=token).status_code == 401


def test_a_change_with_a_cookie_needs_the_token(browser: Person) -> None:
    assert browser.patch("/me", {"display_name": "Eve"}).status_code == 403
    assert browser.patch("/me", {"display_name": "Eve"}, headers={"X-CSRFToken": "forged"}).status_code == 403
    assert browser.get("/me").json["display_name"] == "Alice"


def test_a_change_with_cookie_and_token_is_made(browser: Person) -> None:
    answer = browser.patch("/me", {"display_name": "Alice B"}, headers=csrf(browser))
    assert (answer.status_code, browser.get("/me").json["display_name"]) == (200, "Alice B")


def test_a_refusal_of_a_forged_change_is_a_problem(browser: Person) -> None:
    answer = browser.patch("/me", {"display_name": "Eve"})
    assert (answer.content_type, answer.json["request_id"]) == (
        "application/problem+json",
        answer.headers["X-Request-ID"],
    )


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://localhost.evil.example", "http://localhost:81"]
)
def test_a_change_from_a_foreign_page_is_refused(alice: Person, visitor: Person, origin: str) -> None:
    headers = {"Origin": origin}
    assert alice.patch("/me", {"display_name": "Eve"}, headers=headers).status_code == 403
    assert visitor.post("/session", {"login": "alice", "password": PASSWORD}, headers=headers).status_code == 403
    assert alice.get("/me").json["display_name"] == "Alice"


def test_a_change_from_an_own_page_is_made(browser: Person) -> None:
    headers = {**csrf(browser), "Origin": "http://localhost"}
    assert browser.patch("/me", {"display_name": "Al"}, headers=headers).status_code == 200


def test_a_bearer_token_needs_no_other(alice: Person) -> None:
    assert alice.patch("/me", {"display_name": "Al"}).status_code == 200


def test_a_bearer_token_counts_more_than_a_cookie(browser: Person, bob: Person) -> None:
    answer = browser.call("GET", "/me", headers={"Authorization": f"Bearer {bob.token}"})
    assert answer.json["name"] == "bob"


def test_a_forged_cookie_is_nobody(site: Site, alice: Person) -> None:
    browser = site.browser
    browser.client.set_cookie("pixels", "eyJfdXNlcl9pZCI6ImFsaWNlIn0.forged.forged")
    assert browser.get("/me").status_code == 401


@pytest.mark.parametrize("body", [{}, {"login": "alice"}, {"login": "", "password": ""}, {"login": 3, "password": []}])
def test_half_a_login_is_refused(visitor: Person, body: dict[str, object]) -> None:
    assert visitor.post("/session", body).status_code == 422
