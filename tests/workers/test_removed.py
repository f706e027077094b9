"""A picture that moderators removed is stopped when it comes again, whatever was done to it; others are not."""

import io
from collections.abc import Callable

import pytest
from PIL import Image, ImageOps

from cms.jobs.names import MARK_BLOCKED, PREPARE_IMAGE
from tests.api.moderating import case_of, decides, public_picture, reports, undoes
from tests.people import Person
from tests.scenes import scene
from tests.site import Site

CHANGES: dict[str, Callable[[Image.Image], Image.Image]] = {
    "smaller": lambda picture: picture.resize((160, 120)),
    "mirrored": ImageOps.mirror,
    "turned": lambda picture: picture.rotate(90, expand=True),
    "framed": lambda picture: ImageOps.expand(picture, 30, "white"),
    "cut to 80 %": lambda picture: picture.crop((40, 20, 296, 212)),
    "cut at one side": lambda picture: picture.crop((0, 0, 285, 240)),
    "cut and mirrored": lambda picture: ImageOps.mirror(picture.crop((16, 12, 304, 228))),
}


def changed(change: str) -> bytes:
    """The picture that is removed, with this done to it."""
    out = io.BytesIO()
    CHANGES[change](Image.open(io.BytesIO(scene(3)))).save(out, "jpeg", quality=75)
    return out.getvalue()


def removed(site: Site, alice: Person, bob: Person, mod: Person) -> tuple[str, dict[str, str]]:
    image_id = public_picture(site, alice, file=scene(3))
    reports(bob, image_id)
    decision = decides(mod, case_of(mod, image_id), "remove_and_block")
    site.work_off(MARK_BLOCKED.kind)
    return image_id, decision


def added(site: Site, person: Person, file: bytes) -> tuple[str, str | None]:
    """What became of a picture: its state, and the code of its problem."""
    image_id = person.adds(file=file)
    site.work_off(PREPARE_IMAGE.kind)
    image = person.image(image_id)
    return image["state"], image["problem_code"]


@pytest.fixture
def blocking(site: Site, alice: Person, bob: Person, mod: Person) -> Site:
    removed(site, alice, bob, mod)
    return site


def test_it_is_stopped_whatever_was_done_to_it(blocking: Site, bob: Person) -> None:
    became = {change: added(blocking, bob, changed(change)) for change in CHANGES}
    assert became == dict.fromkeys(CHANGES, ("failed", "blocked-picture"))
    [month] = blocking.visitor.get("/transparency").json["items"]
    assert month["stops"] == {"blocked": len(CHANGES), "held": 0}


def test_others_are_taken(blocking: Site, bob: Person) -> None:
    assert {added(blocking, bob, scene(number)) for number in (1, 2, 4, 5)} == {("ready", None)}


def test_it_is_taken_again_when_that_was_undone(site: Site, alice: Person, bob: Person, mod: Person) -> None:
    _image_id, decision = removed(site, alice, bob, mod)
    assert added(site, bob, changed("mirrored")) == ("failed", "blocked-picture")
    undoes(mod, decision)
    assert added(site, bob, changed("turned")) == ("ready", None)


def test_before_a_worker_made_its_marks_it_is_known_by_its_own(
    site: Site, alice: Person, bob: Person, mod: Person
) -> None:
    image_id = public_picture(site, alice, file=scene(3))
    reports(bob, image_id)
    decides(mod, case_of(mod, image_id), "remove_and_block")
    assert added(site, bob, changed("smaller")) == ("failed", "blocked-picture")
    site.work_off(MARK_BLOCKED.kind)
    assert added(site, bob, changed("cut to 80 %")) == ("failed", "blocked-picture")
