"""Invitations by members: each makes one account, for a while, and can be taken back."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from cms.accounts.models import Account, Invitation
from cms.accounts.queries import account_by_name, invited_below
from cms.extensions import db, now
from cms.settings import Settings
from cms.transaction import reading, writing
from tests.people import Person, solved
from tests.site import Site, open_site

ANNA = {"name": "anna", "email": "anna@example.org", "password": "a long enough secret"}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """A site that takes only who is invited."""
    return settings.model_copy(update={"registration": "invite"})


def invites(person: Person) -> str:
    """The secret of a fresh invitation."""
    link: str = person.post("/me/invitations").json["link"]
    return link.partition("http://localhost/register?invitation=")[2]


def accepts(site: Site, secret: str, **fields: Any) -> Any:
    visitor = site.visitor
    return visitor.post("/accounts", {**ANNA, **solved(visitor), "invitation": secret, **fields})


def test_who_is_invited_becomes_a_member(site: Site, alice: Person) -> None:
    answer = accepts(site, invites(alice))
    assert (answer.status_code, answer.json["role"]) == (201, "member")


def test_it_is_kept_who_invited_whom_and_who_goes_leaves_them_to_who_invited_them(
    site: Site, alice: Person, bob: Person
) -> None:
    accepts(site, invites(alice))
    with site.app.app_context(), writing():
        anna = account_by_name("anna")
        assert anna is not None
        assert anna.invited_by_id == alice.id
        db.session.execute(update(Account).where(Account.id == alice.id).values(invited_by_id=bob.id))
    assert alice.call("DELETE", "/me", json={"password": alice.password, "name": alice.name}).status_code == 204
    site.work_off("erase-account")
    with site.app.app_context(), reading():
        assert [one.name for one in invited_below(bob.id, limit=10)] == ["anna"]


def test_who_an_admin_invites_becomes_a_member_too(site: Site, ada: Person) -> None:
    assert accepts(site, invites(ada)).json["role"] == "member"


def test_an_invitation_works_once(site: Site, alice: Person) -> None:
    secret = invites(alice)
    accepts(site, secret)
    again = accepts(site, secret, name="bo", email="bo@example.org")
    assert (again.status_code, again.json["type"]) == (403, "/problems/invitation-needed")
    assert alice.get("/me/invitations").json["items"][0]["used_at"] is not None


def test_a_mistake_does_not_use_it_up(site: Site, alice: Person) -> None:
    secret = invites(alice)
    assert accepts(site, secret, password="1234567890").status_code == 422
    assert accepts(site, secret, captcha="000000").status_code == 422
    assert accepts(site, secret).status_code == 201


def test_an_invitation_ends_after_two_weeks(site: Site, alice: Person) -> None:
    secret = invites(alice)
    with site.app.app_context(), writing():
        db.session.execute(update(Invitation).values(expires_at=now() - timedelta(seconds=1)))
    assert accepts(site, secret).status_code == 403


def test_one_takes_an_invitation_back(site: Site, alice: Person, bob: Person) -> None:
    secret = invites(alice)
    [invitation] = alice.get("/me/invitations").json["items"]
    assert bob.delete(f"/me/invitations/{invitation['id']}").status_code == 404
    assert alice.delete(f"/me/invitations/{invitation['id']}").status_code == 204
    assert accepts(site, secret).status_code == 403


def test_ten_are_open_at_once(alice: Person, bob: Person) -> None:
    assert [alice.post("/me/invitations").status_code for _ in range(11)] == [201] * 10 + [409]
    assert bob.post("/me/invitations").status_code == 201


def test_the_secret_is_shown_once(site: Site, alice: Person) -> None:
    secret = invites(alice)
    assert secret not in alice.get("/me/invitations").text
    with site.app.app_context():
        assert secret not in repr(db.session.execute(db.select(Invitation.__table__)).all())


def test_the_guests_of_who_was_suspended_stay_outside(site: Site, alice: Person) -> None:
    secret = invites(alice)
    site.person("bob")
    with site.app.app_context(), writing():
        db.session.execute(db.text("UPDATE accounts SET active = 0 WHERE name = 'alice'"))
    assert accepts(site, secret).status_code == 403


@pytest.mark.parametrize("secret", ["", "x", "x" * 100])
def test_a_guessed_invitation_is_none(site: Site, alice: Person, secret: str) -> None:
    assert accepts(site, secret).status_code == 403


def test_an_invitation_of_a_member_makes_no_admin(site: Site, alice: Person) -> None:
    answer = site.visitor.post("/first-account", {**ANNA, "token": invites(alice)})
    assert answer.status_code == 404


@pytest.fixture
def closed(settings: Settings) -> Iterator[Site]:
    made = open_site(settings.model_copy(update={"registration": "closed"}))
    yield made
    with made.app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_nobody_invites_where_the_site_is_closed(closed: Site) -> None:
    assert closed.person("alice").post("/me/invitations").status_code == 403
