"""What this process counts for its operator, in a file that the scraped process reads: no SQL, no network.

Labels are words of ours (rules, kinds, outcomes), never what somebody sent. Never: who, which picture, what was asked.
"""

import fcntl
import logging
import os
import shutil
import socket
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry, Counter, Histogram

log = logging.getLogger(__name__)
FILE_BYTES = 1 << 20
MOST_PROCESSES = 512
REQUEST_SECONDS = (0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 5)
JOB_SECONDS = (0.05, 0.2, 0.5, 1, 2, 5, 10, 30, 60)


@dataclass
class _Place:
    """Where this process counts: a folder and a lock that is held as long as it lives; in its memory without."""

    folder: Path | None = None
    locks: list[int] = field(default_factory=list)


_place = _Place()


def empty(folder: Path) -> None:
    """Begin at nothing, when no process counts there any more."""
    shutil.rmtree(folder, ignore_errors=True)


def count_in(folder: Path) -> None:
    """From now on this process counts in files of its own in this folder; a dead one's files are taken over.

    Where they cannot be made whole, on a full disk, it counts for itself: a hole in a mapped file would end it.
    """
    if _place.folder is not None:
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        slot = _take_slot(folder)
        for kind in ("counter", "histogram"):
            _make_whole(folder / f"{kind}_{slot}.db")
    except OSError as error:
        log.warning("no metrics of this process: %s", error)
        return
    from prometheus_client import values

    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
    values.ValueClass = values.MultiProcessValue(lambda: slot)  # type: ignore[no-untyped-call]
    meters.cache_clear()
    _place.folder = folder


def _take_slot(folder: Path) -> str:
    """A name that no running process counts under."""
    host = "".join(c for c in socket.gethostname() if c.isalnum() or c == "-")
    for number in range(MOST_PROCESSES):
        lock = os.open(folder / f"{host}-{number}.lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            continue
        _place.locks.append(lock)
        return f"{host}-{number}"
    raise OSError("too many processes")


def _make_whole(file: Path) -> None:
    descriptor = os.open(file, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        os.posix_fallocate(descriptor, 0, FILE_BYTES)
    finally:
        os.close(descriptor)


@dataclass(frozen=True)
class Meters:
    """Everything that is counted as it happens."""

    registry: "CollectorRegistry"
    requests: "Counter"
    request_seconds: "Histogram"
    refused: "Counter"
    upload_bytes: "Counter"
    jobs: "Counter"
    job_seconds: "Histogram"


@cache
def meters() -> Meters:
    """Made when first counted, after it is known where."""
    from prometheus_client import CollectorRegistry, Counter, Histogram

    registry = CollectorRegistry()
    request, job = ("route", "method"), ("kind",)
    return Meters(
        registry,
        Counter("pixels_requests", "Requests answered.", (*request, "status"), registry=registry),
        Histogram(
            "pixels_request_seconds", "Until an answer began.", request, buckets=REQUEST_SECONDS, registry=registry
        ),
        Counter("pixels_refused", "Requests turned away before anything was done.", ("reason",), registry=registry),
        Counter("pixels_upload_bytes", "Bytes of new pictures.", registry=registry),
        Counter("pixels_jobs", "Attempts at jobs.", (*job, "outcome"), registry=registry),
        Histogram("pixels_job_seconds", "Of an attempt.", job, buckets=JOB_SECONDS, registry=registry),
    )


def count_request(route: str, method: str, status: int, seconds: float) -> None:
    found = meters()
    found.requests.labels(route, method, str(status)).inc()
    found.request_seconds.labels(route, method).observe(seconds)


def count_refusal(reason: str) -> None:
    """A request was turned away before it reached the application, with this type of problem."""
    meters().refused.labels(reason).inc()


def count_upload(size: int) -> None:
    """A new picture of so many bytes was kept."""
    meters().upload_bytes.inc(size)


def count_job(kind: str, outcome: str, seconds: float) -> None:
    """One attempt: `done`, `failed` for good, `again` later, or `waits` for something that is away."""
    found = meters()
    found.jobs.labels(kind, outcome).inc()
    found.job_seconds.labels(kind).observe(seconds)


def everything_counted() -> "CollectorRegistry":
    """What all processes of this folder have counted."""
    from prometheus_client import CollectorRegistry
    from prometheus_client.multiprocess import MultiProcessCollector

    if _place.folder is None:
        return meters().registry
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=str(_place.folder))  # type: ignore[no-untyped-call]
    return registry
