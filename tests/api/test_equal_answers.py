"""Nobody learns from an answer who has an account: same status, body, headers and number of statements."""

from dataclasses import dataclass

import pytest

from cms.extensions import db
from tests.people import Person, coming_from, solved
from tests.site import Site, Statements

WRONG = {"password": "not the right one"}


@dataclass(frozen=True)
class Pair:
    """A request that is sent about somebody who has an account and about somebody who has none."""

    path: str
    known: dict[str, object]
    unknown: dict[str, object]
    has_captcha: bool = False


def registration(name: str, email: str) -> dict[str, object]:
    return {"name": name, "email": email, "password": "a long enough secret"}


PAIRS = {
    "log in by name": Pair("/session", {"login": "alice", **WRONG}, {"login": "nobody", **WRONG}),
    "log in by address": Pair(
        "/session", {"login": "alice@example.org", **WRONG}, {"login": "nobody@example.org", **WRONG}
    ),
    "log in by an address to be confirmed": Pair(
        "/session", {"login": "new@example.org", **WRONG}, {"login": "nobody@example.org", **WRONG}
    ),
    "log in when suspended": Pair("/session", {"login": "sam", **WRONG}, {"login": "nobody", **WRONG}),
    "log in with codes on": Pair("/session", {"login": "tom", **WRONG}, {"login": "nobody", **WRONG}),
    "recover": Pair("/password-recovery", {"email": "alice@example.org"}, {"email": "nobody@example.org"}),
    "recover when suspended": Pair("/password-recovery", {"email": "sam@example.org"}, {"email": "nobody@example.org"}),
    "register": Pair(
        "/accounts",
        registration("anna", "alice@example.org"),
        registration("anna", "nobody@example.org"),
        has_captcha=True,
    ),
}
NEVER_THE_SAME = {"X-Request-ID", "Set-Cookie", "Content-Security-Policy", "Date", "RateLimit"}


@pytest.fixture
def peopled(site: Site, alice: Person) -> Site:
    site.person("sam", active=False)
    site.person("tom", has_totp=True)
    site.person("bo", unconfirmed_email="new@example.org")
    return site


def told(site: Site, pair: Pair, body: dict[str, object]) -> tuple[object, ...]:
    """What somebody who asks can see, and how many statements it took."""
    visitor = site.visitor
    captcha = solved(visitor) if pair.has_captcha else {}
    with site.app.app_context():
        engine = db.engine
    with Statements(engine) as run:
        answer = visitor.post(pair.path, {**body, **captcha}, **coming_from("192.0.2.1"))
    found = {key: value for key, value in (answer.get_json(silent=True) or {}).items() if key != "request_id"}
    hidden = {key: "" for key in ("unconfirmed_email",) if key in found}
    headers = {name: value for name, value in answer.headers if name not in NEVER_THE_SAME}
    headers.pop("Content-Length", None) if hidden else None
    cookies = [cookie.partition("=")[0] for cookie in answer.headers.getlist("Set-Cookie")]
    return answer.status_code, found | hidden, headers, cookies, len(run)


@pytest.mark.parametrize("name", PAIRS)
def test_an_answer_does_not_tell_who_has_an_account(peopled: Site, name: str) -> None:
    pair = PAIRS[name]
    known = told(peopled, pair, pair.known)
    if pair.path == "/accounts":
        with peopled.app.app_context():
            db.session.execute(db.text("DELETE FROM accounts WHERE name = 'anna'"))
            db.session.commit()
    unknown = told(peopled, pair, pair.unknown)
    assert known == unknown


@pytest.mark.parametrize("name", PAIRS)
def test_such_an_answer_is_no_mistake_of_ours(peopled: Site, name: str) -> None:
    status = told(peopled, PAIRS[name], PAIRS[name].known)[0]
    assert status == {"/session": 401, "/password-recovery": 204, "/accounts": 201}[PAIRS[name].path]


@pytest.mark.parametrize("name", ["log in by name", "log in by address"])
def test_a_captcha_is_asked_for_alike(peopled: Site, name: str) -> None:
    pair, found = PAIRS[name], []
    for body in (pair.known, pair.unknown):
        answers = [
            peopled.visitor.post(pair.path, body, **coming_from(f"192.0.2.{n}")).status_code for n in range(20, 25)
        ]
        found.append(answers)
    assert found == [[401, 401, 401, 422, 422]] * 2
