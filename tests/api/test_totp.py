"""Codes of an authenticator app: set up with a first code, asked for after the password, each good for once."""

import time

import pyotp
import pytest

from cms.extensions import db
from cms.logins.models import RecoveryCode, Totp
from tests.people import Browser, Person, coming_from, solved
from tests.site import PASSWORD, Site, token_in

STEP_SECONDS = 30


def code_of(secret: str, *, steps: int = 0) -> str:
    """What the app shows now, or so many steps of 30 seconds later; a step that is about to end is waited for."""
    left = STEP_SECONDS - time.time() % STEP_SECONDS
    time.sleep(left if left < 3 else 0)
    return pyotp.TOTP(secret).at(time.time() + STEP_SECONDS * steps)


@pytest.fixture
def page(site: Site, alice: Person) -> Browser:
    return site.logged_in("alice")


@pytest.fixture
def secret(page: Browser) -> str:
    """Of alice's app, which is set up."""
    made: str = page.post("/me/totp", {"password": PASSWORD}).json["secret"]
    assert page.put("/me/totp", {"code": code_of(made, steps=-1)}).status_code == 200
    return made


def logs_in(site: Site, code: str = "", **fields: str) -> tuple[int, str]:
    page = site.page
    answer = page.logs_in("alice", PASSWORD, code=code, **solved(page), **fields)
    return answer.status_code, answer.json.get("type", "").removeprefix("/problems/")


def test_the_app_is_told_by_hand_by_address_and_by_picture(page: Browser) -> None:
    told = page.post("/me/totp", {"password": PASSWORD}).json
    assert told["uri"].startswith("otpauth://totp/Pixels:alice?")
    assert f"secret={told['secret']}" in told["uri"]
    assert told["qr"].startswith("<svg")
    assert "<script" not in told["qr"]


def test_nothing_is_asked_before_a_first_code_was_shown(site: Site, page: Browser) -> None:
    page.post("/me/totp", {"password": PASSWORD})
    assert page.put("/me/totp", {"code": "000000"}).status_code == 422
    assert page.get("/me").json["has_totp"] is False
    assert logs_in(site)[0] == 200


def test_a_code_is_asked_for_once_it_is_set_up(site: Site, page: Browser, secret: str) -> None:
    assert page.get("/me").json["has_totp"] is True
    assert logs_in(site) == (401, "code-needed")
    assert logs_in(site, "000000") == (401, "wrong-code")
    assert logs_in(site, code_of(secret))[0] == 200


def test_a_code_is_typed_with_or_without_a_space(site: Site, secret: str) -> None:
    code = code_of(secret)
    assert logs_in(site, f" {code[:3]} {code[3:]} ")[0] == 200


def test_a_code_works_once(site: Site, secret: str) -> None:
    code = code_of(secret)
    assert [logs_in(site, code)[0] for _ in range(2)] == [200, 401]


def test_an_older_code_than_the_last_one_works_no_more(site: Site, secret: str) -> None:
    assert logs_in(site, code_of(secret, steps=1))[0] == 200
    assert logs_in(site, code_of(secret))[0] == 401


@pytest.mark.parametrize("steps", [-3, 3])
def test_codes_of_other_times_do_not_work(site: Site, secret: str, steps: int) -> None:
    assert logs_in(site, code_of(secret, steps=steps)) == (401, "wrong-code")


def test_a_wrong_password_is_told_before_a_code_is_asked_for(site: Site, secret: str) -> None:
    answer = site.page.logs_in("alice", "not the right one", code=code_of(secret))
    assert (answer.status_code, answer.json["type"]) == (401, "/problems/wrong-login")


def test_wrong_codes_are_guesses(site: Site, secret: str) -> None:
    found = []
    for number in range(11):
        page = site.page
        asked = {"login": "alice", "password": PASSWORD, "code": "000000", **solved(page)}
        found.append(page.post("/session", asked, **coming_from(f"192.0.2.{number}")).status_code)
    assert found == [401] * 10 + [429]


def test_a_captcha_for_the_password_spares_one_for_the_code(site: Site, secret: str) -> None:
    for _ in range(3):
        site.page.logs_in("alice", "not the right one")
    page = site.page
    assert page.logs_in("alice", PASSWORD, **solved(page)).json["type"] == "/problems/code-needed"
    assert site.page.logs_in("alice", PASSWORD, code=code_of(secret)).status_code == 422
    assert page.logs_in("alice", PASSWORD, code=code_of(secret)).status_code == 200


def test_each_recovery_code_stands_in_once(site: Site, page: Browser, secret: str) -> None:
    codes = page.post("/me/recovery-codes", {"password": PASSWORD}).json["recovery_codes"]
    assert len(set(codes)) == 10
    assert [logs_in(site, codes[0])[0], logs_in(site, codes[0])[0]] == [200, 401]
    assert logs_in(site, codes[1].upper().replace("-", " "))[0] == 200


def test_new_recovery_codes_end_the_ones_before(site: Site, page: Browser, secret: str) -> None:
    old = page.post("/me/recovery-codes", {"password": PASSWORD}).json["recovery_codes"]
    new = page.post("/me/recovery-codes", {"password": PASSWORD}).json["recovery_codes"]
    assert [logs_in(site, old[0])[0], logs_in(site, new[0])[0]] == [401, 200]


def test_it_is_switched_off_with_the_password(site: Site, page: Browser, secret: str) -> None:
    def off(password: str) -> int:
        return page.call("DELETE", "/me/totp", json={"password": password}).status_code

    assert [off("not the right one"), off(PASSWORD)] == [422, 204]
    assert page.get("/me").json["has_totp"] is False
    assert logs_in(site)[0] == 200
    assert page.post("/me/recovery-codes", {"password": PASSWORD}).status_code == 409


def test_a_second_app_needs_the_first_one_off(page: Browser, secret: str) -> None:
    assert page.post("/me/totp", {"password": PASSWORD}).status_code == 409
    assert page.put("/me/totp", {"code": code_of(secret)}).status_code == 409


def test_without_the_password_nothing_is_set_up(page: Browser) -> None:
    assert page.post("/me/totp", {"password": "not the right one"}).status_code == 422
    assert page.put("/me/totp", {"code": "000000"}).status_code == 409


def test_no_secret_and_no_code_is_kept_in_clear(site: Site, page: Browser, secret: str) -> None:
    codes = page.post("/me/recovery-codes", {"password": PASSWORD}).json["recovery_codes"]
    with site.app.app_context():
        kept = repr(db.session.execute(db.select(Totp.__table__)).all())
        kept += repr(db.session.execute(db.select(RecoveryCode.__table__)).all())
    assert all(word not in kept for word in (secret, *codes, *(code.replace("-", "") for code in codes)))


def test_a_new_password_by_mail_needs_the_code_too(site: Site, secret: str, visitor: Person) -> None:
    visitor.post("/password-recovery", {"email": "alice@example.org"})
    path = f"/password-recovery/{token_in(site.letters('alice@example.org')[0])}"
    new = {"password": "another good password"}
    assert visitor.post(path, new).json["type"] == "/problems/code-needed"
    assert visitor.post(path, {**new, "code": "000000"}).json["type"] == "/problems/wrong-code"
    assert visitor.post(path, {**new, "code": code_of(secret)}).status_code == 200


def test_a_token_without_the_scope_sets_up_nothing(site: Site) -> None:
    reader = site.person("rita", scopes=("account:read",))
    assert reader.post("/me/totp", {"password": PASSWORD}).status_code == 403
