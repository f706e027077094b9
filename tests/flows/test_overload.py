"""Three times what the site can carry: it goes on as fast as before, and tells the rest to come back.

Floods are on loopback, of bounded length; PIXELS_TEST_FULL makes them a minute long.
"""

import contextlib
import logging
import os
import socket
import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from cms.serving_worker import Arriving
from tests.factories import picture
from tests.flows.crowds import Scene, made_scene
from tests.flows.test_serving import business

SECONDS = 60.0 if os.environ.get("PIXELS_TEST_FULL") else 10.0
PEAK_SECONDS = 5.0
MANY = 12
STALLED = 200
THUMBNAIL_MS, PAGE_MS = 300.0, 1000.0


def high(spent: list[float]) -> float:
    """The hundredth slowest."""
    return statistics.quantiles(spent, n=100)[-1] if len(spent) > 1 else max(spent)


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    yield from made_scene(tmp_path_factory)


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
    refused = next(line for line in scene.metrics().splitlines() if line.startswith("pixels_refused_total"))
    assert refused.startswith('pixels_refused_total{reason="too-busy"} ')
    assert float(refused.split()[1]) >= flood.every_status()[503]
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
