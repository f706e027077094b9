"""How often something may be tried: the same on Redis, while Redis is away, and while it is silent."""

import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from redis import Redis

from cms.errors import Problem
from cms.throttle import Throttle, by_address, by_text
from tests.services.processes import free_port


@pytest.fixture
def silent() -> Iterator[str]:
    """A server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        yield f"redis://127.0.0.1:{door.getsockname()[1]}/0"


@pytest.fixture(params=["redis", "away", "silent"])
def throttle(request: pytest.FixtureRequest, valkey_url: str, silent: str) -> Throttle:
    if request.param == "redis":
        Redis.from_url(valkey_url).flushdb()
        return Throttle(valkey_url)
    return Throttle(silent if request.param == "silent" else f"redis://127.0.0.1:{free_port()}/0")


def fail(throttle: Throttle, *keys: str) -> None:
    with throttle.guess(*keys) as guess:
        guess.failed()


def refusal(throttle: Throttle, *keys: str) -> Problem | None:
    try:
        with throttle.guess(*keys):
            return None
    except Problem as problem:
        return problem


def test_ten_wrong_guesses_are_one_too_few_for_an_eleventh(throttle: Throttle) -> None:
    for _ in range(10):
        fail(throttle, "anna")
    refused = refusal(throttle, "anna")
    assert refused is not None
    assert (refused.status, refused.code) == (429, "too-many-guesses")
    assert 890 <= (refused.retry_after or 0) <= 900
    assert refusal(throttle, "bo") is None


def test_any_key_without_room_refuses(throttle: Throttle) -> None:
    for number in range(10):
        fail(throttle, f"account {number}", "one address")
    assert refusal(throttle, "account 99", "one address") is not None
    assert refusal(throttle, "account 1", "another address") is None


def test_right_guesses_do_not_count(throttle: Throttle) -> None:
    assert [refusal(throttle, "anna") for _ in range(30)] == [None] * 30


def test_a_refusal_takes_no_room(throttle: Throttle) -> None:
    for _ in range(10):
        fail(throttle, "one address")
    for _ in range(20):
        refusal(throttle, "anna", "one address")
    assert [refusal(throttle, "anna") for _ in range(12)] == [None] * 12


def test_many_guesses_at_once_do_not_get_past_together(throttle: Throttle) -> None:
    together, checked = threading.Barrier(20), []

    def try_once() -> None:
        together.wait(10)
        try:
            with throttle.guess("anna") as guess:
                checked.append(1)
                time.sleep(0.05)
                guess.failed()
        except Problem:
            return

    with ThreadPoolExecutor(20) as pool:
        for _ in range(2):
            for done in [pool.submit(try_once) for _ in range(20)]:
                done.result(20)
    assert len(checked) == 10


def test_failures_are_counted_and_forgotten(throttle: Throttle) -> None:
    for _ in range(3):
        fail(throttle, "anna")
    assert throttle.failures("anna") == 3
    throttle.forget("anna")
    assert throttle.failures("anna") == 0


def test_what_is_good_for_once_is_good_for_once(throttle: Throttle) -> None:
    assert [throttle.is_first_use("captcha", seconds=600) for _ in range(3)] == [True, False, False]


def test_what_is_counted_is_used_up(throttle: Throttle) -> None:
    for _ in range(30):
        throttle.spend("x", most=30)
    with pytest.raises(Problem) as refused:
        throttle.spend("x", most=30)
    assert 3500 <= (refused.value.retry_after or 0) <= 3600


def test_a_scale_moves_such_limits_and_not_those_of_guesses(valkey_url: str) -> None:
    Redis.from_url(valkey_url).flushdb()
    throttle = Throttle(valkey_url, scale=2)
    for _ in range(6):
        throttle.spend("x", most=3)
    for _ in range(10):
        fail(throttle, "anna")
    assert refusal(throttle, "anna") is not None


def test_a_silent_redis_costs_two_seconds_once(silent: str) -> None:
    throttle, start = Throttle(silent), time.monotonic()
    fail(throttle, "anna")
    assert time.monotonic() - start <= 2


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::ffff:2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        (None, "nonsense", True),
    ],
)
def test_one_customer_of_a_provider_has_one_key(one: str | None, other: str, is_same: bool) -> None:
    assert (by_address(one) == by_address(other)) is is_same


def test_what_somebody_types_has_one_key_however_long() -> None:
    assert by_text(" Anna ") == by_text("anna")
    assert len(by_text("x" * 10_000)) < 100


def test_calls_are_counted_down_and_the_next_one_is_refused_until_the_first_leaves_the_window(
    throttle: Throttle,
) -> None:
    assert [throttle.call("anna", most=3, seconds=60).count for _ in range(3)] == [2, 1, 0]
    refused = throttle.call("anna", most=3, seconds=60)
    assert refused.is_used_up
    assert 58 <= refused.resets <= 60
    assert not throttle.call("bo", most=3, seconds=60).is_used_up
