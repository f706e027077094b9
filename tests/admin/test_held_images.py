"""Pictures that the safety gate holds back: seen, released or kept by moderators."""

import pytest

from tests.admin.rooms import Room
from tests.people import Person
from tests.site import Site
from tests.states import prepared, row_of, set_image


@pytest.fixture
def held(site: Site, alice: Person) -> str:
    image_id = prepared(site, alice, title="Doubtful", privacy="public")
    set_image(site, image_id, review="held")
    return image_id


def test_a_held_picture_is_listed_with_its_small_rendition(site: Site, mod: Person, held: str) -> None:
    room = Room(site, mod)
    text = room.page("held").text
    assert "Doubtful" in text
    assert f"/api/v1/images/{held}/renditions/64" in text
    assert room.browser.get(f"/images/{held}/renditions/64").status_code == 200


def test_others_are_not_listed(site: Site, mod: Person, alice: Person) -> None:
    image_id = prepared(site, alice, title="Harmless", privacy="public")
    assert image_id not in Room(site, mod).page("held").text


def test_a_released_picture_is_seen_by_others(site: Site, mod: Person, bob: Person, held: str) -> None:
    assert not bob.sees(held)
    Room(site, mod).press("held", "release", held)
    assert (bob.ids(), row_of(site, held).review) == ([held], "passed")


def test_a_held_picture_that_became_private_is_out_of_reach(site: Site, mod: Person, alice: Person, held: str) -> None:
    alice.patch(f"/images/{held}", {"privacy": "private"})
    Room(site, mod).press("held", "release", held)
    assert (row_of(site, held).review, mod.sees(held)) == ("held", False)
    assert held not in Room(site, mod).page("held").text


def test_a_kept_picture_stays_held(site: Site, mod: Person, bob: Person, held: str) -> None:
    Room(site, mod).press("held", "keep", held)
    assert (bob.sees(held), row_of(site, held).review) == (False, "held")


def test_without_the_pages_token_it_stays_held(site: Site, mod: Person, held: str) -> None:
    Room(site, mod).press("held", "release", held, token="")
    assert row_of(site, held).review == "held"


def test_what_the_gate_has_not_seen_yet_cannot_be_released(site: Site, mod: Person, alice: Person) -> None:
    image_id = alice.adds(privacy="public")
    Room(site, mod).press("held", "release", image_id)
    assert row_of(site, image_id).review == "pending"
