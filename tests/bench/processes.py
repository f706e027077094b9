"""Rows about the processes themselves: how fast they start, what memory they keep, what the queue costs."""

import re
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from redis import Redis
from rq import Queue, SimpleWorker
from rq.job import Job
from rq.serializers import JSONSerializer
from rq.timeouts import TimerDeathPenalty

from cms.commands.site import bring_up_to_date
from cms.jobs.names import IMAGES, REMOVE_OBJECTS
from cms.jobs.rq_queue import embedded_socket
from cms.settings import CHECKOUT, Settings
from cms.transaction import writing
from cms.work import service as work
from tests.bench.measure import cpu_seconds
from tests.bench.running import Running, answers, children_of
from tests.bench.table import Line, ratios
from tests.services.processes import free_port, running
from tests.site import fresh_secret, open_site

STARTS, JOBS, HOPS = 5, 200, 20
MIB = 1 << 20


def cold_starts(folder: Path) -> Iterator[Line]:
    """Row 10: from nothing to the first answer of the web beside a bare application; `--help` of the command."""
    ours, floor, asked = [], [], []
    run = [sys.executable, str(CHECKOUT / "run.py")]
    env = ["env", f"PIXELS_DATA_DIR={folder / 'cold'}", f"PIXELS_QUEUE_URL=unix://{folder}/none.sock"]
    subprocess.run([*env, *run, "migrate"], check=True, capture_output=True)
    bare = [sys.executable, "-m", "gunicorn", "-k", "gthread", "tests.bench.bare:make_app()", "-b"]
    for _ in range(STARTS):
        port = free_port()
        floor.append(start([*bare, f"127.0.0.1:{port}"], port, folder))
        port = free_port()
        ours.append(start([*env, f"PIXELS_PORT={port}", *run, "web"], port, folder))
        asked.append(cpu_of([*run, "--help"]))
    for number, (unit, bar, reach) in enumerate((("s cpu", "2.5 x", "1.2 x"), ("s wall", "1.5 s", ""))):
        kept = [one[number] for one in ours[1:]], [one[number] for one in floor[1:]]
        yield Line("10 web from nothing to its first answer", kept[0], unit, bar, reach, kept[1], ratios(*kept))
    yield Line("10 run.py --help", asked[1:], "s cpu", "0.5 s")


def start(command: Sequence[str], port: int, folder: Path) -> tuple[float, float]:
    """Seconds until it answers: of the processor in all its processes, and by the wall."""
    begun = time.monotonic()
    with running(command, log=folder / "cold.log", is_ready=lambda: answers(f"http://127.0.0.1:{port}")) as child:
        took = time.monotonic() - begun
        return cpu_seconds([child.pid, *children_of(child.pid)]), took


def cpu_of(command: Sequence[str]) -> float:
    """Processor seconds of a command from start to end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


MEMORY = {
    "web": ("130 MiB", "90 MiB"),
    "worker-images": ("250 MiB", "150 MiB"),
    "worker-vision": ("350 MiB", "200 MiB"),
}


def memory(site: Running) -> Iterator[Line]:
    """Row 11: what each role keeps after the uploads above, shared pages divided among those who share them."""
    for role, (bar, reach) in MEMORY.items():
        yield Line(f"11 memory of {role}", [sum(pss(pid) for pid in site.pids(role)) / MIB], "MiB PSS", bar, reach)
    whole = sum(pss(pid) for pid in set(site.pids())) / MIB
    yield Line("11 memory of all processes", [whole], "MiB PSS", "1229 MiB", "700 MiB")


def pss(pid: int) -> int:
    """Bytes; 0 of a process that has ended."""
    with suppress(OSError):
        found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)
        return int(found[1]) * 1024 if found else 0
    return 0


def queue(site: Running, folder: Path) -> Iterator[Line]:
    """Row 12: what a job costs around its body beside bare RQ, and how long it waits on an idle queue."""
    redis = Redis.from_url(f"unix://{embedded_socket(site.folder)}")
    ours, floor = [], []
    settings = Settings(
        data_dir=folder / "jobs", queue_url=f"unix://{embedded_socket(site.folder)}?db=3", secret_key=fresh_secret()
    )
    made, apart = open_site(settings), Redis.from_url(settings.queue_url)
    bring_up_to_date(made.app)
    for turn in range(4):
        with made.app.app_context(), writing():
            for number in range(JOBS):
                work.ask(REMOVE_OBJECTS, f"{turn}-{number}")
        ours.append(burst(apart, REMOVE_OBJECTS.queue))
        bare = Queue("bare", connection=apart, serializer=JSONSerializer)
        for _ in range(JOBS):
            bare.enqueue("builtins.len", "x", result_ttl=0)
        floor.append(burst(apart, "bare"))
    kept = ours[1:], floor[1:]
    yield Line("12 a job that does nothing: worker's cpu", kept[0], "ms cpu", "10 ms", "5 ms", kept[1], ratios(*kept))
    yield Line("12 from rung to begun, idle (the slowest of 20: bar)", hops(redis), "ms wall", "50 ms")


def burst(redis: Redis, name: str) -> float:
    """Processor milliseconds of a job when this process works off a queue."""
    worker = Patient([name], connection=redis, serializer=JSONSerializer)
    used = time.process_time()
    worker.work(burst=True, logging_level="ERROR")
    return (time.process_time() - used) * 1000 / JOBS


class Patient(SimpleWorker):
    """As the site's own, without its signals."""

    death_penalty_class = TimerDeathPenalty

    def _install_signal_handlers(self) -> None:
        """This process keeps its own."""


def hops(redis: Redis) -> list[float]:
    """Milliseconds between ringing and beginning, one at a time."""
    found = []
    names: Any = Queue(IMAGES, connection=redis, serializer=JSONSerializer)
    for _ in range(HOPS):
        job = names.enqueue("builtins.len", "x", result_ttl=60)
        while not job.is_finished:
            time.sleep(0.02)
        done = Job.fetch(job.id, connection=redis, serializer=JSONSerializer)
        assert isinstance(done.started_at, datetime)
        assert isinstance(done.enqueued_at, datetime)
        found.append((done.started_at - done.enqueued_at).total_seconds() * 1000)
    return found
