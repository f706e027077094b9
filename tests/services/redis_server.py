"""Redis servers for the tests: memory and an append-only file, on loopback."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import redis

from tests.services.processes import free_port, running


@contextlib.contextmanager
def redis_server(folder: Path, *, program: str = "redis-server") -> Iterator[str]:
    """A server with its data below `folder`; gives `host:port`. It never evicts, as a queue needs it."""
    data, port = folder / f"redis-{free_port()}", free_port()
    data.mkdir(parents=True)
    place = ["--bind", "127.0.0.1", "--port", str(port), "--dir", str(data), "--daemonize", "no"]
    keeping = ["--appendonly", "yes", "--appendfsync", "everysec", "--save", "", "--maxmemory-policy", "noeviction"]
    with running([program, *place, *keeping], log=folder / "redis.log", is_ready=lambda: _answers(port)):
        yield f"127.0.0.1:{port}"


def _answers(port: int) -> bool:
    with redis.Redis(port=port, socket_timeout=2) as client:
        try:
            return bool(client.ping())
        except redis.ConnectionError:
            return False
