"""Passkeys: made with the password, shown without one, bound to the site, and gone when removed."""

from typing import Any

import pytest

from cms.extensions import db
from cms.settings import Settings
from tests.api.moderating import case_of, decides, reports
from tests.authenticator import Authenticator
from tests.people import Browser, Person, coming_from
from tests.site import PASSWORD, Site, open_site

PARTS = ("clientDataJSON", "attestationObject", "authenticatorData", "signature")


def adds_key(page: Browser, device: Authenticator, name: str = "my phone") -> Any:
    options = page.post("/me/passkeys/options", {"password": PASSWORD}).json["options"]
    return page.post("/me/passkeys", {"name": name, "credential": device.makes(options)})


def shows_key(page: Browser, device: Authenticator, **more: Any) -> Any:
    options = page.post("/session/passkey/options").json["options"]
    return page.post("/session/passkey", {"credential": device.shows(options)}, **more)


@pytest.fixture
def device(site: Site, alice: Person) -> Authenticator:
    """Alice's."""
    made = Authenticator()
    assert adds_key(site.logged_in("alice"), made).status_code == 201
    return made


def test_a_passkey_logs_one_in_without_a_password(site: Site, device: Authenticator) -> None:
    page = site.page
    answer = shows_key(page, device)
    assert (answer.status_code, answer.json["name"], page.is_logged_in) == (200, "alice", True)


def test_the_session_from_before_is_not_the_one_after(site: Site, device: Authenticator) -> None:
    page = site.page
    page.get("/session")
    before = page.client.get_cookie("pixels").value
    shows_key(page, device)
    planted = site.page
    planted.client.set_cookie("pixels", before)
    assert not planted.is_logged_in


@pytest.mark.parametrize(
    ("base", "host"), [("http://localhost:8000", "localhost"), ("http://127.0.0.1:8000", "127.0.0.1")]
)
def test_a_site_without_a_name_goes_by_the_one_it_is_asked_by(settings: Settings, base: str, host: str) -> None:
    nameless = open_site(settings.model_copy(update={"public_url": ""}))
    with nameless.app.app_context():
        answer = nameless.visitor.post("/session/passkey/options", base_url=base)
        db.engine.dispose()
    assert answer.json["options"]["rpId"] == host


def test_one_sees_ones_passkeys_and_how_many(site: Site, device: Authenticator, alice: Person) -> None:
    [key] = alice.get("/me/passkeys").json["items"]
    assert (key["name"], key["last_used_at"], alice.get("/me").json["passkeys"]) == ("my phone", None, 1)
    shows_key(site.page, device)
    assert alice.get("/me/passkeys").json["items"][0]["last_used_at"] is not None


def test_a_removed_passkey_opens_nothing(site: Site, device: Authenticator, alice: Person) -> None:
    [key] = alice.get("/me/passkeys").json["items"]
    assert alice.delete(f"/me/passkeys/{key['id']}").status_code == 204
    assert (alice.get("/me").json["passkeys"], shows_key(site.page, device).status_code) == (0, 401)


def test_nobody_removes_anothers(device: Authenticator, alice: Person, bob: Person) -> None:
    [key] = alice.get("/me/passkeys").json["items"]
    assert bob.delete(f"/me/passkeys/{key['id']}").status_code == 404
    assert (alice.get("/me").json["passkeys"], bob.get("/me").json["passkeys"]) == (1, 0)


def test_without_the_password_no_passkey_is_made(site: Site, alice: Person) -> None:
    page = site.logged_in("alice")
    assert page.post("/me/passkeys/options", {"password": "not the right one"}).status_code == 422
    made = Authenticator().makes({"challenge": "x" * 43})
    assert page.post("/me/passkeys", {"name": "x", "credential": made}).status_code == 422


def test_an_answer_counts_once(site: Site, device: Authenticator) -> None:
    page = site.page
    options = page.post("/session/passkey/options").json["options"]
    kept = page.client.get_cookie("pixels").value
    answer = device.shows(options)
    assert page.post("/session/passkey", {"credential": answer}).status_code == 200
    thief = site.page
    thief.client.set_cookie("pixels", kept)
    assert thief.post("/session/passkey", {"credential": answer}).status_code == 422


def test_an_answer_for_another_page_counts_nowhere(site: Site, device: Authenticator) -> None:
    device.origin = "https://evil.example"
    assert shows_key(site.page, device).status_code == 401


def test_an_answer_for_another_host_counts_nowhere(site: Site, device: Authenticator) -> None:
    device.host = "evil.example"
    assert shows_key(site.page, device).status_code == 401


def test_a_copied_key_shows_by_its_count(site: Site, device: Authenticator) -> None:
    for _ in range(3):
        assert shows_key(site.page, device).status_code == 200
    device.count = 1
    assert shows_key(site.page, device).status_code == 401


def test_another_key_under_the_same_id_opens_nothing(site: Site, device: Authenticator) -> None:
    forged = Authenticator(credential_id=device.credential_id, count=10)
    assert shows_key(site.page, forged).status_code == 401


def test_the_key_of_a_suspended_account_opens_nothing(site: Site) -> None:
    device = Authenticator()
    sam = site.person("sam")
    adds_key(site.logged_in("sam"), device)
    with site.app.app_context():
        db.session.execute(db.text("UPDATE accounts SET active = 0 WHERE name = 'sam'"))
        db.session.commit()
    assert (sam.get("/me").status_code, shows_key(site.page, device).json["type"]) == (401, "/problems/suspended")


def test_the_same_key_is_kept_once(site: Site, device: Authenticator, alice: Person) -> None:
    assert adds_key(site.logged_in("alice"), device).status_code == 409
    assert alice.get("/me").json["passkeys"] == 1


def test_wrong_keys_are_guesses_of_an_address(site: Site, alice: Person) -> None:
    found = [shows_key(site.page, Authenticator(), **coming_from("192.0.2.1")).status_code for _ in range(11)]
    assert found == [401] * 10 + [429]


@pytest.mark.parametrize(
    "credential",
    [
        {},
        {"rawId": 3},
        {"id": "x", "rawId": "x", "type": "public-key", "response": {}},
        {"id": None, "rawId": None, "response": {"clientDataJSON": "e30", "attestationObject": "oA"}},
        {
            "id": "eA",
            "rawId": "eA",
            "type": "public-key",
            "response": {"clientDataJSON": "e30", "attestationObject": "oA"},
        },
        {
            "id": "eA",
            "rawId": "eA",
            "type": "public-key",
            "response": {"clientDataJSON": "_w", "attestationObject": "_w"},
        },
    ],
)
def test_nonsense_is_refused(site: Site, alice: Person, credential: dict[str, Any]) -> None:
    page = site.logged_in("alice")
    page.post("/me/passkeys/options", {"password": PASSWORD})
    assert page.post("/me/passkeys", {"name": "x", "credential": credential}).status_code == 422
    page.post("/session/passkey/options")
    assert page.post("/session/passkey", {"credential": credential}).status_code == 401


def test_from_a_banned_address_no_passkey_logs_one_in(
    site: Site, device: Authenticator, bob: Person, mod: Person
) -> None:
    reports(bob, "alice", kind="person")
    decides(mod, case_of(mod, "alice"), "ban_address")
    refused = shows_key(site.page, device)
    assert (refused.status_code, refused.json["type"]) == (403, "/problems/address-banned")
