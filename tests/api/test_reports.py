"""Somebody says that a thing is not right; many reports of one thing are one case."""

import pytest

from cms.access.viewer import Role
from cms.settings import Settings
from tests.api.moderating import case_of, decides, public_picture, queue, reports
from tests.people import Person, solved
from tests.site import Site, open_site


def test_many_reports_of_one_thing_are_one_case_that_rises(site: Site, alice: Person, bob: Person, mod: Person) -> None:
    image_id = public_picture(site, alice)
    reports(bob, image_id, reason="spam")
    first = case_of(mod, image_id)
    reports(site.person("carol"), image_id, reason="violence")
    second = case_of(mod, image_id)
    assert (second["id"], second["reports"], second["reasons"]) == (first["id"], 2, ["spam", "violence"])
    assert second["subject"] == {"kind": "image", "id": image_id}
    assert second["priority"] > first["priority"]


def test_the_same_report_twice_counts_once(site: Site, alice: Person, bob: Person, mod: Person) -> None:
    image_id = public_picture(site, alice)
    first, again = reports(bob, image_id), reports(bob, image_id, reason="spam")
    assert (again["id"], case_of(mod, image_id)["reports"]) == (first["id"], 1)


def test_the_maker_sees_state_and_outcome_and_others_nothing(
    site: Site, alice: Person, bob: Person, mod: Person
) -> None:
    image_id = public_picture(site, alice)
    told = reports(bob, image_id)
    assert (told["state"], told["outcome"]) == ("open", None)
    decides(mod, case_of(mod, image_id), "hide")
    after = bob.get(f"/reports/{told['id']}").json
    assert (after["state"], after["outcome"]) == ("closed", "acted")
    for other in (alice, site.person("carol"), site.visitor, mod):
        assert other.get(f"/reports/{told['id']}").status_code == 404


def test_a_visitor_reports_with_a_captcha_and_sees_what_became_of_it(site: Site, alice: Person, mod: Person) -> None:
    image_id, visitor = public_picture(site, alice), site.visitor
    body = {"kind": "image", "id": image_id, "reason": "abuse"}
    assert visitor.post("/reports", body).json["type"] == "/problems/captcha-needed"
    assert visitor.post("/reports", {**body, **solved(visitor), "captcha": "0"}).status_code == 422
    made = visitor.post("/reports", {**body, **solved(visitor)})
    assert made.status_code == 201
    decides(mod, case_of(mod, image_id), "dismiss")
    assert visitor.get(f"/reports/{made.json['id']}").json["outcome"] == "dismissed"


@pytest.mark.parametrize("level", ["private", "followers"])
def test_what_one_may_not_see_cannot_be_reported(site: Site, alice: Person, bob: Person, level: str) -> None:
    image_id = public_picture(site, alice)
    alice.patch(f"/images/{image_id}", {"privacy": level})
    answer = bob.post("/reports", {"kind": "image", "id": image_id, "reason": "other"})
    nothing = bob.post("/reports", {"kind": "image", "id": "0" * 26, "reason": "other"})
    assert (answer.status_code, nothing.status_code) == (404, 404)


def test_ones_own_things_cannot_be_reported(site: Site, alice: Person, bob: Person) -> None:
    image_id = public_picture(site, alice)
    assert alice.post("/reports", {"kind": "image", "id": image_id, "reason": "other"}).status_code == 403
    assert alice.post("/reports", {"kind": "person", "id": "alice", "reason": "other"}).status_code == 403
    assert (alice.image(image_id)["can"]["report"], bob.image(image_id)["can"]["report"]) == (False, True)


def test_who_may_report_an_album_or_a_person_is_said_with_it(site: Site, alice: Person, bob: Person) -> None:
    album = alice.post("/albums", {"title": "A", "category": "other", "privacy": "public"}).json["id"]
    for path in (f"/albums/{album}", "/people/alice"):
        said = [person.get(path).json["can"]["report"] for person in (alice, bob, site.visitor)]
        assert said == [False, True, True]


def test_albums_and_people_are_reported_too(site: Site, alice: Person, bob: Person, mod: Person) -> None:
    album = alice.post("/albums", {"title": "A", "category": "other", "privacy": "public"}).json["id"]
    reports(bob, album, kind="album")
    reports(bob, "alice", kind="person", reason="abuse")
    assert {(case["subject"]["kind"], case["subject"]["id"]) for case in queue(mod)} == {
        ("album", album),
        ("person", "alice"),
    }


@pytest.fixture
def slow(settings: Settings) -> Site:
    """A site with the limits that people meet."""
    return open_site(settings.model_copy(update={"rate_scale": 1.0}))


def test_a_flood_of_reports_is_one_case_and_ends_in_429(slow: Site) -> None:
    image_id, visitor = public_picture(slow, slow.person("alice")), slow.visitor
    body = {"kind": "image", "id": image_id, "reason": "spam"}
    statuses = [visitor.post("/reports", {**body, **solved(visitor)}).status_code for _ in range(25)]
    assert statuses == [201] + [200] * 19 + [429] * 5
    assert case_of(slow.person("mod", Role.MODERATOR), image_id)["reports"] == 1


def test_from_a_banned_address_nobody_reports_without_an_account(
    site: Site, alice: Person, bob: Person, mod: Person
) -> None:
    image_id, visitor = public_picture(site, alice), site.visitor
    site.logged_in("alice")
    reports(bob, "alice", kind="person")
    decides(mod, case_of(mod, "alice"), "ban_address")
    refused = visitor.post("/reports", {"kind": "image", "id": image_id, "reason": "abuse"})
    assert (refused.status_code, refused.json["type"]) == (403, "/problems/address-banned")
    reports(bob, image_id)


def test_ones_own_reports_are_listed_without_what_the_thing_is_called(
    site: Site, alice: Person, bob: Person, mod: Person
) -> None:
    image_id = public_picture(site, alice, title="secret of alice")
    reports(bob, image_id, reason="spam")
    reports(bob, "alice", kind="person", reason="abuse")
    decides(mod, case_of(mod, image_id), "hide")
    answer = bob.get("/me/reports")
    told = [(one["subject"], one["reason"], one["state"], one["outcome"]) for one in answer.json["items"]]
    assert told == [
        ({"kind": "person", "id": "alice"}, "abuse", "open", None),
        ({"kind": "image", "id": image_id}, "spam", "closed", "acted"),
    ]
    assert "secret of alice" not in answer.text
    assert (alice.get("/me/reports").json["items"], site.visitor.get("/me/reports").status_code) == ([], 401)
    first = bob.get("/me/reports", limit=1).json
    assert [one["reason"] for one in bob.get("/me/reports", limit=1, cursor=first["next"]).json["items"]] == ["spam"]
