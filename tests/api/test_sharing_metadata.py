"""An owner may let others have the original whole; otherwise its private metadata stays at home."""

import pytest

from tests.media.pictures import encoded, exif, halves
from tests.people import Person
from tests.site import Site


@pytest.fixture
def photograph() -> bytes:
    return encoded(halves(), "jpeg", exif=exif())


def test_others_get_the_whole_original_only_when_its_owner_says_so(
    alice: Person, bob: Person, site: Site, photograph: bytes
) -> None:
    image_id = alice.adds(photograph, privacy="public")
    site.work_off()
    assert bob.get(f"/images/{image_id}/original").data != photograph
    alice.patch(f"/images/{image_id}", {"share_metadata": True})
    assert bob.get(f"/images/{image_id}/original").data == photograph


def test_only_the_owner_is_told_of_that_choice(alice: Person, bob: Person, site: Site, photograph: bytes) -> None:
    image_id = alice.adds(photograph, privacy="public")
    site.work_off()
    assert alice.image(image_id)["share_metadata"] is False
    assert "share_metadata" not in bob.image(image_id)
