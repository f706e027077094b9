"""Uploads onto a disk that is full, or takes only a part: refused with a sentence, and nothing is left of them."""

from pathlib import Path

import pytest

from cms.settings import Settings
from tests.flows.storage_faults import failing, full, limited, small_disk
from tests.people import Person
from tests.scenes import scene
from tests.site import open_site


@pytest.mark.parametrize("is_form", [True, False], ids=["form", "bare"])
def test_a_picture_of_which_only_a_part_was_taken_is_refused(alice: Person, is_form: bool) -> None:
    file = scene(1, size=(1600, 1200))
    with limited(len(file) - 100):
        bare = {"data": file, "content_type": "image/jpeg"}
        answer = alice.upload(file) if is_form else alice.call("POST", "/images", **bare)
    assert (answer.status_code, answer.json["detail"]) == (503, "The store of pictures is away for a moment.")
    assert alice.ids(owner="alice") == []
    assert alice.upload(file).status_code == 201


def test_a_full_disk_refuses_uploads_and_goes_on_showing(settings: Settings, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as is_mounted:
        if not is_mounted:
            pytest.skip("this user may mount no disk of its own")
        disk = tmp_path / "disk"
        site = open_site(settings.model_copy(update={"storage_url": f"file:{disk}/objects"}))
        alice = site.person("alice")
        shown = alice.adds()
        site.work_off("prepare-image")
        with full(disk, left=4096):
            refused = alice.upload(scene(2))
            assert (refused.status_code, refused.json["detail"]) == (507, "There is no space left for new pictures.")
            assert int(refused.headers["Retry-After"]) > 0
            assert alice.get(f"/images/{shown}/renditions/400").status_code == 200
            assert [one.name for one in (disk / "objects" / ".unfinished").iterdir()] == []
        assert alice.upload(scene(2)).status_code == 201


@pytest.mark.parametrize("call", ["fsync", "rename", "open"])
def test_a_disk_that_fails_refuses_uploads(alice: Person, call: str) -> None:
    with failing(call, at=1):
        assert alice.upload(scene(3)).status_code == 503
    assert alice.ids(owner="alice") == []
    assert alice.upload(scene(3)).status_code == 201
