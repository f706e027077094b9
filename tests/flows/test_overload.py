"""Three times what the site can carry: it goes on as fast as before, and tells the rest to come back.

Floods are on loopback, of bounded length; PIXELS_TEST_FULL makes them a minute long.
"""

import contextlib
import json
import logging
import os
import socket
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from requests import Session

from cms.serving_worker import Arriving
from cms.settings import CHECKOUT
from tests.factories import picture
from tests.flows.test_logs_of_a_site import add_owner
from tests.flows.test_serving import Served, business, serving, settings_of
from tests.running import wait_for

SECONDS = 60.0 if os.environ.get("PIXELS_TEST_FULL") else 10.0
PEAK_SECONDS = 5.0
MANY = 12
STALLED = 200
THUMBNAIL_MS, PAGE_MS = 300.0, 1000.0
PICTURES = 40


@dataclass(frozen=True)
class Flooded:
    """What a crowd was told."""

    statuses: dict[str, Counter[int]]
    spent: dict[str, list[float]]
    seconds: float
    without_retry: int

    def goodput(self) -> float:
        """Answers as wished in a second."""
        return sum(map(len, self.spent.values())) / self.seconds

    def every_status(self) -> Counter[int]:
        return sum(self.statuses.values(), Counter())


@dataclass(frozen=True)
class Scene:
    """A site with pictures for everybody."""

    served: Served
    port: int
    token: str
    requests: Path

    def crowd(self, rate: float, seconds: float) -> Flooded:
        words = (str(self.port), str(seconds), str(rate), str(self.requests))
        done = subprocess.run(
            [sys.executable, "-m", "tests.flows.overload", *words],
            cwd=CHECKOUT,
            capture_output=True,
            text=True,
            timeout=seconds + 60,
            check=True,
        )
        told: dict[str, Any] = json.loads(done.stdout)
        statuses = {
            kind: Counter({int(status): count for status, count in some.items()})
            for kind, some in told["statuses"].items()
        }
        return Flooded(statuses, told["spent"], told["seconds"], told["without_retry"])


def high(spent: list[float]) -> float:
    """The hundredth slowest."""
    return statistics.quantiles(spent, n=100)[-1] if len(spent) > 1 else max(spent)


def asked(path: str) -> str:
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: keep-alive\r\n\r\n"


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    data = tmp_path_factory.mktemp("overload") / "data"
    settings = settings_of(data)
    with serving(data, settings) as served, Session() as caller:
        token, address = add_owner(settings), str(served.listing["address"])
        caller.trust_env = False
        caller.headers["Authorization"] = f"Bearer {token}"
        for number in range(PICTURES):
            file = {"file": (f"{number}.jpg", picture(colour=(number, 90, 200)), "image/jpeg")}
            assert caller.post(f"{address}/api/v1/images", files=file, data={"privacy": "public"}).status_code == 201

        def items() -> list[dict[str, Any]]:
            found: list[dict[str, Any]] = caller.get(f"{address}/api/v1/images?limit=60").json()["items"]
            return [one for one in found if one["state"] == "ready" and one["tags"] is not None]

        wait_for(lambda: len(items()) == PICTURES, seconds=120)
        ids = [one["id"] for one in items()]
        pages = [("page", asked(f"/api/v1/images?limit=30&x={number}")) for number in range(10)]
        pages += [("page", asked(f"/api/v1/images/{one}")) for one in ids[:10]]
        thumbnails = [("thumbnail", asked(f"/api/v1/images/{one}/renditions/400")) for one in ids]
        requests = tmp_path_factory.mktemp("requests") / "all.json"
        requests.write_text(json.dumps(pages * 2 + thumbnails))
        yield Scene(served, int(address.rpartition(":")[2]), token, requests)


def test_at_three_times_the_peak_the_site_does_its_best_and_turns_the_rest_away(scene: Scene) -> None:
    scene.crowd(-MANY, 2.0)
    peak = scene.crowd(-MANY, PEAK_SECONDS).goodput()
    flood = scene.crowd(3 * peak, SECONDS)
    tops = {kind: round(high(some)) for kind, some in flood.spent.items()}
    logging.getLogger(__name__).warning("peak %.0f/s, then %.0f/s; p99 ms %s", peak, flood.goodput(), tops)
    assert set(flood.every_status()) <= {200, 429, 503}
    assert flood.every_status()[503] > 0
    assert flood.without_retry == 0
    assert flood.goodput() >= 0.8 * peak
    assert high(flood.spent["thumbnail"]) <= THUMBNAIL_MS * business()
    assert high(flood.spent["page"]) <= PAGE_MS * business()
    ended = time.monotonic()
    while high(scene.crowd(-2, 1.0).spent["page"]) > PAGE_MS / 10 * business():
        assert time.monotonic() - ended <= 10


@contextmanager
def stalled_uploads(scene: Scene) -> Iterator[None]:
    """Each says that a megabyte comes, sends a little of it and no more."""
    head = (
        f"POST /api/v1/images HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {scene.token}\r\n"
        "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000000\r\n\r\n"
        '--b\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
    ).encode()
    with ExitStack() as open_ones:
        for _ in range(STALLED):
            one = open_ones.enter_context(socket.create_connection(("127.0.0.1", scene.port), timeout=10))
            one.sendall(head + picture()[:200])
        yield


def test_two_hundred_stalled_uploads_do_not_stop_browsing(scene: Scene) -> None:
    with stalled_uploads(scene):
        browsed = scene.crowd(-4, 3.0)
    assert set(browsed.every_status()) == {200}
    assert high(browsed.spent["page"]) <= 500 * business()


def test_a_body_that_drips_ends_however_its_pieces_are_read() -> None:
    clock, pieces = iter(float(second) for second in range(0, 1000, 9)), iter(lambda: b"x", b"")
    drip = Arriving(lambda _size: next(pieces), now=lambda: next(clock))
    assert [drip() for _ in range(3)] == [b"x"] * 3
    with pytest.raises(TimeoutError):
        drip()


def test_a_body_that_comes_slowly_but_steadily_is_read_to_its_end() -> None:
    clock = iter(float(second) for second in range(0, 10_000, 9))
    steady = Arriving(lambda _size: b"x" * 10_000, now=lambda: next(clock))
    assert sum(len(steady()) for _ in range(1000)) == 10_000_000


def test_who_never_ends_a_request_line_takes_no_thread(scene: Scene) -> None:
    with ExitStack() as open_ones:
        for _ in range(STALLED):
            one = open_ones.enter_context(socket.create_connection(("127.0.0.1", scene.port), timeout=10))
            one.sendall(b"GET /api/v1/images HTTP/1.1\r\nHost: 127")
        browsed = scene.crowd(-4, 2.0)
        assert set(browsed.every_status()) == {200}
        last = open_ones.enter_context(socket.create_connection(("127.0.0.1", scene.port), timeout=30))
        last.sendall(b"GET ")
        with contextlib.suppress(ConnectionResetError):
            assert last.recv(1) == b""
