"""Sixty faults of a disk and an object store during uploads, turns, deletes and archives: nothing is said falsely."""

import contextlib
import io
import random
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from werkzeug.test import TestResponse

from cms.extensions import db, now
from cms.settings import Settings
from cms.storage.base import StorageDown
from cms.transaction import DatabaseFailed, reading, writing
from cms.upkeep.checking import look
from cms.upkeep.objects import collect, damaged, missing, orphans, told_nothing
from cms.work.models import Work, WorkState
from tests.flows.storage_faults import CALLS, PART, STORE_FAULTS, failing, full, limited, small_disk, unwilling
from tests.people import Person
from tests.running import wait_for
from tests.scenes import scene
from tests.services.fixtures import OssAccount
from tests.services.oss_server import OssServer
from tests.site import Site, function_of, open_site

FAULTS_OF_EACH = 30
JOBS = ("prepare-image", "turn-image", "index-image", "remove-objects")
SOME = timedelta(0)
Fault = AbstractContextManager[None]


@dataclass
class Journal:
    """What alice did, and what she was told had been done."""

    site: Site
    alice: Person
    random: random.Random
    kept: dict[str, bytes] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)
    refused: int = 0

    def act(self) -> None:
        """Something by chance; more often than not an upload."""
        acts = (self.upload, self.upload, self.turn, self.delete, self.archive, self.choose)
        self.random.choice(acts)()

    def upload(self) -> None:
        file = scene(self.random.randrange(10**6), size=(640, 480))
        answer = self.alice.upload(file)
        if self.was_done(answer):
            self.kept[answer.get_json()["id"]] = file

    def turn(self) -> None:
        self.was_done(self.alice.post(f"/images/{self.one()}/rotate", {"degrees": 90}))

    def delete(self) -> None:
        image_id = self.one()
        if self.was_done(self.alice.delete(f"/images/{image_id}", forever="true")):
            self.deleted.add(image_id)
            del self.kept[image_id]

    def choose(self) -> None:
        self.was_done(self.alice.patch("/me", {"picture": self.one()}))

    def archive(self) -> None:
        """Either all of it comes, or it breaks off or is refused: never a whole archive with other bytes."""
        image_id = self.one()
        with contextlib.suppress(Exception):  # it broke off while it was sent
            answer = self.alice.call("POST", "/images/zip", data={"ids": [image_id]})
            if self.was_done(answer):
                self.compare(answer.data, image_id)

    def compare(self, data: bytes, image_id: str) -> None:
        with contextlib.suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(data)) as whole:
            assert whole.read(whole.namelist()[0]) == self.kept[image_id]

    def is_store_asked(self) -> bool:
        """Whether it is; for some seconds after a time-out it is not."""
        with self.site.app.app_context():
            try:
                return not self.site.app.extensions["backends"].storage.exists("originals/none")
            except StorageDown:
                return False

    def one(self) -> str:
        return self.random.choice(sorted(self.kept))

    def was_done(self, answer: TestResponse) -> bool:
        """Whether the answer says so; what it may say else is that it could not be done just now."""
        if answer.status_code in (503, 507):
            assert answer.content_type == "application/problem+json"
            assert int(answer.headers["Retry-After"]) > 0
            self.refused += 1
        else:
            assert answer.status_code < 300 or answer.get_json()["type"] == "/problems/conflict", answer.text
        return answer.status_code < 300

    def work(self) -> None:
        """What the workers do now, once; a database that is away ends a job, and its lease runs out."""
        with contextlib.suppress(DatabaseFailed):
            for kind, subject_id in self.site.waiting(*JOBS):
                with contextlib.suppress(DatabaseFailed):
                    function_of(kind)(subject_id)

    def work_off(self) -> None:
        """Everything, with the pauses and leases of what went wrong over."""
        with self.site.app.app_context(), writing():
            undone = db.update(Work).where(Work.state.in_((WorkState.WAITING, WorkState.RUNNING)))
            over = {"due_at": now(), "lease_until": None, "lease": None, "state": WorkState.WAITING}
            db.session.execute(undone.values(over))
        self.site.work_off(*JOBS)


def journal_of(site: Site, seed: int) -> Journal:
    journal = Journal(site, site.person("alice"), random.Random(seed))
    for _ in range(4):
        journal.upload()
    journal.site.work_off(*JOBS)
    return journal


def suffer(journal: Journal, faults: Callable[[random.Random], Fault]) -> None:
    """So many faults, each while something is done and worked on."""
    for _ in range(FAULTS_OF_EACH):
        with faults(journal.random):
            journal.act()
            journal.work()
        wait_for(journal.is_store_asked, seconds=10, what="the store is asked again")
        journal.upload()


def assert_nothing_was_said_falsely(journal: Journal) -> None:
    """Each picture that was taken is there whole; who was deleted is gone; one cycle takes all that is left over."""
    site = journal.site
    with site.app.app_context():
        storage = site.app.extensions["backends"].storage
        journal.work_off()
        collect(storage, grace=SOME)
        assert [*missing(storage, tell=told_nothing)] == []
        assert [*damaged(storage, tell=told_nothing)] == []
        assert [*orphans(storage, grace=SOME)] == []
        assert {one.name: one.ids for one in look(site.app.extensions["backends"]) if one.ids} == {}
    for image_id, file in journal.kept.items():
        assert bytes_of(site, image_id) == file
        assert journal.alice.image(image_id)["state"] == "ready"
    assert not any(journal.alice.sees(image_id) for image_id in journal.deleted)


def bytes_of(site: Site, image_id: str) -> bytes:
    """What is stored as the original of this picture."""
    from cms.images.queries import image_by_id

    with site.app.app_context():
        with reading():
            image = image_by_id(image_id)
            assert image is not None
        with site.app.extensions["backends"].storage.open(image.original_key) as stream:
            found: bytes = stream.read()
            return found


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path | None]:
    """A small disk; None where none can be mounted, and files are limited instead."""
    with small_disk(tmp_path / "disk") as is_mounted:
        yield tmp_path / "disk" if is_mounted else None


def test_faults_of_a_disk_lose_nothing(settings: Settings, disk: Path | None) -> None:
    if disk is not None:
        shutil.copytree(settings.data_dir, disk / "data")
        settings = settings.model_copy(update={"data_dir": disk / "data"})
    site = open_site(settings)
    journal = journal_of(site, seed=7)

    def faults(chance: random.Random) -> Fault:
        kinds: list[Callable[[], Fault]] = [
            lambda: limited(chance.randrange(PART)),
            lambda: failing(chance.choice(CALLS), at=chance.randrange(1, 5)),
        ]
        if disk is not None:
            kinds.append(lambda: full(disk, left=chance.randrange(PART)))
        return chance.choice(kinds)()

    suffer(journal, faults)
    assert journal.refused >= 5
    assert_nothing_was_said_falsely(journal)


def test_faults_of_an_object_store_lose_nothing(
    settings: Settings, new_oss_account: Callable[[], OssAccount], oss_server: OssServer
) -> None:
    account = new_oss_account()
    keys = {"oss_access_key_id": SecretStr(account.key_id), "oss_access_key_secret": SecretStr(account.secret)}
    site = open_site(settings.model_copy(update={"storage_url": account.url, **keys}))
    journal = journal_of(site, seed=8)
    suffer(
        journal,
        lambda chance: unwilling(oss_server, chance.choice(STORE_FAULTS), times=chance.choice((1, 3, 50))),
    )
    assert journal.refused >= 5
    assert_nothing_was_said_falsely(journal)
