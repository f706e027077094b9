"""A worker in this process that says what is meant by words, while something asks."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from redis import Redis
from rq.job import Job
from rq.serializers import JSONSerializer

from cms.jobs.names import FIND_MEANT, LIKENESS
from cms.meaning import asking
from tests.site import Site
from workers import runtime
from workers.meaning.jobs import find_meant

PATIENCE = 20.0
"""Seconds: this machine may have much else to do."""


@contextmanager
def telling(site: Site) -> Iterator[list[str]]:
    """What was asked so far; whoever asks has patience."""
    asked: list[str] = []
    stop = threading.Event()
    runtime.serve_app(site.app)
    with Redis.from_url(site.app.extensions["settings"].queue_url) as queue, pytest.MonkeyPatch.context() as patch:
        patch.setattr(asking, "WAIT_SECONDS", PATIENCE)

        def work() -> None:
            while not stop.is_set():
                for told in rung(queue):
                    asked.append(told)
                    find_meant(told)
                time.sleep(0.005)

        queue.delete(f"rq:queue:{LIKENESS}")
        worker = threading.Thread(target=work)
        worker.start()
        yield asked
        stop.set()
        worker.join()


def rung(queue: "Redis") -> Iterator[str]:
    """What was asked for since, taken from the queue."""
    while (job_id := queue.lpop(f"rq:queue:{LIKENESS}")) is not None:
        if job_id == b"x":
            continue
        job = Job.fetch(job_id.decode(), connection=queue, serializer=JSONSerializer)
        if job.func_name == FIND_MEANT:
            yield str(job.args[0])
