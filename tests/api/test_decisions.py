"""What a decision does, that its owner is told and may appeal, and that every decision can be undone."""

from datetime import timedelta
from typing import Any

import pytest

from cms.accounts.models import Account
from cms.events import Occurred, _listeners, subscribe
from cms.extensions import db, now
from cms.moderation.models import Decision
from cms.moderation.tending import end_suspensions
from cms.transaction import writing
from tests.api.moderating import (
    appeals,
    case_of,
    decides,
    public_picture,
    queue,
    reported_and_decided,
    reports,
    undoes,
)
from tests.factories import picture
from tests.people import Person
from tests.site import Site
from tests.states import row_of, set_image


@pytest.fixture
def occurred() -> Any:
    """What was announced to be told to somebody."""
    heard: list[Occurred] = []
    subscribe(Occurred, heard.append)
    yield heard
    _listeners[Occurred].remove(heard.append)


@pytest.fixture
def mats(site: Site) -> Person:
    return site.person("mats", "moderator")


def account_of(site: Site, person: Person) -> Account:
    with site.app.app_context():
        found = db.session.get(Account, person.id)
        assert found is not None
        return found


def found(site: Site, person: Person, words: str) -> list[str]:
    site.work_off("index-image", "index-owner")
    return person.ids("/search", q=words)


def test_a_hidden_picture_is_its_owners_alone_everywhere_and_comes_back_by_undoing(
    site: Site, alice: Person, bob: Person, mod: Person
) -> None:
    image_id = public_picture(site, alice, title="xylophone")
    reports(bob, image_id)
    assert found(site, bob, "xylophone") == [image_id]
    decision = decides(mod, case_of(mod, image_id), "hide", "warn")
    assert (bob.sees(image_id), alice.sees(image_id), bob.ids()) == (False, True, [])
    assert bob.get(f"/images/{image_id}/renditions/64").status_code == 404
    assert (found(site, bob, "xylophone"), found(site, alice, "xylophone")) == ([], [image_id])
    undoes(mod, decision)
    assert (bob.sees(image_id), found(site, bob, "xylophone")) == (True, [image_id])
    assert case_of(mod, image_id)["state"] == "open"
    undoes(mod, decision, status=409)


@pytest.mark.parametrize("was", ["passed", "held", "pending"])
def test_undoing_brings_back_what_the_gate_had_said(
    site: Site, alice: Person, bob: Person, mod: Person, was: str
) -> None:
    image_id = public_picture(site, alice)
    reports(bob, image_id)
    set_image(site, image_id, review=was)
    decision = decides(mod, case_of(mod, image_id), "hide")
    undoes(mod, decision)
    assert row_of(site, image_id).review == was


def test_a_hidden_album_is_its_owners_alone_with_what_stands_in_it(
    site: Site, alice: Person, bob: Person, mod: Person
) -> None:
    image_id = public_picture(site, alice)
    body = {"title": "A", "category": "other", "privacy": "public", "images": [image_id]}
    album = alice.post("/albums", body).json["id"]
    below = alice.post("/albums", {**body, "images": [], "parent": album}).json["id"]
    reports(bob, album, kind="album")
    decision = decides(mod, case_of(mod, album), "hide")
    seen = [bob.get(path).status_code for path in (f"/albums/{album}", f"/albums/{below}", f"/images/{image_id}")]
    assert seen == [404, 404, 404]
    alice.patch(f"/albums/{album}", {"privacy": "public"})
    assert bob.get(f"/albums/{album}").status_code == 404
    assert alice.get(f"/albums/{album}").json["privacy"] == "public"
    undoes(mod, decision)
    seen = [bob.get(path).status_code for path in (f"/albums/{album}", f"/albums/{below}", f"/images/{image_id}")]
    assert seen == [200, 200, 200]


def test_a_sensitive_picture_says_so(site: Site, alice: Person, bob: Person, mod: Person) -> None:
    image_id, decision = reported_and_decided(site, alice, mod, "sensitive", level="suggestive")
    assert bob.image(image_id)["sensitivity"] == "suggestive"
    undoes(mod, decision)
    assert bob.image(image_id)["sensitivity"] == "safe"


def test_a_removed_picture_is_not_taken_again_by_anybody(site: Site, alice: Person, bob: Person, mod: Person) -> None:
    file = picture()
    image_id = public_picture(site, alice, file=file)
    reports(bob, image_id)
    decision = decides(mod, case_of(mod, image_id), "remove_and_block")
    assert (bob.sees(image_id), alice.get("/me/trash").json["items"][0]["id"]) == (False, image_id)
    for person in (alice, bob):
        refused = person.upload(file)
        assert (refused.status_code, refused.json["type"]) == (422, "/problems/blocked-picture")
    undoes(mod, decision)
    assert (bob.sees(image_id), bob.upload(file).status_code) == (True, 201)


def test_a_limited_account_neither_adds_nor_publishes_until_then(
    site: Site, alice: Person, bob: Person, mod: Person
) -> None:
    own = alice.adds()
    _, decision = reported_and_decided(site, alice, mod, "limit")
    refused = alice.upload()
    assert (refused.status_code, refused.json["type"]) == (403, "/problems/limited")
    assert alice.patch(f"/images/{own}", {"privacy": "public"}).status_code == 403
    assert alice.patch(f"/images/{own}", {"title": "x"}).status_code == 200
    alice.post("/batch-edits", {"ids": [own], "change": {"privacy": "public"}})
    site.work_off("edit-images")
    assert alice.image(own)["privacy"] == "private"
    undoes(mod, decision)
    assert alice.upload().status_code == 201


def test_a_suspension_ends_when_its_time_is_over(site: Site, alice: Person, bob: Person, mod: Person) -> None:
    until = (now() + timedelta(days=3)).isoformat()
    image_id, _ = reported_and_decided(site, alice, mod, "suspend", until=until)
    assert (bob.sees(image_id), alice.get("/me").status_code) == (False, 401)
    with site.app.app_context(), writing():
        assert end_suspensions() == 0
        db.session.get(Account, alice.id).suspended_until = now() - timedelta(seconds=1)
        db.session.flush()
        assert end_suspensions() == 1
    assert (bob.sees(image_id), account_of(site, alice).suspended_until) == (True, None)


def test_a_suspension_is_undone(site: Site, alice: Person, bob: Person, mod: Person) -> None:
    image_id, decision = reported_and_decided(site, alice, mod, "suspend")
    assert not bob.sees(image_id)
    undoes(mod, decision)
    assert bob.sees(image_id)


def test_from_a_banned_address_nobody_logs_in(site: Site, alice: Person, mod: Person) -> None:
    page = site.logged_in("alice")
    _, decision = reported_and_decided(site, alice, mod, "ban_address")
    assert site.page.logs_in("bob", "x").json["type"] == "/problems/address-banned"
    undoes(mod, decision)
    site.logged_in("alice")
    assert page.is_logged_in


def test_a_ban_without_an_address_is_refused(site: Site, alice: Person, bob: Person, mod: Person) -> None:
    image_id = public_picture(site, alice)
    reports(bob, image_id)
    decides(mod, case_of(mod, image_id), "ban_address", status=422)
    assert case_of(mod, image_id)["state"] == "open"
    decides(mod, case_of(mod, image_id), "ban_address", address="203.0.113.7/24")


def test_a_member_may_be_suspended_by_a_moderator_and_a_moderator_by_an_admin_alone(
    site: Site, alice: Person, mod: Person, ada: Person, mats: Person
) -> None:
    reports(alice, "mats", kind="person")
    decides(mod, case_of(mod, "mats"), "suspend", status=403)
    assert mats.get("/me").status_code == 200
    decides(ada, case_of(mod, "mats"), "suspend")
    assert mats.get("/me").status_code == 401


def test_the_owner_is_told_the_rule_and_the_reason_and_never_who_decided(
    site: Site, alice: Person, bob: Person, mod: Person, occurred: list[Occurred]
) -> None:
    image_id, decision = reported_and_decided(site, alice, mod, "hide", "note", rule="7")
    [told] = alice.get("/me/decisions").json["items"]
    assert (told["id"], told["actions"], told["reason"], told["rule"]) == (decision["id"], ["hide"], "r", "7")
    assert (told["subject"], told["can"]) == ({"kind": "image", "id": image_id, "title": ""}, {"appeal": True})
    assert "mod" not in str(told["reason"])
    assert bob.get("/me/decisions").json["items"] == []
    assert occurred == [Occurred("decision", alice.id, None, "image", image_id, decision["id"])]


def test_of_what_was_only_noted_or_dismissed_nobody_is_told(
    site: Site, alice: Person, mod: Person, occurred: list[Occurred]
) -> None:
    _, decision = reported_and_decided(site, alice, mod, "dismiss", "note")
    assert (alice.get("/me/decisions").json["items"], occurred) == ([], [])
    appeals(alice, decision, status=404)


def test_another_moderator_overturns_and_everything_is_as_before(
    site: Site, alice: Person, bob: Person, mod: Person, mats: Person, occurred: list[Occurred]
) -> None:
    image_id, decision = reported_and_decided(site, alice, mod, "hide", "limit")
    appeals(bob, decision, status=404)
    assert appeals(alice, decision)["state"] == "open"
    appeals(alice, decision, status=409)
    case = case_of(mats, image_id, "appeal")
    decides(mod, case, "uphold", status=409)
    decides(mats, case, "dismiss", status=422)
    decides(mats, case, "overturn")
    [told] = alice.get("/me/decisions").json["items"]
    assert (told["appeal"]["outcome"], told["appeal"]["state"], told["can"]["appeal"]) == (
        "overturned",
        "closed",
        False,
    )
    assert (bob.sees(image_id), alice.upload().status_code, queue(mod)) == (True, 201, [])
    assert [one.occasion for one in occurred] == ["decision", "appeal"]


def test_an_appeal_that_is_upheld_changes_nothing(
    site: Site, alice: Person, bob: Person, mod: Person, mats: Person
) -> None:
    image_id, decision = reported_and_decided(site, alice, mod, "hide")
    appeals(alice, decision)
    decides(mats, case_of(mats, image_id, "appeal"), "uphold")
    assert (bob.sees(image_id), alice.get("/me/decisions").json["items"][0]["appeal"]["outcome"]) == (False, "upheld")


def test_what_was_decided_on_later_is_undone_first(site: Site, alice: Person, bob: Person, mod: Person) -> None:
    image_id, first = reported_and_decided(site, alice, mod, "hide")
    set_image(site, image_id, review="passed")
    reports(bob, image_id)
    second = decides(mod, case_of(mod, image_id), "remove_and_block")
    undoes(mod, first, status=409)
    undoes(mod, second)
    undoes(mod, first)
    assert bob.sees(image_id)


def test_after_30_days_nothing_is_undone(site: Site, alice: Person, bob: Person, mod: Person) -> None:
    image_id, decision = reported_and_decided(site, alice, mod, "hide")
    with site.app.app_context(), writing():
        db.session.get(Decision, decision["id"]).created_at = now() - timedelta(days=31)
    undoes(mod, decision, status=409)
    appeals(alice, decision, status=409)
    assert not bob.sees(image_id)
