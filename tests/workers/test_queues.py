"""What waits in several queues of one worker is taken in their order."""

import pytest
from redis import Redis
from rq import Queue
from rq.job import Job

from cms.jobs.names import JOB_TYPES, LAST, QUEUES, VISION, WORDS, WORKERS
from cms.settings import Settings
from workers.__main__ import PixelsWorker, queues_of, worker_of


def test_every_queue_has_one_kind_of_worker() -> None:
    taken = [queue for kind in WORKERS for queue in queues_of(kind)]
    assert sorted(taken) == sorted(QUEUES)
    assert set(LAST) <= set(WORKERS)
    assert {job.queue for job in JOB_TYPES} <= set(taken)


def test_a_new_picture_is_looked_at_before_the_words_of_many(
    settings: Settings, valkey_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Six hundred pictures that were edited together ask for as many vectors; an upload does not wait for these."""
    taken = []

    def note(_worker: PixelsWorker, job: Job, queue: Queue) -> bool:
        taken.append(queue.name)
        return True

    monkeypatch.setattr(PixelsWorker, "perform_job", note)
    worker = worker_of(VISION, settings)
    waiting = {queue.name: queue for queue in worker.queues}
    for name in (WORDS, WORDS, VISION):
        waiting[name].enqueue("workers.meaning.jobs.embed_words", "0" * 26)
    worker.work(burst=True, logging_level="WARNING")
    assert taken == [VISION, WORDS, WORDS]
    assert Redis.from_url(valkey_url).llen(f"rq:queue:{WORDS}") == 0
