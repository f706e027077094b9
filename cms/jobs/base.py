"""The seam for the queue: a doorbell. The row says what is to be done; a ring only says "look now".

Also carries live events from workers to open pages, which are worth nothing a minute later.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol


class QueueDown(Exception):
    """The queue cannot be reached just now."""


class QueueForgets(QueueDown):
    """The queue answers, but would throw away rings when its memory is full: it cannot be used."""


@dataclass(frozen=True)
class LiveEvent:
    """Something that an account's open pages may want to know; `id` is where a broken stream resumes."""

    kind: str
    data: dict[str, str]
    id: str = ""


class Queue(Protocol):
    """Whoever wakes the workers."""

    def ring(self, queue: str, function: str, subject_id: str) -> None:
        """Ask a worker of this queue to call this function with this id, for the request served. Raises QueueDown."""

    def rings(self, queue: str) -> int:
        """How many rings wait in this queue. Raises QueueDown."""

    def publish(self, account_id: str, event: LiveEvent, *, lives_seconds: int = 3600) -> None:
        """Tell the open pages of this account; those that come later hear it for so long. Raises QueueDown."""

    def newest(self, account_id: str) -> str:
        """The id of this account's last event: where somebody begins who wants what follows. Raises QueueDown."""

    def listen(self, account_id: str, *, after: str, seconds: float) -> Iterator[LiveEvent]:
        """Events after this id (empty: from now on), waiting up to so many seconds for the first. Raises QueueDown."""

    def check(self) -> None:
        """Raise QueueDown unless the queue answers, QueueForgets where it would not rather refuse than forget."""
