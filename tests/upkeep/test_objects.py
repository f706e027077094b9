"""Bytes nobody names go, bytes somebody names never do, and bytes that rot are noticed."""

import io
import os
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from cms.extensions import new_id
from cms.storage.base import Storage
from cms.storage.keys import asked_with_key, original_key, rendition_key, subject_of
from cms.upkeep.objects import GRACE, collect, damaged, missing, told_nothing
from tests.people import Person
from tests.scenes import scene
from tests.site import Site
from tests.upkeep.crowds import add_many

HASH = "ab" * 32
LONG_AGO = time.time() - GRACE.total_seconds() - 60


@pytest.fixture
def storage(site: Site) -> Iterator[Storage]:
    with site.app.app_context():
        yield site.app.extensions["backends"].storage


def file_of(storage: Storage, key: str) -> Path:
    return Path(storage.root) / key  # type: ignore[attr-defined]


def put_orphan(storage: Storage, key: str) -> str:
    storage.put(key, io.BytesIO(b"nobody's"), content_type="image/jpeg")
    return key


def age_all(storage: Storage) -> None:
    for one in storage.listing():
        os.utime(file_of(storage, one.key), (LONG_AGO, LONG_AGO))


def test_the_subject_of_a_key_is_whom_it_was_made_for() -> None:
    image_id = new_id()
    assert subject_of(original_key(HASH, image_id)) == image_id
    assert (
        subject_of(rendition_key(image_id, longest=400, version=3, sha256=HASH, content_type="image/webp")) == image_id
    )
    assert subject_of(asked_with_key("a-search_1", HASH)) == "a-search_1"
    assert subject_of("lost+found/a") is None
    assert subject_of("originals/ab/short") is None


def test_only_what_no_row_names_is_collected(site: Site, alice: Person, storage: Storage) -> None:
    kept = [alice.adds(scene(number, size=(80, 60))) for number in range(12)]
    site.work_off("prepare-image")
    alice.delete(f"/images/{kept[0]}")
    alice.post("/reverse-searches", {"image": kept[1]})
    live = {one.key for one in storage.listing()}
    doomed = [put_orphan(storage, original_key(HASH, new_id())), put_orphan(storage, asked_with_key("gone", HASH))]
    doomed.append(
        put_orphan(storage, rendition_key(kept[2], longest=400, version=99, sha256=HASH, content_type="image/webp"))
    )
    foreign = put_orphan(storage, "notes/of-the-operator.txt")
    age_all(storage)
    assert set(collect(storage, is_trial=True).keys) == set(doomed)
    assert set(collect(storage).keys) == set(doomed)
    assert {one.key for one in storage.listing()} == live | {foreign}
    assert collect(storage).keys == []


def test_of_ten_thousand_live_objects_none_is_collected(site: Site, alice: Person, storage: Storage) -> None:
    add_many(site, alice, 2500)
    doomed = [put_orphan(storage, original_key(HASH, new_id())) for _ in range(20)]
    age_all(storage)
    live = {one.key for one in storage.listing()} - set(doomed)
    assert len(live) >= 10_000
    assert set(collect(storage).keys) == set(doomed)
    assert {one.key for one in storage.listing()} == live


def test_what_was_put_just_now_may_still_get_a_row(storage: Storage) -> None:
    put_orphan(storage, original_key(HASH, new_id()))
    assert collect(storage).keys == []
    assert len(collect(storage, grace=timedelta(0)).keys) == 1


def test_every_flipped_byte_of_an_original_is_found(site: Site, alice: Person, storage: Storage) -> None:
    kept = add_many(site, alice, 200)
    rotten = kept[::10]
    for place, one in enumerate(sorted(storage.listing("originals/"), key=lambda one: one.key[-26:])):
        if one.key[-26:] in rotten:
            data = bytearray(file_of(storage, one.key).read_bytes())
            data[(place * 37) % len(data)] ^= 1
            file_of(storage, one.key).write_bytes(data)
    assert sorted(image.id for image, _ in damaged(storage, tell=told_nothing)) == sorted(rotten)


def test_an_original_that_went_is_missing_and_damaged(site: Site, alice: Person, storage: Storage) -> None:
    image_id = alice.adds()
    site.work_off("prepare-image")
    [original] = storage.listing("originals/")
    storage.delete(original.key)
    assert [(image.id, key) for image, key in missing(storage, tell=told_nothing)] == [(image_id, original.key)]
    assert [(image.id, problem) for image, problem in damaged(storage, tell=told_nothing)] == [(image_id, "missing")]


def test_what_was_erased_while_others_were_looked_at_is_not_missing(
    site: Site, alice: Person, storage: Storage
) -> None:
    kept = [alice.adds(scene(number, size=(80, 60))) for number in range(3)]
    site.work_off("prepare-image")
    looking = missing(storage, tell=told_nothing)
    first = next(storage.listing("originals/"))
    storage.delete(first.key)
    assert next(looking)[1] == first.key
    for image_id in kept:
        assert alice.delete(f"/images/{image_id}", forever="true").status_code == 204
    site.work_off()
    assert list(looking) == []
