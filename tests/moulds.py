"""A site that is prepared once, of which each test gets a copy: for what takes the models long to read."""

import itertools
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from redis import Redis

from tests.conftest import settings_in
from tests.site import Site, open_site
from tests.workers.situations import close, twin_of


class Mould:
    """`made` is what preparing the site gave."""

    def __init__(self, folder: Path, valkey_url: str, migrated: Path, prepare: Callable[[Site], Any]) -> None:
        self._queue, self._numbers = Redis.from_url(valkey_url), itertools.count()
        self._settings = settings_in(folder, valkey_url, migrated)
        self._first = open_site(self._settings)
        self.made = prepare(self._first)

    @contextmanager
    def copy(self) -> Iterator[Site]:
        """The site as it was prepared, with the same people."""
        self._queue.flushdb()
        site = twin_of(self._first, self._settings, next(self._numbers))
        yield site
        close(site)
        shutil.rmtree(site.app.extensions["settings"].data_dir)
