"""The queue of moderators: cases are claimed, looked at and decided, once."""

from datetime import timedelta

import pytest

from cms.extensions import db, now
from cms.moderation.models import Case
from cms.moderation.tending import close_moot_findings, open_findings
from cms.transaction import writing
from tests.api.moderating import case_of, decides, public_picture, queue, reported_and_decided, reports
from tests.people import Person
from tests.site import Site
from tests.states import row_of, set_image


def tended(site: Site) -> None:
    with site.app.app_context():
        for act in (open_findings, close_moot_findings):
            with writing():
                act()


def test_members_see_nothing_of_it(site: Site, alice: Person, bob: Person, mod: Person) -> None:
    image_id = public_picture(site, alice)
    reports(bob, image_id)
    case = case_of(mod, image_id)
    for path in ("queue", "log", "log.jsonl", f"cases/{case['id']}", f"cases/{case['id']}/renditions/64"):
        assert alice.get(f"/moderation/{path}").status_code == 404
    assert alice.post(f"/moderation/cases/{case['id']}/claim").status_code == 404
    decides(alice, case, "dismiss", status=404)


def test_a_claim_keeps_others_out_until_it_expires(site: Site, alice: Person, bob: Person, mod: Person) -> None:
    other, image_id = site.person("mats", "moderator"), public_picture(site, alice)
    reports(bob, image_id)
    case = case_of(mod, image_id)
    assert mod.post(f"/moderation/cases/{case['id']}/claim").json["claimed_by"] == "mod"
    assert other.post(f"/moderation/cases/{case['id']}/claim").status_code == 409
    decides(other, case, "dismiss", status=409)
    assert [len(queue(other, claimed=who)) for who in ("me", "others", "nobody")] == [0, 1, 0]
    with site.app.app_context(), writing():
        db.session.get(Case, case["id"]).claimed_until = now() - timedelta(seconds=1)
    assert queue(other, claimed="nobody")[0]["claimed_by"] is None
    decides(other, case, "dismiss")
    decides(mod, case, "hide", status=409)


def test_the_most_pressing_come_first_and_pages_follow_each_other(
    site: Site, alice: Person, bob: Person, mod: Person
) -> None:
    made = [public_picture(site, alice) for _ in range(3)]
    for image_id, reason in zip(made, ("other", "sexual", "spam"), strict=True):
        reports(bob, image_id, reason=reason)
    first = mod.get("/moderation/queue", limit=2).json
    rest = mod.get("/moderation/queue", limit=2, cursor=first["next"]).json
    ids = [case["subject"]["id"] for case in (*first["items"], *rest["items"])]
    assert (ids, rest["next"]) == ([made[1], made[2], made[0]], None)


def test_a_reported_thing_that_became_private_is_seen_through_the_claimed_case_alone(
    site: Site, alice: Person, bob: Person, mod: Person
) -> None:
    other, image_id = site.person("mats", "moderator"), public_picture(site, alice, title="Secret")
    reports(bob, image_id)
    alice.patch(f"/images/{image_id}", {"privacy": "private"})
    case = case_of(mod, image_id)
    path = f"/moderation/cases/{case['id']}"
    assert (mod.get(path).json["thing"], mod.get(f"{path}/renditions/400").status_code) == (None, 404)
    claimed = mod.post(f"{path}/claim").json
    assert claimed["thing"]["title"] == "Secret"
    shown = mod.get(f"{path}/renditions/400")
    assert (shown.status_code, shown.headers["Cache-Control"]) == (200, "private, no-store")
    assert not mod.sees(image_id)
    assert (other.get(path).json["thing"], other.get(f"{path}/renditions/400").status_code) == (None, 404)
    looks = [line for line in mod.get("/moderation/log").json["items"] if line["what"] == "look"]
    assert [(line["by"], line["subject"]["id"]) for line in looks] == [("mod", image_id)]
    decides(mod, case, "dismiss")
    assert mod.get(f"{path}/renditions/400").status_code == 404


def test_a_case_tells_who_reported_and_what_was_decided_before(
    site: Site, alice: Person, bob: Person, mod: Person
) -> None:
    reported_and_decided(site, alice, mod, "warn")
    image_id = public_picture(site, alice)
    reports(bob, image_id, text="look at this")
    told = mod.get(f"/moderation/cases/{case_of(mod, image_id)['id']}").json
    assert [(one["by"], one["text"]) for one in told["all_reports"]] == [("bob", "look at this")]
    assert [(one["actions"], one["by"]) for one in told["history"]] == [(["warn"], "mod")]
    assert (told["owner"]["name"], told["account"]["active"]) == ("alice", True)


def test_a_held_picture_is_a_finding_that_restore_lets_pass(
    site: Site, alice: Person, bob: Person, mod: Person
) -> None:
    image_id = public_picture(site, alice)
    set_image(site, image_id, review="held")
    tended(site)
    tended(site)
    decides(mod, case_of(mod, image_id, "finding"), "restore")
    assert (bob.sees(image_id), queue(mod)) == (True, [])


def test_a_held_picture_that_is_kept_back_is_no_case_again(site: Site, alice: Person, mod: Person) -> None:
    image_id = public_picture(site, alice)
    set_image(site, image_id, review="held")
    tended(site)
    decides(mod, case_of(mod, image_id, "finding"), "hide")
    tended(site)
    assert (row_of(site, image_id).review, queue(mod)) == ("hidden", [])


def test_a_finding_that_became_private_is_nobodys_case(site: Site, alice: Person, mod: Person) -> None:
    image_id = public_picture(site, alice)
    set_image(site, image_id, review="held")
    tended(site)
    case = case_of(mod, image_id, "finding")
    alice.patch(f"/images/{image_id}", {"privacy": "private"})
    assert mod.post(f"/moderation/cases/{case['id']}/claim").json["thing"] is None
    tended(site)
    assert queue(mod) == []


def test_a_case_about_what_was_erased_is_closed(site: Site, alice: Person, bob: Person, mod: Person) -> None:
    image_id = public_picture(site, alice)
    told = reports(bob, image_id)
    alice.delete(f"/images/{image_id}", forever="true")
    assert queue(mod) == []
    assert bob.get(f"/reports/{told['id']}").json["outcome"] == "gone"


def test_nobody_decides_about_themselves(site: Site, alice: Person, mod: Person) -> None:
    image_id = public_picture(site, mod)
    reports(alice, image_id)
    decides(mod, case_of(mod, image_id), "dismiss", status=409)
    assert case_of(mod, image_id)["state"] == "open"


@pytest.mark.parametrize(
    "actions", [["uphold"], ["hide", "dismiss"], ["hide", "restore"], ["hide", "overturn"], [], ["nonsense"]]
)
def test_actions_that_do_not_go_together_are_refused(
    site: Site, alice: Person, bob: Person, mod: Person, actions: list[str]
) -> None:
    image_id = public_picture(site, alice)
    reports(bob, image_id)
    decides(mod, case_of(mod, image_id), *actions, status=422)
    assert case_of(mod, image_id)["state"] == "open"
