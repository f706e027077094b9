"""What the models saw in a picture, before and after, and having them look again."""

import pytest
from PIL import Image as PILImage

from cms.media.facts import WORDS
from tests.media.pictures import encoded, exif
from tests.people import Person
from tests.site import Site
from tests.states import prepared, row_of, set_image


@pytest.fixture
def read(site: Site, alice: Person) -> str:
    """A picture that the models have read."""
    image_id = alice.adds(privacy="public")
    site.work_off()
    return image_id


def test_five_labels_stand_with_their_probability_surest_first(alice: Person, read: str) -> None:
    seen = alice.get(f"/images/{read}/classification").json
    chances = [label["probability"] for label in seen["labels"]]
    assert (seen["state"], len(chances), sorted(chances, reverse=True)) == ("ready", 5, chances)
    assert all(0 <= chance <= 1 for chance in chances)
    assert all(label["key"] and label["label"] for label in seen["labels"])
    assert seen["model"]
    assert seen["version"]


def test_the_category_is_the_models_until_somebody_chooses(alice: Person, read: str, site: Site) -> None:
    seen = alice.get(f"/images/{read}/classification").json
    assert seen["category"] == alice.image(read)["category"]
    assert seen["category"]["source"] == "model"


def test_the_models_tags_stand_after_the_users_and_survive_an_edit(alice: Person, read: str) -> None:
    before = [tag for tag in alice.image(read)["tags"] if tag["source"] == "model"]
    after = alice.patch(f"/images/{read}", {"tags": ["mine"]}).json["tags"]
    assert [tag["label"] for tag in after if tag["source"] == "user"] == ["mine"]
    assert after[1:] == before


def test_the_users_category_and_tags_survive_another_reading(alice: Person, read: str, site: Site) -> None:
    alice.patch(f"/images/{read}", {"category": "food", "tags": ["mine"]})
    answer = alice.post(f"/images/{read}/classification")
    assert (answer.status_code, answer.json["state"], answer.json["labels"]) == (202, "pending", [])
    site.work_off(times=2)
    image = alice.image(read)
    assert (image["understanding"], image["category"]["key"], image["category"]["source"]) == ("ready", "food", "user")
    assert [tag["label"] for tag in image["tags"] if tag["source"] == "user"] == ["mine"]


def test_a_harmless_picture_is_seen_by_others_once_it_was_read(alice: Person, bob: Person, read: str) -> None:
    assert alice.image(read)["review"] == "passed"
    assert bob.sees(read)


def test_nobody_else_sees_a_picture_before_the_gate_did(alice: Person, bob: Person, site: Site) -> None:
    image_id = alice.adds(privacy="public")
    site.work_off("prepare-image")
    assert (alice.image(image_id)["state"], alice.image(image_id)["review"], bob.sees(image_id)) == (
        "ready",
        "pending",
        False,
    )


def test_with_understanding_switched_off_the_gate_looks_alone(alice: Person, bob: Person, site: Site) -> None:
    alice.patch("/me", {"understanding": False})
    image_id = alice.adds(privacy="public")
    site.work_off()
    image, seen = alice.image(image_id), alice.get(f"/images/{image_id}/classification").json
    assert (image["understanding"], image["review"], image["tags"], seen["labels"]) == ("off", "passed", [], [])
    assert bob.sees(image_id)


def test_before_it_was_read_nothing_is_said(alice: Person, site: Site) -> None:
    seen = alice.get(f"/images/{prepared(site, alice)}/classification").json
    assert (seen["state"], seen["labels"], seen["model"], seen["category"]["key"]) == ("pending", [], "", "other")


def test_a_reading_that_failed_says_so(alice: Person, site: Site) -> None:
    image_id = prepared(site, alice)
    set_image(site, image_id, understanding="failed")
    assert alice.get(f"/images/{image_id}/classification").json["state"] == "failed"


def test_what_is_not_ready_cannot_be_read_again(alice: Person, site: Site) -> None:
    image_id = alice.adds()
    assert alice.post(f"/images/{image_id}/classification").status_code == 409
    assert row_of(site, image_id).understanding == "pending"


def test_facts_give_words_that_follow_the_date(site: Site, alice: Person) -> None:
    image_id = alice.adds(encoded(PILImage.new("RGB", (80, 60), (220, 20, 20)), "jpeg", exif=exif()))
    site.work_off()

    def given() -> set[tuple[str, str]]:
        tags = alice.call("GET", f"/images/{image_id}", headers={"Accept-Language": "sv"}).json["tags"]
        return {(tag["key"], tag["label"]) for tag in tags if tag["source"] == "model" and tag["key"] in WORDS}

    assert given() == {("red", "röd"), ("spring", "vår")}
    alice.patch(f"/images/{image_id}", {"taken_at": "2024-12-21T08:30:00+01:00"})
    assert given() == {("red", "röd"), ("winter", "vinter"), ("sunrise", "soluppgång")}
    site.work_off()
    assert alice.ids("/search", q="soluppgång vinter") == alice.ids("/search", tag="sunrise") == [image_id]
    alice.patch(f"/images/{image_id}", {"taken_at": None})
    assert given() == {("red", "röd")}


def test_facts_give_no_words_where_nobody_may_read(site: Site, alice: Person) -> None:
    alice.patch("/me", {"understanding": False})
    image_id = alice.adds(encoded(PILImage.new("RGB", (80, 60), (220, 20, 20)), "jpeg", exif=exif()))
    site.work_off()
    alice.patch(f"/images/{image_id}", {"taken_at": "2024-12-21T08:30:00+01:00"})
    assert alice.image(image_id)["tags"] == []
