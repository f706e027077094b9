"""Entry of the worker and scheduler processes: `python -m workers QUEUE` or `python -m workers scheduler`."""

import logging
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping
from importlib import import_module
from types import FrameType

from flask import Flask
from redis import Redis
from rq import Queue, SimpleWorker
from rq.job import Job
from rq.serializers import JSONSerializer
from rq.timeouts import TimerDeathPenalty

from cms import create_app
from cms.images.models import Detector
from cms.jobs import queue_address
from cms.jobs.names import JOB_TYPES, LAST, LIKENESS, TEXT, VISION, WORKERS
from cms.jobs.rq_queue import ASKED_BY
from cms.logs import begin_logging, on_behalf_of
from cms.metrics import count_in
from cms.settings import Settings, read_settings
from cms.vision.models_state import models_state
from workers.runtime import serve_app

log = logging.getLogger("workers")
SCHEDULER = "scheduler"


class PixelsWorker(SimpleWorker):
    """Runs jobs in its own process, so that a model is loaded once and stays."""

    death_penalty_class = TimerDeathPenalty

    def perform_job(self, job: Job, queue: Queue) -> bool:
        """Whatever is logged meanwhile bears the id of the request that rang."""
        with on_behalf_of(job.meta.get(ASKED_BY)):
            return bool(super().perform_job(job, queue))


def main(kind: str) -> None:
    settings = read_settings()
    role = SCHEDULER if kind == SCHEDULER else f"worker-{kind}"
    begin_logging(settings.log_format, role=role, loads_foreign=True)
    count_in(settings.metrics_dir)
    app = create_app(settings, has_routes=False)
    serve_app(app)
    if kind == SCHEDULER:
        from workers.schedule import keep_schedule  # it needs nearly everything, the others little

        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        keep_schedule(app, stop)
        return
    if kind in LOADS:
        wait_for_models(settings)
    load_jobs(kind)
    if kind in LOADS:
        LOADS[kind](app)
    work_on(kind, settings)


def load_jobs(kind: str) -> None:
    """Import what this process will run, so that a broken installation shows at the start and not at the first job."""
    for job in JOB_TYPES:
        if job.queue in queues_of(kind):
            import_module(job.function.rpartition(".")[0])


def queues_of(kind: str) -> tuple[str, ...]:
    """What a worker of this kind takes from, the first that has something."""
    return (kind, *LAST.get(kind, ()))


def wait_for_models(settings: Settings) -> None:
    """Sleep until the models are prepared; pictures wait in the database meanwhile."""
    while not models_state(settings.models_dir).is_ready:
        time.sleep(1)


def load_models(app: Flask) -> None:
    """Load the models before the first job, and have what is of older versions read or learnt again."""
    from workers.classification.jobs import gate, renew_detections, renew_understanding, tagger
    from workers.classification.own_classes.jobs import renew_classes
    from workers.meaning.jobs import renew_meanings

    with app.app_context():
        tagger()
        gate()
        renewed, grounds, classes = renew_understanding(), renew_detections(Detector.GROUND), renew_classes()
        meanings = renew_meanings()
    log.info("models loaded; read again: %d pictures, %d grounds; learnt again: %d classes", renewed, grounds, classes)
    log.info("the words of %d pictures are turned into vectors by this version", meanings)


def load_text_reader(app: Flask) -> None:
    """Have pictures read whose writing this version has not read."""
    from workers.classification.jobs import renew_detections

    with app.app_context():
        log.info("the writing in %d pictures is read by this version", renew_detections(Detector.TEXT))


def load_vectors(app: Flask) -> None:
    """Load the models and what is known of all pictures before the first question."""
    from workers.meaning.jobs import load_meanings
    from workers.reverse_search.desk import desk

    with app.app_context():
        count, meanings = len(desk().keeper.memory), load_meanings()
    log.info("%d pictures can be found by another one, %d by what is meant", count, meanings)


LOADS: Mapping[str, Callable[[Flask], None]] = {VISION: load_models, TEXT: load_text_reader, LIKENESS: load_vectors}
"""What stands on the models, and is done before the first job."""


def work_on(kind: str, settings: Settings) -> None:
    """Take jobs until told to stop."""
    worker_of(kind, settings).work(logging_level="WARNING", with_scheduler=False)


def worker_of(kind: str, settings: Settings) -> PixelsWorker:
    """Who takes from the queues of this kind."""
    connection = Redis.from_url(queue_address(settings.queue_url, data_dir=settings.data_dir))
    queues = [Queue(name, connection=connection, serializer=JSONSerializer) for name in queues_of(kind)]
    worker = PixelsWorker(queues, connection=connection, serializer=JSONSerializer)
    worker.log.setLevel(logging.WARNING)
    return worker


def leave(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, leave)
    if len(sys.argv) != 2 or sys.argv[1] not in (*WORKERS, SCHEDULER):
        sys.exit(f"usage: python -m workers {'|'.join((*WORKERS, SCHEDULER))}")
    main(sys.argv[1])
