"""How many streams one process holds open: each takes a thread, and pages must still be answered."""

import threading


class Seats:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._taken = 0

    def take(self, *, most: int) -> bool:
        """Whether there was one left."""
        with self._lock:
            if self._taken >= most:
                return False
            self._taken += 1
            return True

    def leave(self) -> None:
        with self._lock:
            self._taken -= 1
