"""`run.py serve`, all in one: who is who, who comes back, and that nothing is left behind."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from cms.jobs.rq_queue import embedded_socket
from cms.settings import CHECKOUT, Settings
from tests.running import NotReached, command, descendants, is_alive, surroundings, wait_for
from tests.services.processes import free_port
from tests.site import fresh_secret

WORKERS = {f"worker-{kind}" for kind in ("images", "interactive", "indexing", "vision", "likeness", "text", "outgoing")}
ROLES = {"queue", "web", "scheduler"} | WORKERS
BACK_WITHIN = 5.0
LEFT_WITHIN = 15.0
SECOND_START_WITHIN = 5.0
START_SECONDS = 60.0


def answers_at(address: str) -> bool:
    """Whether a page is served there, 200."""
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(address, timeout=3) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


@dataclass(frozen=True)
class Served:
    """A served site: its supervisor and its data folder."""

    process: subprocess.Popen[bytes]
    data: Path

    @property
    def listing(self) -> dict[str, object]:
        found: dict[str, object] = json.loads((self.data / "serve.json").read_text())
        return found

    @property
    def roles(self) -> dict[str, list[int]]:
        return self.listing["roles"]  # type: ignore[return-value]

    def answers(self, path: str = "/healthz") -> bool:
        try:
            return answers_at(f"{self.listing['address']}{path}")
        except (OSError, ValueError):
            return False

    def is_whole(self) -> bool:
        return all(pids and all(map(is_alive, pids)) for pids in self.roles.values()) and self.answers("/readyz")

    def kill(self, role: str) -> int:
        """SIGKILL to the first process of a role, which is gone when this returns."""
        pid = self.roles[role][0]
        os.kill(pid, signal.SIGKILL)
        wait_for(lambda: not is_alive(pid), seconds=5)
        return pid


@contextmanager
def serving(data: Path, settings: Settings) -> Iterator[Served]:
    with command(settings, "serve", log=data.parent / f"{data.name}.log") as process:
        served = Served(process, data)
        try:
            wait_for(lambda: served.answers() and served.is_whole(), seconds=START_SECONDS)
        except NotReached as late:
            raise NotReached((data.parent / f"{data.name}.log").read_text()[-3000:]) from late
        yield served


def business() -> float:
    """How many processes share a core just now: the times promised are those of a machine with nothing else to do."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def settings_of(data: Path) -> Settings:
    models = CHECKOUT / "var" / "models"
    return Settings(data_dir=data, models_dir=models, port=0, secret_key=fresh_secret())


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    data = tmp_path_factory.mktemp("served") / "data"
    with serving(data, settings_of(data)) as made:
        yield made


def test_every_role_is_written_down_and_alive(served: Served) -> None:
    assert set(served.roles) - {"models"} == ROLES  # the preparation of the models comes to an end by itself
    assert served.listing["supervisor"] == served.process.pid
    assert {pid for pids in served.roles.values() for pid in pids} <= descendants(served.process.pid)


@pytest.mark.parametrize("role", sorted(ROLES))
def test_a_role_that_is_killed_is_back_soon(served: Served, role: str) -> None:
    wait_for(served.is_whole, seconds=20)
    gone = served.kill(role)
    start = time.monotonic()
    wait_for(lambda: gone not in served.roles[role] and served.is_whole(), seconds=30, what=role)
    assert time.monotonic() - start <= BACK_WITHIN * business()


def test_a_second_serve_on_the_same_folder_is_refused_with_a_sentence(served: Served) -> None:
    refused = subprocess.run(
        [sys.executable, "run.py", "serve"],
        cwd=CHECKOUT,
        env=surroundings(settings_of(served.data)),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert refused.returncode == 78
    assert refused.stderr.strip() == f"cannot start: PIXELS_DATA_DIR: a site is being served from {served.data} already"
    wait_for(served.answers, seconds=20)


def test_two_sites_stand_side_by_side(served: Served, tmp_path: Path) -> None:
    other = tmp_path / "other"
    with serving(other, settings_of(other)) as second:
        assert second.listing["address"] != served.listing["address"]
        wait_for(served.answers, seconds=20)
    wait_for(served.is_whole, seconds=10)


def test_a_port_in_use_is_named(served: Served, tmp_path: Path) -> None:
    port = int(str(served.listing["address"]).rpartition(":")[2])
    settings = settings_of(tmp_path / "data").model_copy(update={"port": port})
    refused = subprocess.run(
        [sys.executable, "run.py", "serve"], cwd=CHECKOUT, env=surroundings(settings), capture_output=True, text=True
    )
    assert (refused.returncode, refused.stderr.count("\n")) == (78, 1)
    assert refused.stderr.startswith("cannot start: PIXELS_PORT: ")


def test_the_listing_is_there_before_the_site_answers(tmp_path: Path) -> None:
    settings = settings_of(tmp_path / "data").model_copy(update={"port": free_port()})
    with command(settings, "serve", log=tmp_path / "log"):
        wait_for(partial(answers_at, f"http://127.0.0.1:{settings.port}/healthz"), seconds=START_SECONDS)
        assert (tmp_path / "data" / "serve.json").exists()


def ends_all(served: Served, end: Callable[[], None], *, within: float) -> float:
    """Seconds until nothing of a site runs any more, once it was told to end this way."""
    everyone = descendants(served.process.pid) | {served.process.pid}
    assert len(everyone) > len(ROLES)
    start = time.monotonic()
    end()
    served.process.wait(timeout=within + 5)
    wait_for(lambda: not any(map(is_alive, everyone)), seconds=within + 5, what=f"{named(everyone)}")
    return time.monotonic() - start


def named(pids: set[int]) -> list[str]:
    return [Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ") for pid in pids if is_alive(pid)]


def test_sigterm_ends_everything_and_leaves_nothing(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with serving(data, settings_of(data)) as served:
        assert ends_all(served, served.process.terminate, within=LEFT_WITHIN) <= LEFT_WITHIN
        assert served.process.returncode == 0
    assert not (data / "serve.json").exists()
    assert not embedded_socket(data).exists()


def test_sigkill_of_the_supervisor_ends_all_children_and_the_site_starts_again(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with serving(data, settings_of(data)) as served:
        assert ends_all(served, served.process.kill, within=LEFT_WITHIN) <= LEFT_WITHIN
    with serving(data, settings_of(data)) as again:
        assert again.is_whole()


def test_the_site_starts_again_while_what_it_left_is_still_ending(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with serving(data, settings_of(data)) as served:
        served.process.kill()
        served.process.wait()
        with serving(data, settings_of(data)) as again:
            before = {pid for pids in served.roles.values() for pid in pids}
            wait_for(lambda: again.is_whole() and descendants(again.process.pid) >= before, seconds=30)
            assert again.answers("/readyz")


def test_the_second_start_answers_quickly(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with serving(data, settings_of(data)):
        pass
    start = time.monotonic()
    with command(settings_of(data), "serve", log=tmp_path / "log") as process:
        served = Served(process, data)
        wait_for(lambda: (data / "serve.json").exists() and served.answers(), seconds=30)
        took = time.monotonic() - start
    assert took <= SECOND_START_WITHIN * business()
