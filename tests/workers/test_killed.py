"""A worker that is killed in the middle of a job, and a queue that forgets everything: the work is done anyway."""

import os
import signal
import subprocess
from contextlib import ExitStack
from pathlib import Path

import pytest
from redis import Redis

from cms.jobs.names import PREPARE_IMAGE
from cms.settings import Settings
from cms.work.models import WorkState
from tests.factories import picture
from tests.people import Person
from tests.running import command, descendants, is_alive, wait_for
from tests.site import Site
from tests.workers.situations import make_due
from workers.schedule import ring_overdue

WORK_SECONDS = 60


def state(site: Site, image_id: str) -> str:
    return site.work_on(PREPARE_IMAGE.kind, image_id).state


def ring_again(site: Site, *image_ids: str) -> None:
    """What the scheduler does once the time has come."""
    for image_id in image_ids:
        make_due(site, PREPARE_IMAGE.kind, image_id)
    with site.app.app_context():
        ring_overdue()


def held(running: ExitStack, settings: Settings, log: Path) -> subprocess.Popen[bytes]:
    """A worker whose pixel child will be stopped as soon as there is one, so that its job does not end."""
    return running.enter_context(command(settings, "worker", "images", log=log))


def stop_pixels(worker: subprocess.Popen[bytes]) -> int:
    """Stop the process in which the worker opens pixels; its id."""
    wait_for(lambda: descendants(worker.pid), seconds=WORK_SECONDS, what="no pixel child")
    child = descendants(worker.pid).pop()
    os.kill(child, signal.SIGSTOP)
    return child


def test_a_killed_workers_job_is_done_by_another(site: Site, settings: Settings, alice: Person, tmp_path: Path) -> None:
    with ExitStack() as running:
        first = held(running, settings, tmp_path / "first.log")
        image_id = alice.adds(picture(size=(3000, 2000)))
        child = stop_pixels(first)
        was_running = state(site, image_id) == WorkState.RUNNING
        first.kill()
        first.wait()
        os.kill(child, signal.SIGCONT)
        wait_for(lambda: not is_alive(child), seconds=WORK_SECONDS)
        running.enter_context(command(settings, "worker", "images", log=tmp_path / "second.log"))
        ring_again(site, image_id)
        wait_for(lambda: state(site, image_id) == WorkState.DONE, seconds=WORK_SECONDS)
    assert was_running
    assert site.work_on(PREPARE_IMAGE.kind, image_id).attempts == 2
    assert alice.image(image_id)["state"] == "ready"


def test_everything_pending_is_done_after_the_queue_was_emptied(
    site: Site, settings: Settings, alice: Person, valkey_url: str, tmp_path: Path
) -> None:
    ids = [alice.adds() for _ in range(4)]
    Redis.from_url(valkey_url).flushdb()
    with command(settings, "worker", "images", log=tmp_path / "log"):
        ring_again(site, *ids)
        wait_for(lambda: all(state(site, image_id) == WorkState.DONE for image_id in ids), seconds=WORK_SECONDS)
    assert {alice.image(image_id)["state"] for image_id in ids} == {"ready"}


def test_sigterm_lets_a_worker_leave(site: Site, settings: Settings, alice: Person, tmp_path: Path) -> None:
    with command(settings, "worker", "images", log=tmp_path / "log") as worker:
        image_id = alice.adds()
        wait_for(lambda: state(site, image_id) == WorkState.DONE, seconds=WORK_SECONDS)
        worker.terminate()
        assert worker.wait(30) == 0


@pytest.mark.parametrize("signal_number", [signal.SIGKILL, signal.SIGSEGV])
def test_a_picture_whose_decoder_dies_once_is_ready_all_the_same(
    site: Site, settings: Settings, alice: Person, tmp_path: Path, signal_number: int
) -> None:
    """The pixel child has worked before: its death is not yet a sign against the picture."""
    with command(settings, "worker", "images", log=tmp_path / "log") as worker:
        first = alice.adds()
        wait_for(lambda: state(site, first) == WorkState.DONE, seconds=WORK_SECONDS)
        os.kill(descendants(worker.pid).pop(), signal_number)
        second = alice.adds()
        wait_for(lambda: state(site, second) == WorkState.DONE, seconds=WORK_SECONDS)
    assert alice.image(second)["state"] == "ready"
