"""A suspension that takes along whom the account invited, and whom these invited: told, appealed and undone."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import false

from cms.access.viewer import Role
from cms.accounts.models import Account
from cms.accounts.queries import account_by_id, viewer_of
from cms.extensions import db, now
from cms.moderation import service
from cms.moderation.models import Decision
from cms.moderation.queries import decisions_about
from cms.pagination import Wanted
from cms.transaction import writing
from tests.admin.rooms import Room
from tests.api.moderating import case_of, decides, public_picture, queue, reported_and_decided, reports, undoes
from tests.people import Person
from tests.site import Site

UNTIL = now() + timedelta(days=7)


@pytest.fixture
def tree(site: Site, alice: Person) -> dict[str, Person]:
    """Alice invited Dora and the moderator Mona, Dora invited Erik, and Mona invited Frida."""
    made: dict[str, Person] = {"alice": alice}
    for name, inviter, role in (
        ("dora", "alice", Role.MEMBER),
        ("mona", "alice", Role.MODERATOR),
        ("erik", "dora", Role.MEMBER),
        ("frida", "mona", Role.MEMBER),
    ):
        made[name] = site.person(name, role, invited_by_id=made[inviter].id)
    return made


def in_(tree: dict[str, Person]) -> set[str]:
    """Who can do something at present."""
    return {name for name, person in tree.items() if person.get("/me").status_code == 200}


def suspends(site: Site, mod: Person, tree: dict[str, Person]) -> Any:
    return reported_and_decided(
        site, tree["alice"], mod, "suspend", invited=True, rule="spam", until=UNTIL.isoformat()
    )[1]


@pytest.mark.parametrize("settings", ["sqlite", "mariadb"], indirect=True)
def test_all_below_go_with_the_same_end_but_no_moderator_and_nobody_behind_one(
    site: Site, mod: Person, bob: Person, tree: dict[str, Person]
) -> None:
    assert suspends(site, mod, tree)["invited"] == 2
    assert (in_(tree), bob.get("/me").status_code) == ({"mona", "frida"}, 200)
    with site.app.app_context():
        ends = set(db.session.scalars(db.select(Account.suspended_until).where(Account.active == false())))
    assert ends == {UNTIL}


def test_how_many_that_are_is_said_before(site: Site, mod: Person, bob: Person, tree: dict[str, Person]) -> None:
    reports(bob, image_id := public_picture(site, tree["alice"]))
    case_id = case_of(mod, image_id)["id"]
    assert mod.post(f"/moderation/cases/{case_id}/claim").json["account"]["invited"] == 2
    assert "Also the 2 whom they invited" in Room(site, mod).page("queue", case=case_id).text


def test_one_undoing_is_for_all_but_opens_nobody_who_was_suspended_before(
    site: Site, mod: Person, tree: dict[str, Person]
) -> None:
    reported_and_decided(site, tree["erik"], mod, "suspend")
    decision = suspends(site, mod, tree)
    assert decision["invited"] == 1
    undoes(mod, decision)
    assert in_(tree) == {"alice", "dora", "mona", "frida"}


def test_each_has_a_decision_of_their_own_with_the_rule_that_can_be_undone_alone(
    site: Site, mod: Person, tree: dict[str, Person]
) -> None:
    decision = suspends(site, mod, tree)
    with site.app.app_context():
        told = {one.concerned_id: one for one in db.session.scalars(db.select(Decision))}
    assert set(told) == {tree[name].id for name in ("alice", "dora", "erik")}
    assert {(one.rule, one.reason, one.is_told) for one in told.values()} == {("spam", "r", True)}
    undoes(mod, {"id": told[tree["dora"].id].id})
    assert in_(tree) == {"dora", "mona", "frida"}
    assert queue(mod) == []
    undoes(mod, decision)
    assert in_(tree) == set(tree)


def test_who_was_invited_goes_only_with_who_invited_them_and_not_too_many_at_once(
    site: Site, mod: Person, bob: Person, tree: dict[str, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    reports(bob, image_id := public_picture(site, tree["alice"]))
    case = case_of(mod, image_id)
    decides(mod, case, "warn", invited=True, status=422)
    monkeypatch.setattr(service, "MOST_INVITED", 1)
    decides(mod, case, "suspend", invited=True, status=422)
    assert in_(tree) == set(tree)


def test_an_appeal_that_is_granted_opens_one_and_leaves_the_others(
    site: Site, mod: Person, tree: dict[str, Person]
) -> None:
    suspends(site, mod, tree)
    with site.app.app_context(), writing():
        dora = account_by_id(tree["dora"].id)
        assert dora is not None
        [seen] = decisions_about(viewer_of(dora), Wanted(limit=5)).rows
        service.appeal(viewer_of(dora), seen.decision, "I only came by her link.")
    decides(tree["mona"], case_of(tree["mona"], "dora", "appeal"), "overturn")
    assert in_(tree) == {"dora", "mona", "frida"}
    [first] = [case for case in queue(mod, state="closed") if case["kind"] == "report"]
    assert first["outcome"] == "acted"
