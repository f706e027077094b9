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
    command = server_command(port, data, program=program)
    with running(command, log=folder / "redis.log", is_ready=lambda: is_answering(port)):
        yield f"127.0.0.1:{port}"


def server_command(port: int, data: Path, *, program: str = "redis-server") -> list[str]:
    """Starts a server on this port with what lies in this folder."""
    place = ["--bind", "127.0.0.1", "--port", str(port), "--dir", str(data), "--daemonize", "no"]
    keeping = ["--appendonly", "yes", "--appendfsync", "everysec", "--save", "", "--maxmemory-policy", "noeviction"]
    return [program, *place, *keeping]


def is_answering(port: int) -> bool:
    with redis.Redis(port=port, socket_timeout=2) as client:
        try:
            return bool(client.ping())
        except redis.ConnectionError:
            return False
