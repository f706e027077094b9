"""Processes that are started again whenever they end, as an operator's system does, and killed by a test at random."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cms.settings import CHECKOUT
from tests.running import descendants, is_alive
from tests.services.processes import stop

LOOK_SECONDS = 0.2
PAUSE_SECONDS = 0.5


@dataclass
class Kept:
    """One process with its children; `is_ready` says whether it does what it is there for."""

    name: str
    command: Sequence[str]
    environment: dict[str, str]
    log: Path
    is_ready: Callable[[], bool] = lambda: True
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0

    def look_after(self) -> None:
        """Start it where it does not run."""
        if self.process is not None and self.process.poll() is None:
            return
        if time.monotonic() - self.started < PAUSE_SECONDS:
            return
        self.started = time.monotonic()
        with self.log.open("ab") as output:
            words = ["setpriv", "--pdeathsig", "TERM", "--", *self.command]
            self.process = subprocess.Popen(words, cwd=CHECKOUT, env=self.environment, stdout=output, stderr=output)

    def kill(self, chance: random.Random, *, child: bool) -> bool:
        """SIGKILL to the process, or to one of its children; whether there was one."""
        own = self.process.pid if self.process is not None else 0
        pids = sorted(descendants(own)) if child else [own]
        if not pids or not is_alive(victim := chance.choice(pids)):
            return False
        with contextlib.suppress(ProcessLookupError):
            os.kill(victim, signal.SIGKILL)
        return True


@dataclass
class Household:
    """All of them, looked after by a thread."""

    members: dict[str, Kept] = field(default_factory=dict)
    _leaving: threading.Event = field(default_factory=threading.Event)

    def add(self, member: Kept) -> None:
        self.members[member.name] = member

    def is_well(self) -> bool:
        return all(member.process is not None and member.is_ready() for member in self.members.values())

    @contextlib.contextmanager
    def kept(self) -> Iterator[None]:
        """Everybody runs while the block lasts, and nobody afterwards; who was added last ends first."""
        thread = threading.Thread(target=self._keep, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._leaving.set()
            thread.join()
            for member in reversed(self.members.values()):
                if member.process is not None:
                    stop(member.process)

    def _keep(self) -> None:
        while not self._leaving.wait(LOOK_SECONDS):
            for member in tuple(self.members.values()):
                member.look_after()


def site_command(*words: str) -> list[str]:
    return [sys.executable, "run.py", *words]
