"""Captions made of what is known: beside each picture, and as a text to take over in three languages."""

from PIL import Image as PILImage

from tests.media.pictures import encoded, exif
from tests.people import Person
from tests.site import Site


def adds_red(alice: Person, **fields: str) -> str:
    return alice.adds(encoded(PILImage.new("RGB", (80, 60), (220, 20, 20)), "jpeg", exif=exif()), **fields)


def test_a_caption_says_what_is_known_in_each_language(site: Site, alice: Person, bob: Person) -> None:
    image_id = adds_red(alice, tags="cat", privacy="public", category="food")
    assert alice.image(image_id)["caption"] == ""
    site.work_off()
    made = bob.get(f"/images/{image_id}/caption").json["captions"]
    assert made["en"].startswith("Cat")
    assert "mainly red. Malmö, Sweden, May 2024." in made["en"]
    assert made["sv"].startswith("Katt")
    assert "mest i röd. Malmö, Sverige, maj 2024." in made["sv"]
    assert "以红色为主。马尔默，瑞典，2024年5月。" in made["zh"]
    shown = bob.call("GET", f"/images/{image_id}", headers={"Accept-Language": "sv"}).json["caption"]
    assert shown == made["sv"]


def test_who_wants_nothing_read_gets_no_caption(site: Site, alice: Person) -> None:
    alice.patch("/me", {"understanding": False})
    image_id = adds_red(alice)
    site.work_off()
    assert alice.image(image_id)["caption"] == ""
    assert set(alice.get(f"/images/{image_id}/caption").json["captions"].values()) == {""}


def test_a_caption_is_nobodys_who_may_not_see_the_picture(site: Site, alice: Person, visitor: Person) -> None:
    image_id = adds_red(alice)
    site.work_off()
    assert visitor.get(f"/images/{image_id}/caption").status_code == 404
