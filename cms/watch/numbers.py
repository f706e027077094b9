"""How much there is: work, pictures, bytes, documents. A few statements, asked again only after some seconds."""

import shutil
import time
from collections.abc import Collection
from dataclasses import dataclass, field
from threading import Lock

from flask import Flask

from cms.accounts.queries import bytes_kept_by_all
from cms.backends import Backends
from cms.extensions import now
from cms.images.queries import shown_and_trashed
from cms.index.base import IndexDown
from cms.jobs.base import QueueDown
from cms.jobs.names import INDEX_IMAGE, INDEX_OWNER, QUEUES
from cms.settings import Settings
from cms.transaction import reading
from cms.upkeep.notes import Note, notes
from cms.work.models import WorkState
from cms.work.queries import counts, oldest_due

FRESH_SECONDS = 5.0
INDEXING_KINDS = (INDEX_IMAGE.kind, INDEX_OWNER.kind)


@dataclass(frozen=True)
class Numbers:
    """`work` by kind and state; `rings` by queue, None where it is away; `documents` None where the index is away."""

    work: dict[tuple[str, str], int]
    oldest_seconds: float
    images: int
    trashed: int
    kept_bytes: int
    documents: int | None
    rings: dict[str, int] | None
    disk_free: int
    notes: dict[str, Note]

    @property
    def index_behind(self) -> int:
        """How many images or owners wait for the index."""
        return sum(n for (kind, state), n in self.work.items() if kind in INDEXING_KINDS and state != WorkState.DONE)


@dataclass
class Count:
    """The numbers of one site as they were at most a few seconds ago. Raises DatabaseFailed."""

    app: Flask
    _lock: Lock = field(default_factory=Lock)
    _known: tuple[float, Numbers] | None = None

    def now(self, *, without: Collection[str] = ()) -> Numbers:
        """Those of index and queue are left out where they are named here."""
        with self._lock:
            if self._known is None or time.monotonic() - self._known[0] > FRESH_SECONDS:
                self._known = (time.monotonic(), counted(self.app, without=without))
            return self._known[1]


def counted(app: Flask, *, without: Collection[str] = ()) -> Numbers:
    """Four statements, and a question to index and queue."""
    settings: Settings = app.extensions["settings"]
    backends: Backends = app.extensions["backends"]
    with reading():
        work, oldest = counts(), oldest_due(now())
        kept_bytes = bytes_kept_by_all()
        shown, trashed = shown_and_trashed()
    return Numbers(
        work=work,
        oldest_seconds=max(0.0, (now() - oldest).total_seconds()) if oldest else 0.0,
        images=shown,
        trashed=trashed,
        kept_bytes=kept_bytes,
        documents=None if "index" in without else documents_in(backends),
        rings=None if "queue" in without else rings_in(backends),
        disk_free=shutil.disk_usage(settings.data_dir).free,
        notes=notes(settings.data_dir),
    )


def documents_in(backends: Backends) -> int | None:
    try:
        return backends.index.count()
    except IndexDown:
        return None


def rings_in(backends: Backends) -> dict[str, int] | None:
    try:
        return {queue: backends.queue.rings(queue) for queue in QUEUES}
    except QueueDown:
        return None
