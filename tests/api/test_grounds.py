"""Colours before and behind over HTTP: told after upload, kept apart from other readings, gone when not wanted."""

import io
from typing import Any

import pytest
from PIL import Image, ImageDraw
from sqlalchemy import update

from cms.extensions import db
from cms.images.detections import ask_where_outdated
from cms.images.models import Detection, Detector
from cms.jobs.names import READ_GROUND
from cms.media.colour_names import name_of
from cms.settings import Settings
from cms.transaction import reading, writing
from cms.vision.base import Grounds
from cms.work.models import WorkState
from tests.people import Person
from tests.site import Site
from workers.classification.detectors.ground.reader import GroundReader
from workers.runtime import PermanentFailure

RED, WHITE, BLUE = (200, 25, 25), (250, 250, 250), (20, 40, 200)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Grounds are told."""
    return settings.model_copy(update={"vision_ground": "grounds"})


def disc(
    thing: tuple[int, int, int], ground: tuple[int, int, int], *, size: tuple[int, int] = (400, 300), wide: float = 0.3
) -> bytes:
    """A disc of one colour in the middle of another."""
    drawn = Image.new("RGB", size, ground)
    x, y, reach = size[0] / 2, size[1] / 2, min(size) * wide
    ImageDraw.Draw(drawn).ellipse([x - reach, y - reach, x + reach, y + reach], fill=thing)
    out = io.BytesIO()
    drawn.save(out, "png")
    return out.getvalue()


def told(owner: Person, image_id: str) -> tuple[list[str], list[str]]:
    """Names of the colours before and behind."""
    image: dict[str, Any] = owner.get(f"/images/{image_id}").json
    before, behind = image["foreground_colours"], image["background_colours"]
    return [name_of(one["hex"]) for one in before], [name_of(one["hex"]) for one in behind]


def test_colours_before_and_behind_are_told_with_their_shares(site: Site, alice: Person) -> None:
    image_id = alice.adds(disc(RED, WHITE))
    assert told(alice, image_id) == ([], [])
    site.work_off()
    assert told(alice, image_id) == (["red"], ["white"])
    assert alice.get(f"/images/{image_id}").json["foreground_colours"][0]["share"] > 0.95
    assert alice.get("/images", owner="alice").json["items"][0]["background_colours"][0]["share"] > 0.95


def test_one_picture_that_cannot_be_told_holds_nothing_back(
    site: Site, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_self: GroundReader, _picture: object) -> Grounds:
        raise PermanentFailure("Too odd.", "odd")

    monkeypatch.setattr(GroundReader, "read", breaks)
    image_id = alice.adds(disc(RED, WHITE), title="Ball")
    site.work_off()
    assert told(alice, image_id) == ([], [])
    assert alice.get(f"/images/{image_id}/classification").json["state"] == "ready"
    assert alice.ids("/search", q="ball") == [image_id]
    assert alice.ids("/search", colour="red") == [image_id]
    assert site.work_on(READ_GROUND.kind, image_id).state == WorkState.FAILED
    monkeypatch.undo()
    with site.app.app_context(), writing():
        assert ask_where_outdated(Detector.GROUND, version="2", limit=10) == 1
    site.work_off()
    assert told(alice, image_id) == (["red"], ["white"])


def test_another_version_tells_again(site: Site, alice: Person) -> None:
    image_id = alice.adds(disc(RED, WHITE))
    site.work_off()
    with site.app.app_context(), writing():
        db.session.execute(update(Detection).values(version="0"))
        assert ask_where_outdated(Detector.GROUND, version="1", limit=10) == 1
    site.work_off()
    with site.app.app_context(), writing():
        assert ask_where_outdated(Detector.GROUND, version="1", limit=10) == 0
    assert told(alice, image_id) == (["red"], ["white"])


def test_who_wants_no_understanding_has_no_grounds_told(site: Site, alice: Person) -> None:
    image_id = alice.adds(disc(RED, WHITE))
    site.work_off()
    assert alice.patch("/me", {"understanding": False}).status_code == 200
    assert alice.post(f"/images/{image_id}/classification").status_code == 202
    site.work_off()
    assert told(alice, image_id) == ([], [])
    with site.app.app_context(), reading():
        assert db.session.query(Detection).count() == 0
    assert [one["hex"] for one in alice.get(f"/images/{image_id}").json["colours"]]
