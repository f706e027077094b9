"""Stored bytes move between back ends: nothing is away at any moment, nothing is changed, and a stop costs nothing."""

import io
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import pytest
from sqlalchemy import select

from cms.extensions import db
from cms.images.models import Image
from cms.settings import Settings
from cms.storage import open_storage
from cms.storage.base import Storage, StorageDown
from cms.storage.keys import fits
from cms.storage.moving import MovingStorage
from cms.storage.streams import sha256_of
from cms.transaction import reading
from cms.upkeep.checking import look
from cms.upkeep.moving import Moved, move_objects
from tests.people import Person
from tests.running import ran
from tests.scenes import scene
from tests.services.fixtures import OssAccount
from tests.site import Site, open_site
from tests.upkeep.crowds import add_many

PICTURES = 40


@pytest.fixture
def on_disk(settings: Settings) -> str:
    return settings.storage


@pytest.fixture
def moving(settings: Settings, on_disk: str, oss_account: OssAccount) -> Settings:
    """The same site, its bytes on their way from the disk to the object store."""
    return with_storage(settings, oss_account, oss_account.url, former=on_disk)


def with_storage(settings: Settings, account: OssAccount, url: str, *, former: str = "") -> Settings:
    named = {"oss_access_key_id": account.key_id, "oss_access_key_secret": account.secret}
    return Settings(**settings.model_dump() | named | {"storage_url": url, "storage_former_url": former})


@pytest.fixture
def reopened(site: Site, alice: Person) -> Iterator[Callable[[Settings], Person]]:
    """Opens the same site with other settings and gives its alice there."""
    del site
    opened: list[Site] = []

    def open_again(settings: Settings) -> Person:
        opened.append(open_site(settings))
        return Person(opened[-1].app, opened[-1].app.test_client(use_cookies=False), "alice", alice.id, alice.token)

    yield open_again
    for one in opened:
        with one.app.app_context():
            db.session.remove()
            db.engine.dispose()


def moved(person: Person) -> Moved:
    with person.app.app_context():
        return move_objects(person.app.extensions["backends"].storage, tell=lambda _: None)


def storages(person: Person) -> MovingStorage:
    found: MovingStorage = person.app.extensions["backends"].storage
    return found


def rows_say(person: Person) -> set[str]:
    with person.app.app_context(), reading():
        return set(db.session.scalars(select(Image.storage)))


def wrong(person: Person) -> list[str]:
    with person.app.app_context():
        return [one.name for one in look(person.app.extensions["backends"]) if one.ids]


def all_is_there(person: Person, files: dict[str, bytes]) -> None:
    for image_id, file in files.items():
        assert person.get(f"/images/{image_id}/original").data == file
        assert person.get(f"/images/{image_id}/renditions/400").data[8:12] == b"WEBP"


def test_a_site_moves_to_the_object_store_and_back_while_people_use_it(
    site: Site, alice: Person, settings: Settings, moving: Settings, on_disk: str, oss_account: OssAccount,
    reopened: Callable[[Settings], Person],
) -> None:  # fmt: skip
    files = {alice.adds(file): file for file in (scene(number, size=(90, 60)) for number in range(PICTURES))}
    site.work_off("prepare-image")
    for begin, end in (
        (moving, oss_account.url),
        (with_storage(moving, oss_account, on_disk, former=oss_account.url), on_disk),
    ):
        during = reopened(begin)
        with in_use(during, files) as used:
            found = moved(during)
        assert used.failures == []
        assert used.rounds > 0
        assert (found.damaged, found.objects >= 4 * PICTURES) == ([], True)
        site.work_off()  # the bytes of what was erased
        assert list(storages(during).former.listing()) == []
        after = reopened(with_storage(moving, oss_account, end))
        assert rows_say(after) == {end.partition(":")[0]}
        assert wrong(after) == []
        if end == on_disk:
            all_is_there(after, files)


class in_use:  # noqa: N801 - reads as words
    """Somebody looks at every picture again and again, and adds and erases others, until the block ends."""

    def __init__(self, person: Person, files: dict[str, bytes]) -> None:
        self.person, self.files = person, files
        self.failures: list[str] = []
        self.rounds = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._use)

    def __enter__(self) -> "in_use":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _use(self) -> None:
        while not self._over.is_set() or self.rounds == 0:
            try:
                all_is_there(self.person, self.files)
                added = self.person.adds(scene(1000 + self.rounds, size=(50, 40)))
                assert self.person.get(f"/images/{added}/original").status_code == 200
                assert self.person.delete(f"/images/{added}", forever="true").status_code == 204
            except AssertionError as failure:
                self.failures.append(str(failure)[:300])
            self.rounds += 1


def test_a_move_that_stops_anywhere_is_finished_by_the_next(
    site: Site, alice: Person, moving: Settings, reopened: Callable[[Settings], Person]
) -> None:
    add_many(site, alice, 30)
    during = reopened(moving)
    there = {one.key for one in storages(during).listing()}
    for after in (0, 1, 7, 20):
        storages(during).current = Failing(storages(during).current, after)
        with pytest.raises(StorageDown):
            moved(during)
        storages(during).current = storages(during).current.kept
        assert {one.key for one in storages(during).listing()} == there
    assert moved(during).damaged == []
    assert {one.key for one in storages(during).current.listing()} == there
    assert wrong(during) == []
    assert moved(during).objects == 0


class Failing:
    """A back end that takes so many objects and then is away."""

    def __init__(self, kept: Storage, puts: int) -> None:
        self.kept, self.left, self.name, self.names = kept, puts, kept.name, kept.names

    def put(self, key: str, source: BinaryIO, *, content_type: str) -> int:
        self.left -= 1
        if self.left < 0:
            raise StorageDown("away")
        return self.kept.put(key, source, content_type=content_type)

    def __getattr__(self, name: str) -> object:
        return getattr(self.kept, name)


def test_what_is_not_what_was_stored_stays_and_is_told(
    site: Site, alice: Person, moving: Settings, on_disk: str, reopened: Callable[[Settings], Person]
) -> None:
    ids = add_many(site, alice, 5)
    during = reopened(moving)
    with during.app.app_context(), reading():
        key = db.session.get_one(Image, ids[2]).original_key
    (Path(on_disk.removeprefix("file:")) / key).write_bytes(b"rotten")
    assert moved(during).damaged == [key]
    assert [one.key for one in storages(during).former.listing()] == [key]
    assert "file" in rows_say(during)


def test_bytes_of_a_picture_erased_on_the_way_do_not_come_back(
    site: Site, alice: Person, moving: Settings, reopened: Callable[[Settings], Person]
) -> None:
    image_id = alice.adds(scene(1, size=(80, 60)))
    site.work_off("prepare-image")
    during = reopened(moving)
    kept = storages(during)
    kept.current = Erasing(kept.current, lambda: during.delete(f"/images/{image_id}", forever="true"))
    moved(during)
    site.work_off()
    assert list(kept.listing()) == []


class Erasing(Failing):
    """Something happens after the first object was put."""

    def __init__(self, kept: Storage, then: Callable[[], object]) -> None:
        super().__init__(kept, 10_000)
        self.then: Callable[[], object] | None = then

    def put(self, key: str, source: BinaryIO, *, content_type: str) -> int:
        size = super().put(key, source, content_type=content_type)
        then, self.then = self.then, None
        if then is not None:
            then()
        return size


def test_the_command_moves_from_folder_to_folder_and_says_when_the_former_can_go(
    site: Site, alice: Person, settings: Settings, on_disk: str, tmp_path: Path
) -> None:
    add_many(site, alice, 3)
    without = ran(settings, "move")
    assert (without.returncode, "PIXELS_STORAGE_FORMER_URL" in without.stderr) == (78, True)
    new = settings.model_copy(update={"storage_url": f"file:{tmp_path / 'new'}", "storage_former_url": on_disk})
    done = ran(new, "move")
    assert (done.returncode, "PIXELS_STORAGE_FORMER_URL can go" in done.stdout) == (0, True)
    assert {one.key for one in open_storage(new.storage_url).listing()} != set()
    assert list(open_storage(on_disk).listing()) == []


def test_a_key_tells_which_bytes_belong_under_it(site: Site, alice: Person) -> None:
    alice.adds(scene(1, size=(80, 60)))
    site.work_off("prepare-image")
    kept: Storage = site.app.extensions["backends"].storage
    for one in kept.listing():
        with kept.open(one.key) as stream:
            assert fits(one.key, sha256_of(stream))
        assert not fits(one.key, sha256_of(io.BytesIO(b"others")))
    assert not fits("notes/a.txt", "ab" * 32)
