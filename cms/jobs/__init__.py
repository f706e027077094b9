"""The doorbell of the workers. Never: job bodies; rows or bytes as arguments."""

from pathlib import Path

from cms.jobs.base import Queue

SCHEMES = ("embedded:", "redis://", "rediss://", "unix://")


def open_queue(url: str, *, data_dir: Path) -> Queue:
    """The queue that this address names. Raises ValueError for a scheme that is not known."""
    from cms.jobs.rq_queue import RedisQueue

    if not url.startswith(SCHEMES):
        raise ValueError(f"PIXELS_QUEUE_URL must begin with one of {', '.join(SCHEMES)}")
    return RedisQueue(queue_address(url, data_dir=data_dir))


def queue_address(url: str, *, data_dir: Path) -> str:
    """The address that Redis clients take."""
    from cms.jobs.rq_queue import embedded_socket

    return f"unix://{embedded_socket(data_dir)}" if url == "embedded:" else url
