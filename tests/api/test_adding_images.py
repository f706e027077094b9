"""POST /images: what comes in, what is refused, and what is left behind."""

import hashlib

from tests.factories import picture
from tests.people import Person
from tests.site import Site


def test_a_picture_is_taken_and_shown_as_pending(alice: Person) -> None:
    file = picture()
    answer = alice.upload(file, title="Dune", tags=["sand", "wind"], privacy="public")
    assert answer.status_code == 201
    image = answer.json
    assert answer.headers["Location"] == f"/api/v1/images/{image['id']}"
    assert (image["state"], image["title"], image["privacy"]) == ("pending", "Dune", "public")
    assert (image["sha256"], image["bytes"]) == (hashlib.sha256(file).hexdigest(), len(file))
    assert [(t["label"], t["source"]) for t in image["tags"]] == [("sand", "user"), ("wind", "user")]


def test_new_pictures_are_private(alice: Person) -> None:
    assert alice.upload().json["privacy"] == "private"


def test_bare_bytes_are_taken_with_the_fields_of_the_query(alice: Person) -> None:
    answer = alice.call("POST", "/images?title=bare&tags=x&tags=y", data=picture(), content_type="image/jpeg")
    assert (answer.status_code, answer.json["title"]) == (201, "bare")
    assert [t["label"] for t in answer.json["tags"]] == ["x", "y"]


def test_the_same_bytes_again_are_the_same_image(alice: Person, site: Site) -> None:
    file = picture()
    first, again = alice.upload(file), alice.upload(file, title="other")
    assert (again.status_code, again.json["id"], again.json["duplicate"]) == (200, first.json["id"], True)
    site.work_off("remove-objects")
    assert alice.get(f"/images/{first.json['id']}/original").data == file


def test_another_owner_of_the_same_bytes_gets_their_own_image(alice: Person, bob: Person) -> None:
    file = picture()
    assert alice.adds(file) != bob.adds(file)


def test_adding_trashed_bytes_brings_the_picture_back(alice: Person) -> None:
    file = picture()
    image_id = alice.adds(file)
    alice.delete(f"/images/{image_id}")
    assert alice.upload(file).status_code == 200
    assert "trashed_at" not in alice.image(image_id)


def test_an_empty_choice_says_what_is_missing(alice: Person) -> None:
    answer = alice.call("POST", "/images", data={"title": "no file"}, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert answer.json["errors"] == [{"field": "file", "message": "Please select a picture!"}]


def test_what_is_no_picture_is_refused_whatever_it_is_called(alice: Person, site: Site) -> None:
    answer = alice.upload(b"%PDF-1.7 not a picture at all", name="photo.jpg")
    assert (answer.status_code, answer.content_type) == (415, "application/problem+json")
    assert alice.ids("/images", owner="alice") == []
    assert site.app.extensions["backends"].storage.exists("originals") is False


def test_an_empty_file_is_refused(alice: Person) -> None:
    assert alice.upload(b"").status_code in (415, 422)


def test_more_bytes_than_allowed_are_refused(alice: Person, site: Site) -> None:
    site.app.config["MAX_CONTENT_LENGTH"] = 1000
    answer = alice.upload(b"x" * 2000)
    assert (answer.status_code, answer.content_type) == (413, "application/problem+json")


def test_a_visitor_has_to_log_in(visitor: Person) -> None:
    assert visitor.upload().status_code == 401


def test_a_wrong_field_is_named_and_nothing_is_kept(alice: Person) -> None:
    answer = alice.upload(privacy="everybody")
    assert answer.status_code == 422
    assert [e["field"] for e in answer.json["errors"]] == ["privacy"]
    assert alice.ids("/images", owner="alice") == []


def test_known_hashes_are_told_to_their_owner_alone(alice: Person, bob: Person) -> None:
    file = picture()
    image_id, sha256 = alice.adds(file), hashlib.sha256(file).hexdigest()
    asked = {"sha256": [sha256, "0" * 64]}
    assert alice.post("/images/known", asked).json["known"] == {sha256: image_id}
    assert bob.post("/images/known", asked).json["known"] == {}


def test_the_same_key_and_request_get_the_same_answer(alice: Person) -> None:
    file, key = picture(), {"Idempotency-Key": "k-1"}
    first, again = alice.upload(file, headers=key), alice.upload(file, headers=key)
    assert (again.status_code, again.json) == (first.status_code, first.json)


def test_the_same_key_with_another_picture_is_refused(alice: Person) -> None:
    key = {"Idempotency-Key": "k-1"}
    alice.upload(headers=key)
    assert alice.upload(headers=key).status_code == 422


def test_a_hostile_file_name_is_kept_harmless(alice: Person) -> None:
    image = alice.image(alice.adds(name="../../a/..\\b.jpg"))
    assert image["file_name"] == "b.jpg"
