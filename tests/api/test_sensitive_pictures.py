"""What a moderator marked as sensitive is seen by whoever may see it, and shown nowhere without being asked for."""

import pytest

from tests.people import Person
from tests.site import Site
from tests.states import prepared, set_image


@pytest.fixture
def dune(site: Site, alice: Person) -> str:
    """A picture of alice's that a moderator marked."""
    image_id = prepared(site, alice, title="Dune", privacy="public")
    set_image(site, image_id, sensitivity="suggestive")
    return image_id


@pytest.mark.parametrize("level", ["safe", "suggestive", "explicit"])
def test_everybody_chooses_up_to_which_level_nothing_is_veiled(alice: Person, level: str) -> None:
    assert alice.patch("/me", {"shows_up_to": level}).json["shows_up_to"] == level
    assert alice.get("/me").json["shows_up_to"] == level
    assert alice.patch("/me", {"shows_up_to": "all"}).status_code == 422
    assert alice.get("/me").json["shows_up_to"] == level


def test_whoever_may_see_it_is_told_how_sensitive_it_is(dune: str, bob: Person, visitor: Person) -> None:
    for person in (bob, visitor):
        assert person.image(dune)["sensitivity"] == "suggestive"
        assert person.get(f"/images/{dune}/renditions/400").status_code == 200


def test_a_cover_says_how_sensitive_it_is_and_a_collection_has_none_of_it(
    dune: str, alice: Person, bob: Person
) -> None:
    fields = {"title": "sand", "category": "landscape", "privacy": "public", "images": [dune]}
    album = alice.post("/albums", fields).json["id"]
    assert bob.get(f"/albums/{album}").json["cover"]["sensitivity"] == "suggestive"
    collection = bob.post("/collections", {"title": "kept", "privacy": "public"}).json["id"]
    bob.put(f"/collections/{collection}/items/image/{dune}")
    assert bob.get(f"/collections/{collection}").json["cover"] is None


def test_a_link_says_how_sensitive_what_it_shows_is(dune: str, alice: Person, visitor: Person) -> None:
    token = alice.post(f"/images/{dune}/links", {}).json["token"]
    shown = visitor.get(f"/share/{token}").json
    assert shown["image"]["sensitivity"] == "suggestive"


def test_a_notification_about_it_has_no_picture(site: Site, dune: str, alice: Person, bob: Person) -> None:
    bob.put(f"/images/{dune}/like")
    site.work_off()
    (note,) = [one for one in alice.get("/notifications").json["items"] if one["kind"] == "like"]
    assert (note["subject"]["title"], note["subject"].get("renditions")) == ("Dune", None)


def test_the_page_describes_it_without_a_picture(site: Site, dune: str, visitor: Person) -> None:
    page = visitor.page(f"/images/{dune}").text
    assert 'og:title" content="Dune"' in page
    assert "renditions" not in page
    assert f"/images/{dune}" in visitor.page("/sitemaps/images.xml").text
    assert "renditions" not in visitor.page("/sitemaps/images.xml").text
    set_image(site, dune, sensitivity="safe")
    assert "og:image" in visitor.page(f"/images/{dune}").text
    assert "renditions" in visitor.page("/sitemaps/images.xml").text
