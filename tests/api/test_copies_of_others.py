"""POST /images/ID/copy: a picture of somebody else in one's own library, where its licence and its owner let one."""

from typing import Any

import pytest

from cms.images.copying import is_free
from tests.api.test_originals import tattling
from tests.api.test_quota import set_limits
from tests.people import Person
from tests.site import Site
from tests.states import prepared, set_image

FREE = [
    "CC0 1.0",
    "cc-by-4.0",
    "CC BY-SA 3.0 DE",
    "Public Domain",
    "https://creativecommons.org/licenses/by/4.0/deed.sv",
]
NOT_FREE = [
    "",
    "CC BY-NC 4.0",
    "CC BY-ND 4.0",
    "All rights reserved",
    "https://creativecommons.org/licenses/by-nd/4.0/",
]


@pytest.fixture
def free(site: Site, alice: Person) -> str:
    said: dict[str, Any] = {"title": "Dune", "author": "Åsa", "licence": "CC BY 4.0", "description": "Sand"}
    return prepared(site, alice, tattling(), privacy="public", **said)


def taken(person: Person, image_id: str, status: int = 201) -> dict[str, Any]:
    answer = person.post(f"/images/{image_id}/copy")
    assert answer.status_code == status, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


def test_licences_that_let_everybody_copy_are_told_from_others() -> None:
    assert [licence for licence in FREE + NOT_FREE if is_free(licence)] == FREE


def test_a_copy_is_private_and_keeps_whose_it_was(bob: Person, carol: Person, free: str) -> None:
    copy = taken(bob, free)
    said = {"title": "Dune", "author": "Åsa", "licence": "CC BY 4.0", "description": "Sand", "privacy": "private"}
    assert said.items() <= copy.items()
    assert copy["source_url"] == copy["origin"]["address"] == f"http://localhost/images/{free}"
    told = {"image_id": free, "owner": "alice", "author": "Åsa", "licence": "CC BY 4.0"}
    assert (told.items() <= copy["origin"].items(), len(copy["origin"])) == (True, 6)
    assert carol.get(f"/images/{copy['id']}").status_code == 404


def test_where_it_came_from_is_told_to_its_owner_alone_and_stays(site: Site, bob: Person, carol: Person) -> None:
    copy = taken(bob, prepared(site, site.person("alice"), privacy="public", licence="CC0 1.0"))["id"]
    site.work_off("prepare-image")
    set_image(site, copy, review="passed")
    assert bob.patch(f"/images/{copy}", {"source_url": "", "author": "me", "privacy": "public"}).status_code == 200
    assert bob.image(copy)["origin"]["author"] == "Alice"
    assert "origin" not in carol.image(copy)


def test_a_copy_holds_what_its_owner_lets_others_have(site: Site, bob: Person, free: str) -> None:
    copy = taken(bob, free)["id"]
    site.work_off("prepare-image")
    bytes_of = [bob.get(f"/images/{image}/original").data for image in (free, copy)]
    assert (bytes_of[0] == bytes_of[1], b"Secret" in bytes_of[1]) == (True, False)
    assert (bob.image(copy)["state"], bob.image(copy)["location"]) == ("ready", None)


def test_what_one_has_is_answered_and_stays_as_it_is(bob: Person, free: str) -> None:
    copy = taken(bob, free)["id"]
    assert bob.patch(f"/images/{copy}", {"title": "Mine"}).status_code == 200
    again = taken(bob, free, 200)
    assert (again["id"], again["title"], bob.get("/me/timeline").json["count"]) == (copy, "Mine", 1)


def test_ones_own_and_the_very_same_bytes_are_not_kept_twice(alice: Person, bob: Person, free: str) -> None:
    assert taken(alice, free, 200)["id"] == free
    mine = bob.adds(tattling())
    assert taken(bob, free, 200)["id"] == mine


def test_a_licence_that_forbids_is_told_in_words(site: Site, bob: Person, free: str) -> None:
    set_image(site, free, licence="CC BY-ND 4.0")
    assert bob.image(free)["can"]["copy"] is False
    refusal = taken(bob, free, 409)
    assert (refusal["type"], "licence" in refusal["detail"]) == ("/problems/licence-forbids", True)


def test_nobody_copies_what_they_may_not_have(site: Site, bob: Person, mod: Person, visitor: Person, free: str) -> None:
    assert (bob.image(free)["can"]["copy"], visitor.image(free)["can"]["copy"]) == (True, False)
    assert visitor.post(f"/images/{free}/copy").status_code == 401
    set_image(site, free, shared_spans=None)
    taken(bob, free, 403)
    set_image(site, free, shared_spans=[[0, 9]], review="held")
    taken(mod, free, 403)
    taken(bob, free, 404)


def test_a_copy_goes_through_the_gates_of_an_upload(site: Site, bob: Person, free: str) -> None:
    bob.adds()
    set_limits(site, bob, images=1)
    assert taken(bob, free, 413)["type"] == "/problems/quota-full"
    assert bob.get("/me/timeline").json["count"] == 1
