"""A new password by mail: for whoever holds the address, once, and soon."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from cms.extensions import db, now
from cms.membership.models import MailWanted, OneTimeLink
from cms.settings import Settings
from cms.transaction import writing
from tests.people import Browser, Person, solved
from tests.site import PASSWORD, Site, token_in

NEW = {"password": "another good password"}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Of a site with the usual limits."""
    return settings.model_copy(update={"rate_scale": 1.0})


def asks(site: Site, email: str = "alice@example.org") -> str:
    """Somebody forgot a password; the secret of the link that came by mail."""
    before = len(site.letters(email))
    assert site.visitor.post("/password-recovery", {"email": email}).status_code == 204
    return token_in(site.letters(email)[before:][0])


def test_the_link_gives_a_new_password_and_a_login(site: Site, alice: Person) -> None:
    page = site.page
    answer = page.post(f"/password-recovery/{asks(site)}", NEW)
    assert (answer.status_code, answer.json["name"], page.is_logged_in) == (200, "alice", True)
    assert site.page.logs_in("alice", NEW["password"]).status_code == 200
    assert site.page.logs_in("alice", PASSWORD).status_code == 401


def test_all_that_was_open_before_is_closed(site: Site, alice: Person) -> None:
    pages = [site.logged_in("alice") for _ in range(2)]
    site.visitor.post(f"/password-recovery/{asks(site)}", NEW)
    assert [page.is_logged_in for page in pages] == [False, False]
    assert alice.get("/me").status_code == 401


def test_a_link_works_once(site: Site, alice: Person, visitor: Person) -> None:
    token = asks(site)
    assert visitor.post(f"/password-recovery/{token}", NEW).status_code == 200
    assert visitor.post(f"/password-recovery/{token}", {"password": "yet another password"}).status_code == 404


def test_using_one_link_ends_the_others(site: Site, alice: Person, visitor: Person) -> None:
    first, second = asks(site), asks(site)
    assert visitor.post(f"/password-recovery/{second}", NEW).status_code == 200
    assert visitor.post(f"/password-recovery/{first}", NEW).status_code == 404


def test_a_mistake_does_not_use_up_the_link(site: Site, alice: Person, visitor: Person) -> None:
    token = asks(site)
    assert visitor.post(f"/password-recovery/{token}", {"password": "1234567890"}).status_code == 422
    assert visitor.post(f"/password-recovery/{token}", NEW).status_code == 200


def test_a_link_lives_an_hour(site: Site, alice: Person, visitor: Person) -> None:
    token = asks(site)
    with site.app.app_context(), writing():
        db.session.execute(update(OneTimeLink).values(expires_at=now() - timedelta(seconds=1)))
    assert visitor.post(f"/password-recovery/{token}", NEW).status_code == 404


@pytest.mark.parametrize("token", ["x", "x" * 43, "é", "x" * 3000])
def test_a_guessed_link_is_none(alice: Person, visitor: Person, token: str) -> None:
    assert visitor.post(f"/password-recovery/{token}", NEW).status_code == 404


def test_a_link_for_an_address_changes_no_password(site: Site, alice: Person, visitor: Person) -> None:
    page = site.logged_in("alice")
    page.post("/me/email", {"email": "new@example.org", "password": PASSWORD})
    token = token_in(site.letters("new@example.org")[0])
    assert visitor.post(f"/password-recovery/{token}", NEW).status_code == 404
    assert visitor.post(f"/email-confirmation/{asks(site)}").status_code == 404


def test_the_secret_is_kept_nowhere_in_clear(site: Site, alice: Person) -> None:
    token = asks(site)
    with site.app.app_context():
        for table in db.metadata.sorted_tables:
            assert token not in repr(db.session.execute(db.select(table)).all())


def test_a_mail_leads_to_the_sites_own_address_whatever_host_was_asked(site: Site, alice: Person) -> None:
    headers = {"Host": "203.0.113.9", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    site.visitor.post("/password-recovery", {"email": "alice@example.org"}, headers=headers)
    [letter] = site.letters("alice@example.org")
    assert "http://localhost/recover/" in letter.get_content()
    assert "evil" not in letter.as_string()
    assert "203.0.113.9" not in letter.as_string()


@pytest.mark.parametrize(("language", "word"), [("en", "password"), ("zh", "密码"), ("sv", "lösenord")])
def test_a_mail_speaks_the_accounts_language(site: Site, alice: Person, language: str, word: str) -> None:
    alice.patch("/me", {"language": language})
    asks(site)
    [letter] = site.letters("alice@example.org")
    assert word in letter["Subject"]
    assert "Pixels" in letter["Subject"]


def test_nobody_is_written_to_who_has_no_account(site: Site, alice: Person, visitor: Person) -> None:
    site.person("sam", active=False)
    for email in ("nobody@example.org", "sam@example.org"):
        visitor.post("/password-recovery", {"email": email})
    assert site.letters() == []


def test_five_mails_an_hour_are_enough_for_an_address(site: Site, alice: Person, bob: Person) -> None:
    for _ in range(8):
        site.visitor.post("/password-recovery", {"email": "alice@example.org"})
    site.visitor.post("/password-recovery", {"email": "bob@example.org"})
    assert (len(site.letters("alice@example.org")), len(site.letters("bob@example.org"))) == (5, 1)
    with site.app.app_context(), writing():
        db.session.execute(update(MailWanted).values(sent_at=now() - timedelta(minutes=61)))
    asks(site)


def test_one_address_asks_so_often_an_hour(alice: Person, visitor: Person) -> None:
    found = [visitor.post("/password-recovery", {"email": f"x{n}@example.org"}).status_code for n in range(31)]
    assert found == [204] * 30 + [429]


def test_the_owner_is_told_that_the_password_changed(site: Site, alice: Person, visitor: Person) -> None:
    visitor.post(f"/password-recovery/{asks(site)}", NEW)
    assert "changed" in site.letters("alice@example.org")[-1]["Subject"]


def test_an_address_that_was_never_confirmed_is_confirmed_by_such_a_link(site: Site, alice: Person) -> None:
    page: Browser = site.page
    fields = {"name": "anna", "email": "anna@example.org", "password": "a long enough secret", **solved(page)}
    page.post("/accounts", fields)
    site.letters()
    answer = site.page.post(f"/password-recovery/{asks(site, 'anna@example.org')}", NEW)
    assert (answer.json["email"], answer.json["unconfirmed_email"]) == ("anna@example.org", None)
