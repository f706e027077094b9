"""What goes away in the middle of a job: the storage at a chosen call, the database at a chosen commit."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from cms.storage.base import Storage, StorageDown
from tests.site import Site

CALLS = ("put", "open", "delete")


class Unsteady:
    """The real storage, counting calls; `fails_at` names the one that fails, before or after it took effect."""

    def __init__(self, storage: Storage, fails_at: tuple[str, int] | None, *, after: bool) -> None:
        self._storage, self._fails_at, self._after = storage, fails_at, after
        self.calls: Counter[str] = Counter()

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._storage, name)
        if name not in CALLS:
            return real

        def call(*words: Any, **more: Any) -> Any:
            self.calls[name] += 1
            is_now = self._fails_at == (name, self.calls[name])
            if is_now and not self._after:
                raise StorageDown(f"{name} failed")
            found = real(*words, **more)
            if is_now:
                raise StorageDown(f"{name} was done, but its answer got lost")
            return found

        return call


@contextmanager
def unsteady_storage(
    site: Site, fails_at: tuple[str, int] | None = None, *, after: bool = False
) -> Iterator[Counter[str]]:
    """While the block lasts; gives the calls that were made."""
    steady = site.app.extensions["backends"]
    unsteady = Unsteady(steady.storage, fails_at, after=after)
    site.app.extensions["backends"] = replace(steady, storage=unsteady)
    try:
        yield unsteady.calls
    finally:
        site.app.extensions["backends"] = steady


@contextmanager
def lost_commit(number: int | None = None) -> Iterator[Counter[str]]:
    """While the block lasts the commit of this number fails; gives how many were tried."""
    tried: Counter[str] = Counter()

    def count(_session: Session) -> None:
        tried["commit"] += 1
        if tried["commit"] == number:
            raise OperationalError("COMMIT", None, ConnectionResetError("the database went away"))

    event.listen(Session, "before_commit", count)
    try:
        yield tried
    finally:
        event.remove(Session, "before_commit", count)
