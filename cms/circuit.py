"""Remembers that something was waited for in vain, so that for a moment nobody waits for it again."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

LONG_SECONDS = 0.8
REST_SECONDS = 3.0


class Circuit:
    """Around every call to one dependency; what fails at once costs nobody anything, and is tried each time.

    `kind` is how the dependency fails, and `make` gives such a failure for those who are not let through.
    """

    def __init__(self, kind: type[Exception], make: Callable[[], Exception]) -> None:
        self._kind, self._make, self._open_until = kind, make, 0.0

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Let this call through, or raise at once where another one failed slowly within the last seconds."""
        start = time.monotonic()
        if start < self._open_until:
            raise self._make()
        try:
            yield
        except self._kind:
            if time.monotonic() - start > LONG_SECONDS:
                self._open_until = time.monotonic() + REST_SECONDS
            raise
