"""A running site to measure, a bare server beside it, and the photographs that are sent to both."""

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import requests
from PIL import Image

from cms.settings import CHECKOUT
from tests.bench.measure import cpu_seconds
from tests.services.processes import free_port, running

BARE = ("-m", "gunicorn", "-k", "gthread", "--threads", "16", "tests.bench.floor:app", "-b")


def photo(number: int) -> bytes:
    """A 12-megapixel JPEG of about 3 MB, grainy like a photograph; each number another one."""
    grain = np.random.default_rng(number).normal(128, 40, (750, 1000, 3)).clip(0, 255).astype(np.uint8)
    out = io.BytesIO()
    Image.fromarray(grain).resize((4000, 3000), Image.Resampling.BICUBIC).save(out, "JPEG", quality=88)
    return out.getvalue()


@dataclass
class Running:
    """A site of many processes and a token of somebody there; `folder` is its data."""

    address: str
    folder: Path
    token: str
    bare: str
    bare_pid: int
    http: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        self.http.headers["Authorization"] = f"Bearer {self.token}"

    def pids(self, *roles: str) -> list[int]:
        """Processes of these roles with their children; of all roles where none is named."""
        listed: dict[str, list[int]] = json.loads((self.folder / "serve.json").read_text())["roles"]
        return [pid for role, pids in listed.items() if not roles or role in roles for pid in pids]

    def bare_pids(self) -> list[int]:
        return [self.bare_pid, *children_of(self.bare_pid)]

    def cpu(self, *roles: str) -> float:
        """Processor seconds of these roles so far; of processes that are there now."""
        return sum(cpu_seconds([pid]) for pid in set(self.pids(*roles)) if Path(f"/proc/{pid}").exists())

    def get(self, path: str, **more: Any) -> requests.Response:
        return self.http.get(self.address + path, timeout=30, **more)

    def send(self, file: bytes) -> dict[str, Any]:
        """The answer to a picture sent as bare bytes."""
        answer = self.http.post(
            f"{self.address}/api/v1/images", data=file, headers={"Content-Type": "image/jpeg"}, timeout=60
        )
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def answers(address: str) -> bool:
    try:
        return requests.get(f"{address}/healthz", timeout=1).ok
    except requests.RequestException:
        return False


@contextlib.contextmanager
def site(folder: Path, **settings: str) -> Iterator[Running]:
    """A fresh site with its workers, and the bare server."""
    port, bare_port = free_port(), free_port()
    here = {"PIXELS_DATA_DIR": str(folder / "data"), "PIXELS_PORT": str(port), "PIXELS_RATE_SCALE": "1000", **settings}
    env, run = {**os.environ, **here}, [sys.executable, str(CHECKOUT / "run.py")]
    subprocess.run([*run, "migrate"], env=env, check=True, capture_output=True)
    token = somebody(run, env)
    address, bare = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{bare_port}"
    serve = ["env", *(f"{name}={value}" for name, value in here.items()), *run, "serve"]
    beside = [sys.executable, *BARE, f"127.0.0.1:{bare_port}"]
    with contextlib.ExitStack() as started:
        floor = started.enter_context(running(beside, log=folder / "floor.log", is_ready=lambda: answers(bare)))
        started.enter_context(running(serve, log=folder / "serve.log", is_ready=lambda: answers(address)))
        yield Running(address, folder / "data", token, bare, floor.pid)


def somebody(run: list[str], env: dict[str, str]) -> str:
    """An account; its token."""
    create = [*run, "user", "create", "--name", "anna", "--email", "anna@example.org", "--password-stdin"]
    subprocess.run(create, env=env, input=b"a rather long pass phrase\n", check=True, capture_output=True)
    made = [*run, "token", "create", "--user", "anna", "--scope", "*"]
    return subprocess.run(made, env=env, check=True, capture_output=True).stdout.decode().split()[-1]
