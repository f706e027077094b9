"""Servers for the tests as child processes: on loopback, ended by pid, gone with the run even if it is killed."""

import contextlib
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path


class NotReady(Exception):
    """A server did not answer in time, or ended while starting."""


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on just now."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def running(
    command: Sequence[str], *, log: Path, is_ready: Callable[[], bool], seconds: float = 60
) -> Iterator[subprocess.Popen[bytes]]:
    """The command as a child until the block ends; the kernel sends it SIGTERM if this process dies first."""
    with log.open("ab") as output:
        child = subprocess.Popen(["setpriv", "--pdeathsig", "TERM", "--", *command], stdout=output, stderr=output)
    try:
        wait_until(is_ready, child=child, log=log, seconds=seconds)
        yield child
    finally:
        stop(child)


def wait_until(is_ready: Callable[[], bool], *, child: subprocess.Popen[bytes], log: Path, seconds: float) -> None:
    """Return when the server answers."""
    end = time.monotonic() + seconds
    while not is_ready():
        if child.poll() is not None or time.monotonic() > end:
            raise NotReady(f"status {child.poll()}: {log.read_text(errors='replace')[-3000:]}")
        time.sleep(0.05)


def stop(child: subprocess.Popen[bytes]) -> None:
    """SIGTERM, and SIGKILL when that is not heeded within half a minute."""
    child.terminate()
    try:
        child.wait(30)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
