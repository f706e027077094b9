"""POST /images/ID/rotate: the picture is shown turned, the original stays."""

import pytest

from tests.factories import picture
from tests.media.pictures import decoded
from tests.people import Person
from tests.site import Site
from tests.states import prepared, row_of


def size_shown(person: Person, image_id: str) -> tuple[int, int]:
    return decoded(person.get(f"/images/{image_id}/renditions/400").data).size


def test_a_turned_picture_is_shown_turned_and_its_original_kept(alice: Person, site: Site) -> None:
    file = picture(size=(320, 200))
    image_id = prepared(site, alice, file)
    assert size_shown(alice, image_id) == (320, 200)
    assert alice.post(f"/images/{image_id}/rotate", {"degrees": 90}).status_code == 202
    site.work_off("turn-image", times=2)
    image = alice.image(image_id)
    assert (size_shown(alice, image_id), image["width"], image["height"]) == ((200, 320), 200, 320)
    assert alice.get(f"/images/{image_id}/original").data == file


def test_the_address_of_a_rendition_changes_with_its_bytes_and_not_before(alice: Person, site: Site) -> None:
    image_id = prepared(site, alice)
    before = alice.image(image_id)["renditions"]["400"]
    turned = alice.post(f"/images/{image_id}/rotate", {"degrees": 270}).json
    assert turned["renditions"]["400"] == before
    site.work_off("turn-image")
    assert alice.image(image_id)["renditions"]["400"] != before


def test_turns_add_up_and_a_full_one_ends_where_it_began(alice: Person, site: Site) -> None:
    image_id = prepared(site, alice)
    for degrees in (90, 180, 90):
        alice.post(f"/images/{image_id}/rotate", {"degrees": degrees})
    site.work_off("turn-image")
    assert (size_shown(alice, image_id), row_of(site, image_id).turn) == ((320, 200), 0)


def test_the_renditions_from_before_are_removed(alice: Person, site: Site) -> None:
    image_id = prepared(site, alice)
    alice.post(f"/images/{image_id}/rotate", {"degrees": 180})
    site.work_off("turn-image", "remove-objects")
    stored = {found.key for found in site.app.extensions["backends"].storage.listing("renditions/")}
    assert stored == set(row_of(site, image_id).rendition_keys.values())


@pytest.mark.parametrize("degrees", [0, 45, 360, -90, "90", None, 90.5])
def test_only_quarter_turns_are_taken(alice: Person, site: Site, degrees: object) -> None:
    answer = alice.post(f"/images/{alice.adds()}/rotate", {"degrees": degrees})
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "degrees")


def test_what_is_not_ready_cannot_be_turned(alice: Person, site: Site) -> None:
    image_id = alice.adds()
    assert alice.post(f"/images/{image_id}/rotate", {"degrees": 90}).status_code == 409
    assert row_of(site, image_id).turn == 0
