"""`serve`: everything in one. Makes the data folder, migrates, starts every role and keeps it alive."""

import argparse
import contextlib
import logging
import os
import socket
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from cms.errors import BadSetting

if TYPE_CHECKING:
    from flask import Flask

    from cms.settings import Settings

BACKLOG = 512


def arguments(_parser: argparse.ArgumentParser) -> None: ...


def run(_options: argparse.Namespace) -> int:
    from cms.commands.site import bring_up_to_date, open_site
    from cms.metrics import empty
    from cms.settings import read_settings
    from cms.supervision.roles import roles_of, wait_for_predecessor
    from cms.supervision.supervisor import Supervisor

    logging.getLogger("alembic").setLevel(logging.WARNING)
    start = time.monotonic()
    settings = read_settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with listen(settings) as door, only_one(settings.data_dir):
        port = door.getsockname()[1]
        settings = settings.model_copy(update={"port": port})
        os.environ["PIXELS_PORT"] = str(port)
        empty(settings.metrics_dir)
        app = open_site(settings)
        bring_up_to_date(app)
        link = first_link(app, settings)
        wait_for_predecessor(settings)
        supervisor = Supervisor(
            roles=roles_of(settings, listening=door.fileno()),
            listing=settings.data_dir / "serve.json",
            address=f"http://{settings.host}:{port}",
            socket=door.fileno(),
        )
        Thread(target=say_when_ready, args=(settings, link, start), daemon=True).start()
        supervisor.run()
    return 0


def listen(settings: "Settings") -> socket.socket:
    """The socket of the web, opened once, so that the address stays while a web process is started again."""
    try:
        door = socket.create_server((settings.host, settings.port), backlog=BACKLOG, reuse_port=False)
    except OSError as error:
        raise BadSetting(f"PIXELS_PORT: {settings.host}:{settings.port} cannot be used ({error.strerror})") from error
    door.set_inheritable(True)
    return door


@contextlib.contextmanager
def only_one(data_dir: Path):  # type: ignore[no-untyped-def]
    """One `serve` a data folder."""
    import fcntl

    with (data_dir / "serve.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BadSetting(f"PIXELS_DATA_DIR: a site is being served from {data_dir} already") from error
        yield


def first_link(app: "Flask", settings: "Settings") -> str | None:
    """The one-time address that makes the first account; None when there are accounts."""
    from cms.accounts.service import invite_first
    from cms.transaction import writing

    with app.app_context(), writing():
        secret = invite_first()
    return f"{settings.address}/welcome/{secret}" if secret else None


def say_when_ready(settings: "Settings", link: str | None, start: float) -> None:
    """Print the address once the site answers there."""
    address = f"http://{settings.host}:{settings.port}"
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while True:
        try:
            with direct.open(f"{address}/healthz", timeout=2):
                break
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    print(f"\nPixels answers at {settings.address} ({time.monotonic() - start:.1f} s after its start)", flush=True)
    if link:
        print(f"Make the first account, which becomes admin, here (once):\n  {link}", flush=True)
    sys.stdout.flush()
