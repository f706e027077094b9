"""What an account that a moderator limited cannot do: whatever would be public. What is its own stays in its hands."""

from typing import Any

import pytest

from tests.api.moderating import case_of, decides, public_picture, reports
from tests.people import Person
from tests.site import Site

ALBUM = {"title": "A", "category": "other"}


@pytest.fixture
def own(site: Site, alice: Person) -> dict[str, str]:
    """What alice had before."""
    closed = alice.post("/albums", {**ALBUM, "privacy": "private"}).json["id"]
    return {
        "picture": public_picture(site, alice),
        "album": closed,
        "inner": alice.post("/albums", {**ALBUM, "privacy": "public", "parent": closed}).json["id"],
        "collection": alice.post("/collections", {"title": "C", "privacy": "private"}).json["id"],
        "secret": alice.adds(),
    }


@pytest.fixture
def limited(own: dict[str, str], alice: Person, bob: Person, mod: Person) -> Person:
    reports(bob, "alice", kind="person")
    decides(mod, case_of(mod, "alice"), "limit")
    return alice


def refused(answer: Any) -> bool:
    return answer.status_code == 403 and answer.json["type"] == "/problems/limited"


def test_no_album_becomes_public(limited: Person, own: dict[str, str]) -> None:
    assert refused(limited.post("/albums", {**ALBUM, "privacy": "public"}))
    assert refused(limited.patch(f"/albums/{own['album']}", {"privacy": "public"}))
    assert refused(limited.patch(f"/albums/{own['inner']}", {"parent": None}))
    assert limited.post("/albums", {**ALBUM, "privacy": "followers"}).status_code == 201
    assert limited.patch(f"/albums/{own['album']}", {"title": "B"}).status_code == 200
    assert limited.get(f"/albums/{own['inner']}").json["effective_privacy"] == "private"


def test_no_collection_becomes_public(limited: Person, own: dict[str, str]) -> None:
    assert refused(limited.post("/collections", {"title": "D", "privacy": "public"}))
    assert refused(limited.patch(f"/collections/{own['collection']}", {"privacy": "public"}))
    assert limited.patch(f"/collections/{own['collection']}", {"title": "E"}).status_code == 200


def test_nothing_is_said_but_on_what_is_their_own_and_not_public(
    site: Site, limited: Person, bob: Person, own: dict[str, str]
) -> None:
    for image_id in (public_picture(site, bob), own["picture"]):
        assert refused(limited.post(f"/images/{image_id}/comments", {"text": "hello"}))
    assert limited.post(f"/images/{own['secret']}/comments", {"text": "hello"}).status_code == 201


def test_nothing_that_was_said_is_changed(site: Site, alice: Person, bob: Person, mod: Person) -> None:
    made = alice.post(f"/images/{public_picture(site, bob)}/comments", {"text": "hello"}).json["id"]
    reports(bob, "alice", kind="person")
    decides(mod, case_of(mod, "alice"), "limit")
    assert refused(alice.patch(f"/comments/{made}", {"text": "something else"}))
    assert alice.call("DELETE", f"/comments/{made}").status_code < 300


def test_an_edit_of_many_publishes_nothing_and_says_so(site: Site, limited: Person, own: dict[str, str]) -> None:
    begun = limited.post("/batch-edits", {"ids": [own["secret"]], "change": {"privacy": "public"}}).json["id"]
    site.work_off()
    assert [one["code"] for one in limited.get(f"/batch-edits/{begun}").json["problems"]] == ["limited"]
