"""What goes away in the middle of a job: storage, mail or index at a chosen call, the database at a chosen commit."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from cms.index.base import Index, IndexDown
from cms.mail.base import Mail, MailDown
from cms.storage.base import Storage, StorageDown
from tests.site import Site

Seam = Storage | Mail | Index
CALLS: dict[str, type[Exception]] = {
    "put": StorageDown,
    "open": StorageDown,
    "delete": StorageDown,
    "send": MailDown,
    "index put": IndexDown,
    "index delete": IndexDown,
    "index held": IndexDown,
    "index find": IndexDown,
}
"""What may fail, and how; those of the index bear its name."""


class Unsteady:
    """A real back end, counting calls; `fails_at` names the one that fails, before or after it took effect."""

    def __init__(
        self, steady: Seam, fails_at: tuple[str, int] | None, *, after: bool, calls: Counter[str], prefix: str = ""
    ) -> None:
        self._steady, self._fails_at, self._after, self.calls = steady, fails_at, after, calls
        self._prefix = prefix

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._steady, name)
        name = self._prefix + name
        if name not in CALLS:
            return real

        def call(*words: Any, **more: Any) -> Any:
            self.calls[name] += 1
            is_now = self._fails_at == (name, self.calls[name])
            if is_now and not self._after:
                raise CALLS[name](f"{name} failed")
            found = real(*words, **more)
            if is_now:
                if name == "open":
                    found.close()  # nobody else can
                raise CALLS[name](f"{name} was done, but its answer got lost")
            return found

        return call


@contextmanager
def unsteady(site: Site, fails_at: tuple[str, int] | None = None, *, after: bool = False) -> Iterator[Counter[str]]:
    """While the block lasts; gives the calls that were made."""
    steady = site.app.extensions["backends"]
    calls: Counter[str] = Counter()
    storage, mail = (Unsteady(one, fails_at, after=after, calls=calls) for one in (steady.storage, steady.mail))
    index = Unsteady(steady.index, fails_at, after=after, calls=calls, prefix="index ")
    site.app.extensions["backends"] = replace(steady, storage=storage, mail=mail, index=index)
    try:
        yield calls
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
