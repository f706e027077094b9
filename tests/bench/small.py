"""A small server: one core, 2 GB, 50,000 pictures, people who look around while the queue works.

`python -m tests.bench.small [--pictures 50000] [--seconds 60]`
"""

import argparse
import contextlib
import itertools
import os
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import requests

from cms.commands.site import bring_up_to_date
from cms.settings import Settings
from tests.bench.enclosure import Enclosure
from tests.bench.measure import figure
from tests.bench.processes import MIB, pss
from tests.bench.rows import percentile
from tests.bench.running import Running, answers, photo
from tests.bench.world import ALBUM, OWNER, build
from tests.running import command, wait_for
from tests.services.processes import free_port
from tests.site import fresh_secret, open_site

MEMORY, CORE, BAR_MS = 2 << 30, 0, 500.0
PEOPLE, PAUSE_SECONDS, SEND_EVERY = 2, 0.2, 1.0
PAGES = {
    "explore": "/api/v1/images",
    "explore, half way down": "/api/v1/images?cursor=HALF",
    "profile": f"/api/v1/people/{OWNER}",
    "profile's pictures": f"/api/v1/people/{OWNER}/images?cursor=HALF",
    "album": f"/api/v1/albums/{ALBUM}",
    "page": "/",
}


@dataclass
class Looks:
    """How long each page took, in milliseconds, and what was no answer."""

    times: dict[str, list[float]] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)

    def look(self, site: Running, name: str, path: str) -> None:
        begun = time.monotonic()
        try:
            status = requests.get(site.address + path, timeout=30).status_code
        except requests.RequestException as error:
            status = type(error).__name__  # type: ignore[assignment]
        self.times.setdefault(name, []).append((time.monotonic() - begun) * 1000)
        if status != 200:
            self.failures.append(f"{name}: {status}")


@contextlib.contextmanager
def small_site(folder: Path, pictures: int, enclosure: Enclosure) -> Iterator[tuple[Running, str]]:
    """The seeded site on one core within its memory; a cursor half way down."""
    made = Settings(data_dir=folder, port=free_port(), rate_scale=1000, secret_key=fresh_secret())
    site = open_site(made.model_copy(update={"queue_url": f"unix://{folder}/none.sock"}))
    bring_up_to_date(site.app)
    half = build(site, pictures).half
    with command(made, "serve", log=folder / "serve.log") as child:
        os.sched_setaffinity(child.pid, {CORE})
        enclosure.take(child.pid)
        address = f"http://127.0.0.1:{made.port}"
        wait_for(lambda: answers(address), seconds=120)
        yield Running(address, folder, site.person(OWNER).token, "", 0), half


def look_around(site: Running, half: str, looks: Looks, end: float) -> None:
    """One person goes from page to page."""
    for name, path in itertools.cycle(PAGES.items()):
        if time.monotonic() > end:
            return
        looks.look(site, name, path.replace("HALF", half))
        time.sleep(PAUSE_SECONDS)


def keep_sending(site: Running, looks: Looks, end: float) -> None:
    """Photographs faster than one core prepares and reads them, so that the queue is never empty."""
    for number in itertools.count():
        if time.monotonic() > end:
            return
        try:
            looks.sent.append(site.send(photo(30_000 + number))["id"])
        except requests.HTTPError as refusal:  # 503 with Retry-After: the site sheds uploads before pages
            looks.refused.append(refusal.response.status_code)
        time.sleep(SEND_EVERY)


def measure(site: Running, half: str, seconds: float) -> Looks:
    """Everybody at once for so long."""
    looks, end = Looks(), time.monotonic() + seconds
    everybody = [threading.Thread(target=look_around, args=(site, half, looks, end)) for _ in range(PEOPLE)]
    everybody.append(threading.Thread(target=keep_sending, args=(site, looks, end)))
    for one in everybody:
        one.start()
    for one in everybody:
        one.join()
    return looks


def states(site: Running, looks: Looks) -> dict[str, int]:
    """How many of the pictures that were sent are in each state."""
    found: dict[str, int] = {}
    for image_id in looks.sent:
        state = site.get(f"/api/v1/images/{image_id}").json()["state"]
        found[state] = found.get(state, 0) + 1
    return found


def report(site: Running, looks: Looks, enclosure: Enclosure) -> bool:
    """Print it; whether the bar holds."""
    every = [ms for times in looks.times.values() for ms in times]
    for name, times in looks.times.items():
        print(f"  {name:<26} p50 {percentile(times, 50):7.0f}  p95 {percentile(times, 95):7.0f} ms of {len(times)}")
    worst = percentile(every, 95)
    print(f"  all: {figure(every)} ms, p95 {worst:.0f} ms  bar {BAR_MS:.0f}; {len(looks.failures)} without an answer")
    print(*looks.failures[:5], sep="\n")
    held = f"{enclosure.peak() / MIB:.0f} MiB at most, files in memory among them"
    kept = sum(pss(pid) for pid in set(site.pids())) / MIB
    again = (site.folder / "serve.log").read_text().count("is started again")
    print(f"  memory: {kept:.0f} MiB PSS at the end; {held}; processes started again: {again}")
    print(f"  sent meanwhile: {len(looks.sent)} photographs, now {states(site, looks)}; refused: {looks.refused}")
    return worst <= BAR_MS and not looks.failures


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.small", description=__doc__)
    parser.add_argument("--pictures", type=int, default=50_000)
    parser.add_argument("--seconds", type=float, default=60)
    options = parser.parse_args()
    enclosure = Enclosure(MEMORY)
    try:
        with tempfile.TemporaryDirectory(prefix="pixels-small-", ignore_cleanup_errors=True) as name:
            with small_site(Path(name), options.pictures, enclosure) as (site, half):
                print(f"core {CORE} alone; 2 GiB held by {enclosure.name}; load {os.getloadavg()[0]:.1f} on all cores")
                return int(not report(site, measure(site, half, options.seconds), enclosure))
    finally:
        enclosure.leave()


if __name__ == "__main__":
    raise SystemExit(main())
