"""GET and DELETE /me/sessions: where one is logged in, and that it ends when one says so."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from cms.extensions import db, now
from cms.logins.models import Login
from cms.transaction import writing
from tests.people import Person, coming_from
from tests.site import PASSWORD, Site
from workers.schedule import sweep

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def age(site: Site, **columns: object) -> None:
    """As if all logins were older."""
    with site.app.app_context(), writing():
        db.session.execute(update(Login).values(**columns))


def test_one_sees_where_one_is_logged_in(site: Site, alice: Person) -> None:
    first, second = site.logged_in("alice"), site.page
    more = {"headers": {"User-Agent": FIREFOX}, **coming_from("192.0.2.7")}
    second.post("/session", {"login": "alice", "password": PASSWORD}, **more)
    here, there = second.get("/me/sessions").json["items"]
    assert (here["device"], here["address"], here["is_current"]) == ("Firefox, Linux", "192.0.2.7", True)
    assert there["is_current"] is False
    assert [login["is_current"] for login in first.get("/me/sessions").json["items"]] == [False, True]


def test_a_program_is_in_no_browser(site: Site, alice: Person) -> None:
    site.logged_in("alice")
    assert [login["is_current"] for login in alice.get("/me/sessions").json["items"]] == [False]


def test_one_ends_one_login_from_another(site: Site, alice: Person) -> None:
    lost, here = site.logged_in("alice"), site.logged_in("alice")
    lost_id = next(login["id"] for login in here.get("/me/sessions").json["items"] if not login["is_current"])
    assert here.delete(f"/me/sessions/{lost_id}").status_code == 204
    assert (lost.is_logged_in, here.is_logged_in) == (False, True)
    assert here.delete(f"/me/sessions/{lost_id}").status_code == 404


def test_log_out_everywhere_is_everywhere(site: Site, alice: Person, bob: Person) -> None:
    pages, other = [site.logged_in("alice") for _ in range(3)], site.logged_in("bob")
    assert pages[0].delete("/me/sessions").status_code == 204
    assert [page.is_logged_in for page in pages] == [False] * 3
    assert other.is_logged_in
    assert alice.get("/me").status_code == 200


def test_nobody_ends_anothers_login(site: Site, alice: Person, bob: Person) -> None:
    page = site.logged_in("alice")
    [login] = page.get("/me/sessions").json["items"]
    assert bob.delete(f"/me/sessions/{login['id']}").status_code == 404
    assert page.is_logged_in


def test_a_login_ends_after_a_month_and_its_record_with_it(site: Site, alice: Person) -> None:
    page = site.logged_in("alice")
    age(site, created_at=now() - timedelta(days=30, minutes=1))
    assert not page.is_logged_in
    with site.app.app_context():
        sweep()
        assert db.session.scalar(db.select(db.func.count(Login.id))) == 0


@pytest.mark.parametrize(("minutes", "is_noted"), [(4, False), (6, True)])
def test_when_somebody_was_here_last_is_noted_every_few_minutes(
    site: Site, alice: Person, minutes: int, is_noted: bool
) -> None:
    page, before = site.logged_in("alice"), now() - timedelta(minutes=minutes)
    age(site, last_seen_at=before)
    page.get("/me").close()
    with site.app.app_context():
        seen = db.session.scalar(db.select(Login.last_seen_at))
    assert (seen != before) is is_noted


def test_a_note_that_cannot_be_written_fails_no_request(site: Site, alice: Person) -> None:
    page = site.logged_in("alice")
    age(site, last_seen_at=now() - timedelta(hours=1))
    with site.app.app_context(), writing():
        db.session.execute(
            db.text("CREATE TRIGGER no_notes BEFORE UPDATE ON logins BEGIN SELECT RAISE(ABORT, 'full'); END")
        )
    answer = page.get("/me")
    answer.close()
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML) Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge, Windows",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ("curl/8.0", "curl/8.0"),
        ("", ""),
        ("x" * 5000, "x" * 60),
    ],
)
def test_a_device_is_named_as_people_would(site: Site, alice: Person, user_agent: str, device: str) -> None:
    page = site.page
    page.post("/session", {"login": "alice", "password": PASSWORD}, headers={"User-Agent": user_agent})
    assert page.get("/me/sessions").json["items"][0]["device"] == device
