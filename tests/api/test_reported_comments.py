"""Comments are reported and decided on like pictures: held from others, shown again, appealed."""

import pytest

from tests.api.moderating import case_of, decides, public_picture, queue, reports, undoes
from tests.comments.saying import says, texts
from tests.people import Person
from tests.site import Site


@pytest.fixture
def picture(site: Site, alice: Person) -> str:
    return public_picture(site, alice)


def test_a_comment_is_held_from_others_and_shown_again(
    site: Site, alice: Person, bob: Person, mod: Person, picture: str
) -> None:
    said, carol = says(bob, picture, "something bad"), site.person("carol")
    reports(carol, said, kind="comment", reason="abuse")
    case = case_of(mod, said)
    assert case["owner"]["name"] == "bob"
    mod.post(f"/moderation/cases/{case['id']}/claim")
    thing = mod.get(f"/moderation/cases/{case['id']}").json["thing"]
    assert (thing["description"], thing["is_hidden"]) == ("something bad", False)
    decision = decides(mod, case, "hide", "warn")
    assert (texts(carol, picture), alice.image(picture)["counts"]["comments"]) == ([], 0)
    assert texts(bob, picture) == ["something bad"]
    [told] = bob.get("/me/decisions").json["items"]
    assert (told["subject"]["kind"], told["actions"]) == ("comment", ["hide", "warn"])
    assert "decision" in [one["kind"] for one in bob.get("/notifications").json["items"]]
    undoes(mod, decision)
    assert (texts(carol, picture), alice.image(picture)["counts"]["comments"]) == (["something bad"], 1)


def test_ones_own_comment_and_one_that_is_not_seen_cannot_be_reported(
    site: Site, alice: Person, bob: Person, picture: str
) -> None:
    said, carol = says(bob, picture), site.person("carol")
    own = bob.post("/reports", {"kind": "comment", "id": said, "reason": "other"})
    assert own.status_code == 403
    can = [person.get(f"/comments/{said}").json["comment"]["can"]["report"] for person in (alice, bob, site.visitor)]
    assert can == [True, False, True]
    alice.patch(f"/images/{picture}", {"privacy": "private"})
    assert carol.post("/reports", {"kind": "comment", "id": said, "reason": "other"}).status_code == 404
    reports(alice, said, kind="comment")
    alice.patch(f"/images/{picture}", {"privacy": "public"})
    bob.call("DELETE", f"/comments/{said}")
    assert alice.post("/reports", {"kind": "comment", "id": said, "reason": "other"}).status_code == 404


def test_of_a_comment_that_is_gone_nothing_is_decided_but_that(
    site: Site, alice: Person, bob: Person, mod: Person, picture: str
) -> None:
    said = says(bob, picture)
    reports(alice, said, kind="comment")
    bob.call("DELETE", f"/comments/{said}")
    decides(mod, case_of(mod, said), "hide", status=409)
    decides(mod, case_of(mod, said), "dismiss")
    assert queue(mod) == []


def test_moderators_read_what_a_comment_said_before_and_the_log_tells_of_it(
    site: Site, alice: Person, bob: Person, mod: Person, picture: str
) -> None:
    said = says(bob, picture, "first")
    says(alice, picture, "answer", said)
    can = [mod.get(f"/comments/{said}").json["comment"]["can"]["history"]]
    for text in ("second", "third"):
        bob.patch(f"/comments/{said}", {"text": text})
    can += [one.get(f"/comments/{said}").json["comment"]["can"]["history"] for one in (mod, bob, alice)]
    assert can == [False, True, False, False]
    path = f"/comments/{said}/history"
    page = mod.call("POST", path, query_string={"limit": 1}).json
    rest = mod.call("POST", path, query_string={"limit": 1, "cursor": page["next"]}).json
    assert [one["text"] for one in page["items"] + rest["items"]] == ["second", "first"]
    bob.call("DELETE", f"/comments/{said}")
    assert mod.get(f"/comments/{said}").json["comment"]["can"]["history"] is True
    assert mod.post(path).json["items"][0]["text"] == "third"
    looks = [one for one in mod.get("/moderation/log").json["items"] if one["what"] == "look"]
    assert [one["subject"]["id"] for one in looks] == [said] * 3
    assert [one.post(path).status_code for one in (bob, alice, site.visitor)] == [404, 404, 401]
    alice.patch(f"/images/{picture}", {"privacy": "private"})
    assert mod.post(path).status_code == 404
