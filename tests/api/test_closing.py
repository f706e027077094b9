"""DELETE /me: with the password and the name typed out; hidden at once, gone soon, and nobody else's things with it."""

import pytest

from cms.accounts.models import Account
from cms.accounts.queries import account_by_id, viewer_of
from cms.accounts.service import release
from cms.errors import Problem
from cms.extensions import db
from tests.people import Browser, Person
from tests.services.push_browser import PushBrowser
from tests.site import PASSWORD, Site
from tests.states import prepared, row_of
from tests.workers.ends import objects_of
from workers.closing.jobs import erase_account

FAREWELL = {"password": PASSWORD, "name": "alice"}


def leaves(person: Person, **fields: str) -> int:
    return person.call("DELETE", "/me", json={**FAREWELL, **fields}).status_code


@pytest.fixture
def page(site: Site, alice: Person) -> Browser:
    return site.logged_in("alice")


def everything(site: Site) -> str:
    """All rows of all tables but those of work, whose subjects are only ids."""
    with site.app.app_context():
        tables = [table for name, table in db.metadata.tables.items() if name not in ("work", "discarded_objects")]
        return repr([db.session.execute(db.select(table)).all() for table in tables])


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"password": "not the right one"}, "password"), ({"name": "bob"}, "name"), ({"name": ""}, "name")],
)
def test_without_both_confirmations_nothing_happens(page: Browser, fields: dict[str, str], field: str) -> None:
    answer = page.call("DELETE", "/me", json={**FAREWELL, **fields})
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, field)
    assert page.is_logged_in


def test_logins_and_tokens_end_at_once(site: Site, page: Browser, alice: Person) -> None:
    other = site.logged_in("alice")
    assert leaves(page) == 204
    assert (page.is_logged_in, other.is_logged_in, alice.get("/me").status_code) == (False, False, 401)
    assert site.page.logs_in("alice", PASSWORD).status_code == 401


def test_nobody_sees_anything_of_it_at_once(site: Site, page: Browser, alice: Person, bob: Person) -> None:
    image_id = prepared(site, alice, privacy="public")
    assert bob.sees(image_id)
    leaves(page)
    assert (bob.sees(image_id), bob.ids(), bob.get("/people/alice").status_code) == (False, [], 404)


def test_all_that_it_owned_is_gone_soon(site: Site, page: Browser, alice: Person) -> None:
    album = {"title": "x", "category": "food", "privacy": "public"}
    outer = alice.post("/albums", album).json["id"]
    inner = alice.post("/albums", {**album, "parent": outer}).json["id"]
    image_ids = [prepared(site, alice, album=inner), alice.adds()]
    alice.delete(f"/images/{image_ids[1]}")
    alice.post("/me/invitations")
    alice.post("/me/webhooks", {"url": "https://example.org/", "kinds": ["like"]})
    alice.post("/me/push", PushBrowser().subscription("https://push.example/"))
    leaves(page)
    site.work_off("erase-account", "remove-objects")
    assert [row_of(site, image_id) for image_id in image_ids] == [None, None]
    assert objects_of(site) == {}
    left = everything(site)
    assert all(word not in left for word in (alice.id, "alice@example.org", outer, inner))


def test_what_others_own_stays(site: Site, page: Browser, bob: Person) -> None:
    image_id = prepared(site, bob)
    leaves(page)
    site.work_off("erase-account", "remove-objects")
    assert bob.sees(image_id)
    assert len(objects_of(site)) == 4


def test_its_name_and_address_are_free_again(site: Site, page: Browser, bob: Person) -> None:
    leaves(page)
    site.work_off("erase-account")
    with site.app.app_context():
        assert db.session.scalar(db.select(Account).filter_by(name="alice")) is None


def test_a_closed_account_is_not_opened_again_by_a_moderator(site: Site, page: Browser, ada: Person) -> None:
    alice_id = page.id
    leaves(page)
    with site.app.app_context(), pytest.raises(Problem):
        release(account_by_id(alice_id), by=viewer_of(account_by_id(ada.id)))


def test_the_last_admin_stays(site: Site, ada: Person) -> None:
    page = site.logged_in("ada")
    assert leaves(page, name="ada") == 409
    site.person("eva", "admin")
    assert leaves(page, name="ada") == 204


def test_an_account_that_was_not_closed_is_never_erased(site: Site, alice: Person) -> None:
    image_id = alice.adds()
    with site.app.app_context():
        erase_account.__wrapped__(alice.id)
    assert alice.sees(image_id)


def test_a_token_needs_the_scope(site: Site) -> None:
    reader = site.person("rita", scopes=("account:read", "images:write"))
    assert leaves(reader, name="rita") == 403
