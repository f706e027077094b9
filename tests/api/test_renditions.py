"""GET and HEAD of renditions: sizes, validators, ranges and the headers around bytes of a picture."""

import pytest

from tests.factories import picture
from tests.media.pictures import decoded, encoded, exif, halves
from tests.people import Person
from tests.site import Site
from tests.states import prepared

SIZES = (64, 400, 1600)


@pytest.fixture
def path(alice: Person, site: Site) -> str:
    """Where the middle rendition of a private picture of alice lies."""
    return f"/images/{prepared(site, alice)}/renditions/400"


def test_no_side_is_longer_than_asked_and_nothing_is_enlarged(alice: Person, site: Site) -> None:
    image_id = prepared(site, alice, picture(size=(900, 500)))
    found = {size: decoded(alice.get(f"/images/{image_id}/renditions/{size}").data) for size in SIZES}
    assert {size: max(shown.size) for size, shown in found.items()} == {64: 64, 400: 400, 1600: 900}


def test_the_addresses_of_an_image_lead_to_its_renditions(alice: Person, site: Site) -> None:
    image = alice.image(prepared(site, alice))
    assert set(image["renditions"]) == {"64", "400", "1600"}
    for address in image["renditions"].values():
        assert alice.page(address).content_type == "image/webp"


def test_the_type_of_each_rendition_is_told(alice: Person, site: Site) -> None:
    image_id = prepared(site, alice, picture(size=(900, 500)))
    found = {size: alice.get(f"/images/{image_id}/renditions/{size}") for size in SIZES}
    told = {size: (one.content_type, decoded(one.data).format) for size, one in found.items()}
    assert told == {64: ("image/webp", "WEBP"), 400: ("image/webp", "WEBP"), 1600: ("image/jpeg", "JPEG")}


def test_a_rendition_carries_no_metadata(alice: Person, site: Site) -> None:
    image_id = prepared(site, alice, encoded(halves(), "jpeg", exif=exif()))
    for size in SIZES:
        data = alice.get(f"/images/{image_id}/renditions/{size}").data
        assert b"Secret" not in data
        assert b"EXIF" not in data


@pytest.mark.parametrize("size", ["65", "0", "original", "064", "400.webp"])
def test_other_sizes_are_not_there(alice: Person, site: Site, size: str) -> None:
    assert alice.get(f"/images/{prepared(site, alice)}/renditions/{size}").status_code == 404


def test_there_is_none_before_it_is_prepared(alice: Person) -> None:
    answer = alice.get(f"/images/{alice.adds()}/renditions/400")
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")


def test_private_bytes_are_kept_by_nobody(alice: Person, path: str) -> None:
    headers = alice.get(path).headers
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in headers["Content-Security-Policy"]


def test_a_picture_for_all_may_be_kept_and_is_asked_for_again(alice: Person, visitor: Person, site: Site) -> None:
    image_id = prepared(site, alice, privacy="public")
    answer = visitor.get(f"/images/{image_id}/renditions/400")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-cache")


def test_the_same_again_is_not_sent(alice: Person, path: str) -> None:
    tag = alice.get(path).headers["ETag"]
    again = alice.call("GET", path, headers={"If-None-Match": tag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    assert alice.call("GET", path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_head_tells_the_same_without_bytes(alice: Person, path: str) -> None:
    whole, head = alice.get(path), alice.call("HEAD", path)
    names = ("Content-Length", "Content-Type", "ETag", "Accept-Ranges", "Cache-Control", "X-Content-Type-Options")
    assert (head.status_code, head.data) == (200, b"")
    assert {name: head.headers[name] for name in names} == {name: whole.headers[name] for name in names}


@pytest.mark.parametrize(("asked", "part"), [("0-9", slice(0, 10)), ("5-", slice(5, None)), ("-7", slice(-7, None))])
def test_a_part_is_sent_when_asked_for(alice: Person, path: str, asked: str, part: slice) -> None:
    whole = alice.get(path).data
    answer = alice.call("GET", path, headers={"Range": f"bytes={asked}"})
    start, end, _step = part.indices(len(whole))
    assert (answer.status_code, answer.data) == (206, whole[part])
    assert answer.headers["Content-Range"] == f"bytes {start}-{end - 1}/{len(whole)}"


def test_a_part_that_is_not_there_cannot_be_sent(alice: Person, path: str) -> None:
    answer = alice.call("GET", path, headers={"Range": "bytes=99999999-"})
    assert (answer.status_code, answer.content_type) == (416, "application/problem+json")
    assert answer.headers["Content-Range"].startswith("bytes */")


def test_a_part_of_what_changed_meanwhile_is_sent_whole(alice: Person, path: str) -> None:
    answer = alice.call("GET", path, headers={"Range": "bytes=0-9", "If-Range": '"other"'})
    assert (answer.status_code, answer.data) == (200, alice.get(path).data)


@pytest.mark.parametrize("asked", ["bytes=9-1", "bytes=a-b", "lines=1-2", "bytes=", "bytes=0-1,3-4"])
def test_an_odd_range_is_no_failure(alice: Person, path: str, asked: str) -> None:
    assert alice.call("GET", path, headers={"Range": asked}).status_code in (200, 206, 416)
