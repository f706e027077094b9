"""GET /images/ID/original: bit for bit to its owner, to others without what is private in it, or not at all."""

import hashlib

import pytest

from tests.media.pictures import decoded, encoded, exif, halves
from tests.people import Person
from tests.site import Site
from tests.states import prepared, set_image


def tattling() -> bytes:
    """A picture whose metadata tell where, with what and by whom it was taken."""
    return encoded(halves(), "jpeg", exif=exif(), comment=b"Secretcomment")


def test_the_owner_gets_every_bit_back(alice: Person, site: Site) -> None:
    file = tattling()
    answer = alice.get(f"/images/{prepared(site, alice, file)}/original")
    assert (answer.data, answer.content_type) == (file, "image/jpeg")
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_the_owner_gets_it_before_it_is_prepared(alice: Person) -> None:
    file = tattling()
    assert alice.get(f"/images/{alice.adds(file)}/original").data == file


def test_others_get_the_picture_without_what_is_private(alice: Person, bob: Person, site: Site) -> None:
    file = tattling()
    image_id = prepared(site, alice, file, privacy="public")
    answer = bob.get(f"/images/{image_id}/original")
    assert (answer.status_code, b"Secret" in file, b"Secret" in answer.data) == (200, True, False)
    assert decoded(answer.data).tobytes() == decoded(file).tobytes()
    assert bob.image(image_id)["can"]["view_original"] is True


def test_others_are_not_told_the_hash_of_the_whole_original(alice: Person, visitor: Person, site: Site) -> None:
    file = tattling()
    image_id = prepared(site, alice, file, privacy="public")
    sha256 = hashlib.sha256(file).hexdigest()
    for path in ("", "/original", "/renditions/400"):
        answer = visitor.get(f"/images/{image_id}{path}")
        assert answer.status_code == 200
        assert sha256.encode() not in answer.data + str(answer.headers).encode()


def test_what_cannot_be_freed_of_private_things_is_not_given_to_others(alice: Person, bob: Person, site: Site) -> None:
    image_id = prepared(site, alice, privacy="public")
    set_image(site, image_id, shared_spans=None)
    assert bob.image(image_id)["can"]["view_original"] is False
    assert bob.get(f"/images/{image_id}/original").status_code == 403
    assert alice.get(f"/images/{image_id}/original").status_code == 200


def test_the_shared_original_can_be_had_in_parts(alice: Person, bob: Person, site: Site) -> None:
    path = f"/images/{prepared(site, alice, tattling(), privacy='public')}/original"
    whole = bob.get(path)
    part = bob.call("GET", path, headers={"Range": "bytes=100-199"})
    assert (part.status_code, part.data) == (206, whole.data[100:200])
    assert int(bob.call("HEAD", path).headers["Content-Length"]) == len(whole.data)
    assert bob.call("GET", path, headers={"If-None-Match": whole.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Dune at dusk", "Dune at dusk.jpg"),
        ("../../etc/passwd", "etc_passwd.jpg"),
        ('a"; filename="evil.exe', "a__ filename__evil_exe.jpg"),
        ("x\r\nSet-Cookie: a=b", "x__Set-Cookie_ a_b.jpg"),
        ("沙丘", "沙丘.jpg"),
    ],
)
def test_a_download_is_named_harmlessly(alice: Person, title: str, name: str) -> None:
    answer = alice.get(f"/images/{alice.adds(title=title)}/original", download="true")
    kind, named = answer.headers["Content-Disposition"].split(";", 1)[0], answer.headers["Content-Disposition"]
    assert kind == "attachment"
    assert "Set-Cookie" not in answer.headers
    assert name in named.replace("%E6%B2%99%E4%B8%98", "沙丘")


def test_it_is_shown_in_place_unless_a_download_is_asked_for(alice: Person) -> None:
    answer = alice.get(f"/images/{alice.adds()}/original")
    assert "attachment" not in answer.headers.get("Content-Disposition", "")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_there_is_none_of_what_failed(alice: Person, site: Site) -> None:
    image_id = alice.adds()
    set_image(site, image_id, state="failed")
    assert alice.get(f"/images/{image_id}/original").status_code == 404
