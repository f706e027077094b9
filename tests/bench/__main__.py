"""Measure a really running site against bare floors, in turns: `python -m tests.bench`."""

import contextlib
import io
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import requests
from PIL import Image

from cms.settings import CHECKOUT
from tests.bench.measure import figure, is_quiet, spent
from tests.services.processes import free_port, running

ROUNDS = 8
UPLOADS = 5


def photo(number: int) -> bytes:
    """A 12-megapixel JPEG of about 3 MB, grainy like a photograph; each number another one."""
    grain = np.random.default_rng(number).normal(128, 40, (750, 1000, 3)).clip(0, 255).astype(np.uint8)
    out = io.BytesIO()
    Image.fromarray(grain).resize((4000, 3000), Image.Resampling.BICUBIC).save(out, "JPEG", quality=88)
    return out.getvalue()


@contextlib.contextmanager
def site(folder: Path) -> Iterator[tuple[str, dict[str, list[int]], str]]:
    """A running site: its address, its processes by role, a token."""
    env = {**os.environ, "PIXELS_DATA_DIR": str(folder / "data"), "PIXELS_PORT": str(free_port())}
    address = f"http://127.0.0.1:{env['PIXELS_PORT']}"
    run = [sys.executable, str(CHECKOUT / "run.py")]
    subprocess.run([*run, "migrate"], env=env, check=True, capture_output=True)
    create = [*run, "user", "create", "--name", "anna", "--email", "a@example.org", "--password-stdin"]
    subprocess.run(create, env=env, input=b"correct horse battery\n", check=True, capture_output=True)
    token = subprocess.run(
        [*run, "token", "create", "--user", "anna", "--scope", "*"], env=env, check=True, capture_output=True
    )
    with running(
        ["env", *(f"{k}={v}" for k, v in env.items() if k.startswith("PIXELS_")), *run, "serve"],
        log=folder / "serve.log",
        is_ready=lambda: answers(address),
    ):
        roles = json.loads((folder / "data" / "serve.json").read_text())["roles"]
        yield address, roles, token.stdout.decode().split()[-1]


def answers(address: str) -> bool:
    try:
        return requests.get(f"{address}/healthz", timeout=1).ok
    except requests.RequestException:
        return False


def send(address: str, token: str, file: bytes) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "image/jpeg"}
    answer = requests.post(f"{address}/api/v1/images", data=file, headers=headers, timeout=30)
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found


def until_shown(address: str, token: str, file: bytes) -> float:
    """Seconds from the last byte sent until the 400-pixel rendition is served."""
    image = send(address, token, file)
    start = time.monotonic()
    place, headers = address + image["renditions"]["400"], {"Authorization": f"Bearer {token}"}
    while requests.get(place, headers=headers, timeout=5).status_code != 200:
        time.sleep(0.01)
    return time.monotonic() - start


def until_found(address: str, token: str, file: bytes, word: str) -> float:
    """Seconds from the answer to an upload until it is read by the models and a search for its title finds it."""
    headers = {"Authorization": f"Bearer {token}"}
    sent = requests.post(
        f"{address}/api/v1/images", files={"file": ("a.jpg", file)}, data={"title": word}, headers=headers, timeout=30
    )
    sent.raise_for_status()
    start, api = time.monotonic(), f"{address}/api/v1"
    while not requests.get(f"{api}/search", params={"q": word}, headers=headers, timeout=5).json()["items"]:
        time.sleep(0.02)
    place = f"{api}/images/{sent.json()['id']}/classification"
    while requests.get(place, headers=headers, timeout=5).json().get("state") != "ready":
        time.sleep(0.02)
    return time.monotonic() - start


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="pixels-bench-") as name, site(Path(name)) as (address, roles, token):
        port = free_port()
        bare = [
            sys.executable,
            "-m",
            "gunicorn",
            "-k",
            "gthread",
            "--threads",
            "16",
            "-b",
            f"127.0.0.1:{port}",
            "tests.bench.floor:app",
        ]
        with running(bare, log=Path(name) / "floor.log", is_ready=lambda: answers(f"http://127.0.0.1:{port}")) as floor:
            children = Path(f"/proc/{floor.pid}/task/{floor.pid}/children").read_text().split()
            compare(address, roles["web"], token, f"http://127.0.0.1:{port}", [floor.pid, *map(int, children)])


def compare(address: str, web: list[int], token: str, floor: str, floor_pids: list[int]) -> None:
    """Upload to both in turns; print the cost ratio and the time until a picture is shown."""
    ratios, shown, found, number = [], [], [], 0
    for turn in range(ROUNDS):
        files = [photo(number + n) for n in range(UPLOADS)]
        number += UPLOADS
        ours = spent(web, lambda f=files: [send(address, token, file) for file in f])
        least = spent(floor_pids, lambda f=files: [requests.post(floor, data=file, timeout=30) for file in f])
        shown.append(until_shown(address, token, photo(10_000 + turn)))
        found.append(until_found(address, token, photo(20_000 + turn), f"word{turn}x{number}"))
        if turn:
            ratios.append(ours / max(least, 0.01))
    print(f"upload -> stored: processor time of the web, times a bare stream to disk: {figure(ratios)}  bar 3")
    if is_quiet():
        print(f"upload -> shown (400 px): {figure([s * 1000 for s in shown[1:]])} ms  bar 350")
        print(f"upload -> tagged and found: {figure([s * 1000 for s in found[1:]])} ms  bar 1500, reach 600")
    else:
        print("upload -> shown: not measured, the machine is busy")


if __name__ == "__main__":
    main()
