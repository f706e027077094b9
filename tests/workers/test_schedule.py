"""The reconciler wakes workers for what is due and for nothing else; what has served its time goes."""

import os
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from redis import Redis
from sqlalchemy.exc import OperationalError

from cms.extensions import now
from cms.jobs.base import QueueDown
from cms.jobs.names import PREPARE_IMAGE
from cms.jobs.rq_queue import RedisQueue
from cms.transaction import writing
from cms.work import service as work
from cms.work.models import WorkState
from cms.work.queries import NEVER_RUNG_AFTER
from tests.people import Person
from tests.site import Site, function_of
from tests.states import row_of, set_image
from tests.workers.ends import objects_of
from tests.workers.situations import change_work, make_due, prepared
from workers.schedule import (
    PERIODIC,
    RINGS_A_ROUND,
    Periodic,
    empty_trash,
    keep_schedule,
    ring_overdue,
    run_once,
    sweep,
)

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
PREPARE_NOW = function_of(PREPARE_IMAGE.kind)


@pytest.fixture
def queue(site: Site, valkey_url: str) -> Iterator[Redis]:
    """The queue, in which rings can be counted."""
    with Redis.from_url(valkey_url) as client:
        yield client


def rings_after(site: Site, queue: Redis) -> int:
    """How many rings the reconciler adds to an empty queue."""
    queue.flushdb()
    with site.app.app_context():
        ring_overdue()
    return queue.llen("rq:queue:images")


def test_what_was_just_asked_for_is_not_rung_again(site: Site, alice: Person, queue: Redis) -> None:
    alice.adds()
    assert rings_after(site, queue) == 0


@pytest.mark.parametrize(
    "put_off",
    [
        {"due_at": now() + 400 * DAY},
        {"state": WorkState.RUNNING, "lease": "x", "lease_until": now() + 400 * DAY, "attempts": 1},
    ],
    ids=["due", "lease"],
)
def test_what_a_clock_that_was_ahead_put_off_is_done_today(
    site: Site, alice: Person, queue: Redis, put_off: dict[str, Any]
) -> None:
    image_id = alice.adds()
    change_work(site, PREPARE_IMAGE.kind, image_id, **put_off)
    with site.app.app_context():
        ring_overdue()
    PREPARE_NOW(image_id)
    assert alice.image(image_id)["state"] == "ready"


def test_everything_pending_is_rung_again_after_the_queue_forgot_it(site: Site, alice: Person, queue: Redis) -> None:
    for image_id in [alice.adds() for _ in range(3)]:
        change_work(site, PREPARE_IMAGE.kind, image_id, due_at=now() - NEVER_RUNG_AFTER)
    assert rings_after(site, queue) == 3


CASES = {
    "due, but a worker was rung a moment ago": ({"due_at": -NEVER_RUNG_AFTER / 2}, 0),
    "due for long": ({"due_at": -60 * SECOND}, 1),
    "not due yet": ({"due_at": 60 * SECOND}, 0),
    "to be tried again now": ({"due_at": -SECOND, "problem": "x", "attempts": 1}, 1),
    "to be tried again later": ({"due_at": SECOND * 5, "problem": "x", "attempts": 1}, 0),
    "being done": ({"state": WorkState.RUNNING, "due_at": -60 * SECOND, "lease_until": 20 * SECOND}, 0),
    "abandoned": ({"state": WorkState.RUNNING, "due_at": -60 * SECOND, "lease_until": -SECOND}, 1),
    "done": ({"state": WorkState.DONE, "due_at": -60 * SECOND}, 0),
    "failed": ({"state": WorkState.FAILED, "due_at": -60 * SECOND, "problem": "x"}, 0),
}


@pytest.mark.parametrize("case", CASES)
def test_only_what_is_due_and_nobody_does_is_rung(case: str, site: Site, alice: Person, queue: Redis) -> None:
    columns, expected = CASES[case]
    moments = {name: now() + value if isinstance(value, timedelta) else value for name, value in columns.items()}
    change_work(site, PREPARE_IMAGE.kind, alice.adds(), **moments)
    assert rings_after(site, queue) == expected


def test_a_full_queue_gets_no_more_rings(site: Site, alice: Person, queue: Redis) -> None:
    change_work(site, PREPARE_IMAGE.kind, alice.adds(), due_at=now() - NEVER_RUNG_AFTER)
    queue.flushdb()
    queue.rpush("rq:queue:images", *["x"] * RINGS_A_ROUND)
    with site.app.app_context():
        ring_overdue()
    assert queue.llen("rq:queue:images") == RINGS_A_ROUND


def test_a_missing_queue_stops_neither_uploads_nor_the_scheduler(
    site: Site, alice: Person, queue: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise QueueDown("away")

    monkeypatch.setattr(RedisQueue, "ring", away)
    monkeypatch.setattr(RedisQueue, "rings", away)
    image_id = alice.adds()
    make_due(site, PREPARE_IMAGE.kind, image_id)
    with site.app.app_context():
        ring_overdue()
    monkeypatch.undo()
    assert rings_after(site, queue) == 1
    site.work_off()
    assert alice.image(image_id)["state"] == "ready"


def trashed(site: Site, alice: Person, *, days: float) -> str:
    image_id = prepared(site, alice)
    alice.delete(f"/images/{image_id}")
    set_image(site, image_id, trashed_at=now() - timedelta(days=days))
    with site.app.app_context():
        empty_trash()
    return image_id


def test_after_thirty_days_in_the_trash_row_and_bytes_go(site: Site, alice: Person) -> None:
    image_id = trashed(site, alice, days=30.1)
    assert row_of(site, image_id) is None
    site.work_off()
    assert objects_of(site) == {}


def test_before_that_it_can_be_brought_back(site: Site, alice: Person) -> None:
    image_id = trashed(site, alice, days=29.9)
    assert alice.post(f"/images/{image_id}/restore").status_code == 200
    site.work_off()
    assert len(objects_of(site)) == 4


def test_rows_of_work_done_long_ago_go_and_the_others_stay(site: Site, alice: Person) -> None:
    image_id = prepared(site, alice)
    with site.app.app_context():
        sweep()
    assert site.work_on(PREPARE_IMAGE.kind, image_id).state == WorkState.DONE
    change_work(site, PREPARE_IMAGE.kind, image_id, updated_at=now() - timedelta(days=8))
    with site.app.app_context():
        sweep()
        with writing():
            assert work.take(PREPARE_IMAGE, image_id) is None


def test_leftovers_of_uploads_go_after_an_hour(site: Site) -> None:
    folder = site.app.extensions["settings"].incoming_dir
    folder.mkdir(exist_ok=True)
    old, young = folder / "old", folder / "young"
    for file in (old, young):
        file.touch()
    os.utime(old, (0, 0))
    with site.app.app_context():
        sweep()
    assert (old.exists(), young.exists()) == (False, True)


def test_a_periodic_act_that_fails_stops_nothing(site: Site) -> None:
    def fails() -> None:
        raise OperationalError("SELECT 1", None, OSError("the database went away"))

    run_once(site.app, Periodic(fails, 1))
    acts = {"ring_overdue", "tend_cases", "look_for_hits", "retry_deliveries", "send_digests"}
    acts |= {"learn_affinities", "mend_index", "empty_trash", "sweep"}
    assert {thing.act.__name__ for thing in PERIODIC} == acts


def test_the_schedule_ends_when_told(site: Site) -> None:
    stop = threading.Event()
    keeper = threading.Thread(target=keep_schedule, args=(site.app, stop))
    keeper.start()
    stop.set()
    keeper.join(10)
    assert not keeper.is_alive()
