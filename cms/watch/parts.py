"""Whether each part that the site stands on answers: all asked at once, none waited for longer than a few seconds."""

import time
from collections.abc import Callable, Collection
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from threading import Lock

from flask import Flask

from cms.upkeep.doctor import Answer, quick_parts, wrong

PATIENCE = 3.0
FRESH_SECONDS = 5.0
NEEDED = ("database", "queue", "storage")
"""Without these nothing is served well: what /readyz asks."""


@dataclass
class Parts:
    """The parts of one site. Of each at most one question is under way, so that a silent one keeps nobody else."""

    app: Flask
    _lock: Lock = field(default_factory=Lock)
    _asked: dict[str, tuple[float, Future[Answer]]] = field(default_factory=dict)
    _pool: ThreadPoolExecutor | None = None

    def answers(self, names: Collection[str] | None = None, *, not_older: float = FRESH_SECONDS) -> list[Answer]:
        """Of these parts, or of all; an answer is asked for anew when the last was asked for so many seconds ago."""
        parts = quick_parts(self.app.extensions["settings"], self.app.extensions["backends"])
        chosen = {name: ask for name, ask in parts.items() if names is None or name in names}
        with self._lock:
            futures = {name: self._future(name, ask, not_older) for name, ask in chosen.items()}
        wait(futures.values(), timeout=PATIENCE)
        return [told(name, future) for name, future in futures.items()]

    def _future(self, name: str, ask: Callable[[], Answer], not_older: float) -> Future[Answer]:
        since, known = self._asked.get(name, (0.0, None))
        if known is not None and (not known.done() or time.monotonic() - since < not_older):
            return known
        if self._pool is None:
            self._pool = ThreadPoolExecutor(max_workers=16, thread_name_prefix="parts")
        future = self._pool.submit(self._ask, ask)
        self._asked[name] = (time.monotonic(), future)
        return future

    def _ask(self, ask: Callable[[], Answer]) -> Answer:
        with self.app.app_context():
            return ask()


def told(name: str, future: Future[Answer]) -> Answer:
    """What came back; a part that breaks in a way nobody foresaw is not well."""
    if not future.done():
        return wrong(name, f"It has not answered for {PATIENCE:.0f} seconds.", "See whether it is slow or hangs.")
    error = future.exception()
    if error is not None:
        return wrong(name, f"It cannot be asked: {type(error).__name__}.", "See the log.")
    return future.result()
