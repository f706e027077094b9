"""Changing the password: with the one before, and everything else that was open ends."""

import pytest

from tests.people import Person
from tests.site import PASSWORD, Site, token_in

NEW = "another good password"
CHANGE = {"current_password": PASSWORD, "password": NEW}


def test_a_change_ends_all_other_logins_and_all_tokens(site: Site, alice: Person, bob: Person) -> None:
    here, *others = [site.logged_in("alice") for _ in range(3)]
    assert here.post("/me/password", CHANGE).status_code == 204
    assert here.is_logged_in
    assert [page.is_logged_in for page in others] == [False, False]
    assert (alice.get("/me").status_code, bob.get("/me").status_code) == (401, 200)


def test_the_new_password_counts_from_now_on(site: Site, alice: Person) -> None:
    site.logged_in("alice").post("/me/password", CHANGE)
    assert [site.page.logs_in("alice", word).status_code for word in (NEW, PASSWORD)] == [200, 401]


def test_without_the_current_password_nothing_changes(site: Site, alice: Person) -> None:
    page = site.logged_in("alice")
    refused = page.post("/me/password", {**CHANGE, "current_password": "not the right one"})
    assert (refused.status_code, refused.json["type"]) == (422, "/problems/wrong-password")
    assert refused.json["errors"][0]["field"] == "current_password"
    assert site.page.logs_in("alice", PASSWORD).status_code == 200


@pytest.mark.parametrize("password", ["short", "1234567890", "iloveyou123", "alice-alice", "x" * 201, "aaaaaaaaaaaaaa"])
def test_an_easy_password_is_refused(site: Site, alice: Person, password: str) -> None:
    refused = site.logged_in("alice").post("/me/password", {**CHANGE, "password": password})
    assert (refused.status_code, refused.json["errors"][0]["field"]) == (422, "password")


def test_links_to_a_new_password_end_too(site: Site, alice: Person, visitor: Person) -> None:
    visitor.post("/password-recovery", {"email": "alice@example.org"})
    token = token_in(site.letters("alice@example.org")[0])
    site.logged_in("alice").post("/me/password", CHANGE)
    assert visitor.post(f"/password-recovery/{token}", {"password": "yet another password"}).status_code == 404


def test_the_owner_is_told(site: Site, alice: Person) -> None:
    site.logged_in("alice").post("/me/password", CHANGE)
    [letter] = site.letters("alice@example.org")
    assert "changed" in letter["Subject"]
    assert NEW not in letter.get_content()


def test_a_token_without_the_scope_changes_no_password(site: Site) -> None:
    reader = site.person("rita", scopes=("account:read", "images:write"))
    assert reader.post("/me/password", CHANGE).status_code == 403
