"""The site's own commands as processes: each with the settings of a test, ended by pid, gone with the run."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from pydantic import SecretStr

from cms.settings import CHECKOUT, Settings
from tests.services.processes import stop


class NotReached(Exception):
    """A condition did not come true in time."""


def surroundings(settings: Settings) -> dict[str, str]:
    """The environment that gives these settings, and no other of Pixels'."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("PIXELS_")}
    given = {name: getattr(settings, name) for name in settings.model_fields_set}
    return plain | {f"PIXELS_{name.upper()}": as_text(value) for name, value in given.items()}


def as_text(value: object) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value)


def wait_for(condition: Callable[[], object], *, seconds: float, what: str = "") -> None:
    """Return once the condition holds; NotReached after so many seconds."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise NotReached(what or getattr(condition, "__name__", "condition"))
        time.sleep(0.05)


@contextlib.contextmanager
def command(
    settings: Settings, *words: str, log: Path, answers: Path | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """`run.py WORDS` until the block ends; the kernel ends it if this process dies first.

    What it says to people goes into `answers`, or with the rest.
    """
    with log.open("ab") as output, (answers or log).open("ab") as said:
        child = subprocess.Popen(
            ["setpriv", "--pdeathsig", "TERM", "--", sys.executable, "run.py", *words],
            cwd=CHECKOUT,
            env=surroundings(settings),
            stdout=said,
            stderr=output,
        )
    try:
        yield child
    finally:
        stop(child)


def is_alive(pid: int) -> bool:
    """Whether this process runs; one that ended and was not yet collected does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def descendants(pid: int) -> set[int]:
    """Every process below this one."""
    try:
        children = {int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}
    except OSError:
        return set()
    return children.union(*(descendants(child) for child in children))


def ran(settings: Settings, *words: str) -> subprocess.CompletedProcess[str]:
    """`run.py WORDS` to its end."""
    run = [sys.executable, str(CHECKOUT / "run.py"), *words]
    return subprocess.run(run, env=surroundings(settings), capture_output=True, text=True, timeout=120, check=False)
