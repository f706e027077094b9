"""What jobs leave behind: bytes of what failed or is gone are removed, a person's word outlives the models'."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

import pytest

from cms.access.audience import ImageState
from cms.extensions import db
from cms.images.models import Image
from cms.images.service import erase
from cms.jobs.base import LiveEvent
from cms.jobs.names import CLASSIFY_IMAGE, PREPARE_IMAGE, TURN_IMAGE
from cms.transaction import writing
from cms.work.models import WorkState
from tests.factories import picture
from tests.people import Person
from tests.site import Site
from tests.workers.ends import objects_of
from tests.workers.situations import make_due, prepared, turned
from workers.classification.jobs import classify_image
from workers.classification.registry import LOADS
from workers.ingest import jobs
from workers.ingest.jobs import prepare_image, turn_image

SITE_MODELS = {"efficientnet-lite2", "open-nsfw"}


def broken() -> bytes:
    """A picture whose header is right and whose pixels end too soon."""
    return picture(size=(800, 600))[:4000]


def test_a_picture_that_cannot_be_read_says_why_and_its_bytes_go(site: Site, alice: Person) -> None:
    image_id = alice.adds(broken())
    site.work_off()
    image = alice.image(image_id)
    assert (image["state"], image["problem"]) == ("failed", "The picture is damaged: its file cannot be decoded.")
    assert objects_of(site) == {}


def test_it_fails_at_the_first_attempt_and_the_queue_moves_on(site: Site, alice: Person) -> None:
    image_id = alice.adds(broken())
    prepare_image(image_id)
    row = site.work_on(PREPARE_IMAGE.kind, image_id)
    assert (row.state, row.attempts) == (WorkState.FAILED, 1)


def test_bytes_that_are_lost_are_said_to_be_lost(site: Site, alice: Person) -> None:
    image_id = alice.adds()
    storage = site.app.extensions["backends"].storage
    for key in objects_of(site):
        storage.delete(key)
    site.work_off()
    assert alice.image(image_id)["problem"] == jobs.LOST


def elsewhere(act: Callable[[], object]) -> None:
    """As another process would: in a context and a database session of its own."""
    with ThreadPoolExecutor(1) as other:
        other.submit(act).result(60)


def in_the_middle(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Do this between the decoding and the keeping of its result."""
    store = jobs._store

    def interrupted(*words: Any, **more: Any) -> dict[str, str]:
        keys = store(*words, **more)
        monkeypatch.undo()
        elsewhere(act)
        return keys

    monkeypatch.setattr(jobs, "_store", interrupted)


def test_a_picture_erased_while_it_is_prepared_leaves_nothing(
    site: Site, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    image_id = alice.adds()
    in_the_middle(monkeypatch, lambda: alice.delete(f"/images/{image_id}", forever="true"))
    prepare_image(image_id)
    site.work_off()
    assert alice.get(f"/images/{image_id}").status_code == 404
    assert objects_of(site) == {}


def test_a_picture_erased_while_it_is_read_stays_away(
    site: Site, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    image_id = prepared(site, alice)
    look = "workers.classification.jobs.picture_of"
    from workers.classification.jobs import picture_of

    def interrupted(stream: Any) -> Any:
        found = picture_of(stream)
        elsewhere(lambda: alice.delete(f"/images/{image_id}", forever="true"))
        return found

    monkeypatch.setattr(look, interrupted)
    classify_image(image_id)
    site.work_off()
    assert objects_of(site) == {}
    assert site.work_on(CLASSIFY_IMAGE.kind, image_id).state == WorkState.DONE


def test_a_turn_while_it_is_turned_ends_as_the_last_turn_says(
    site: Site, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    image_id = turned(site, alice)
    in_the_middle(monkeypatch, lambda: alice.post(f"/images/{image_id}/rotate", {"degrees": 90}))
    turn_image(image_id)
    site.work_off()
    assert (alice.image(image_id)["width"], alice.image(image_id)["height"]) == (320, 200)
    assert len(objects_of(site)) == 4


def test_turned_there_and_back_the_renditions_survive_a_late_removal(site: Site, alice: Person) -> None:
    """The first renditions have the same bytes as the last, and are removed only now."""
    image_id = turned(site, alice)
    site.work_off(TURN_IMAGE.kind)
    alice.post(f"/images/{image_id}/rotate", {"degrees": 270})
    site.work_off(TURN_IMAGE.kind)
    site.work_off()
    for path in alice.image(image_id)["renditions"].values():
        assert alice.page(path).status_code == 200
    assert len(objects_of(site)) == 4


def test_a_picture_turned_while_it_is_read_is_read_afterwards(
    site: Site, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    image_id = turned(site, alice)
    from workers.classification import jobs as reading_jobs

    find = reading_jobs.rendition

    def too_late(*words: str) -> Any:
        monkeypatch.undo()
        elsewhere(lambda: site.work_off(TURN_IMAGE.kind, "remove-objects"))
        return find(*words)

    monkeypatch.setattr(reading_jobs, "rendition", too_late)
    classify_image(image_id)
    assert site.work_on(CLASSIFY_IMAGE.kind, image_id).state == WorkState.WAITING
    make_due(site, CLASSIFY_IMAGE.kind, image_id)
    site.work_off()
    assert alice.get(f"/images/{image_id}/classification").get_json()["state"] == "ready"


def test_a_persons_category_outlives_another_reading(site: Site, alice: Person) -> None:
    image_id = prepared(site, alice)
    alice.patch(f"/images/{image_id}", {"category": "food", "tags": ["mine"]})
    for _ in range(2):
        site.work_off()
        assert alice.post(f"/images/{image_id}/classification").status_code == 202
    site.work_off()
    image = alice.image(image_id)
    assert (image["category"]["key"], image["category"]["source"]) == ("food", "user")
    assert [tag["label"] for tag in image["tags"] if tag["source"] == "user"] == ["mine"]


def test_nothing_is_read_of_whoever_does_not_want_it_but_the_gate_still_looks(site: Site, alice: Person) -> None:
    alice.patch("/me", {"understanding": False})
    image_id = prepared(site, alice)
    site.work_off()
    with site.app.app_context():
        image = db.session.get(Image, image_id)
        assert image is not None
        assert (image.understanding, image.review) == ("off", "passed")
    assert {tag["source"] for tag in alice.image(image_id)["tags"]} == {"user"}


def test_a_picture_is_decoded_once(site: Site, alice: Person) -> None:
    site.work_off()
    with site.app.app_context():
        child = jobs.pixel_child()
        prepared(site, alice)
        before = child.decodes
        prepared(site, alice)
        assert child.decodes == before + 1


def test_models_are_loaded_at_the_first_job_and_never_again(site: Site, alice: Person) -> None:
    prepared(site, alice)
    site.work_off()
    before = dict(LOADS)
    assert set(before) >= SITE_MODELS
    for _ in range(2):
        prepared(site, alice)
    site.work_off()
    assert dict(LOADS) == before


def test_open_pages_are_told_only_of_what_is_committed(
    site: Site, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue, file = site.app.extensions["backends"].queue, site.app.extensions["settings"].data_dir / "pixels.db"
    seen: list[tuple[str, str]] = []

    def look(account_id: str, event: LiveEvent) -> None:
        assert account_id == alice.id
        with closing(sqlite3.connect(file)) as other:
            [found] = other.execute("SELECT state FROM images WHERE id = ?", [event.data["id"]]).fetchone()
        seen.append((event.data["state"], found))

    monkeypatch.setattr(queue, "publish", look)
    alice.adds(), alice.adds(broken())
    site.work_off()
    assert sorted(seen) == [("failed", "failed"), ("ready", "ready"), ("understood", "ready")]


def test_erasing_removes_all_that_was_said_of_a_picture(site: Site, alice: Person) -> None:
    image_id = prepared(site, alice)
    site.work_off()
    with site.app.app_context(), writing():
        image = db.session.get(Image, image_id)
        assert image is not None
        assert image.state == ImageState.READY
        erase(image)
    site.work_off()
    with site.app.app_context():
        for name in ("images", "image_tags", "classifications", "embeddings", "meanings", "discarded_objects"):
            assert db.session.execute(db.select(db.metadata.tables[name])).all() == []
    assert objects_of(site) == {}
