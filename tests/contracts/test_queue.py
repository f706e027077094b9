"""The queue's promises, on the embedded Valkey and on Redis: a ring wakes a worker, an absent server is known soon."""

import json
import socket
import threading
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis
from rq import Queue as RqQueue
from rq import SimpleWorker
from rq.serializers import JSONSerializer

from cms.circuit import REST_SECONDS
from cms.jobs import open_queue
from cms.jobs.base import LiveEvent, Queue, QueueDown
from cms.jobs.rq_queue import connect, embedded_socket, stream_of
from tests.running import wait_for
from tests.services.processes import free_port
from tests.services.proxy import Mode, proxied
from tests.services.redis_server import redis_server

QUICKLY = 3.0
ANNA = "anna"
RUNG: list[str] = []


def note(subject_id: str) -> None:
    """The job of these tests."""
    RUNG.append(subject_id)


@pytest.fixture(params=["valkey", "redis"])
def url(request: pytest.FixtureRequest) -> str:
    address: str = request.getfixturevalue("valkey_url" if request.param == "valkey" else "redis_url")
    Redis.from_url(address).flushdb()
    return address


@pytest.fixture
def queue(url: str, tmp_path: Path) -> Queue:
    return open_queue(url, data_dir=tmp_path)


@pytest.fixture
def client(url: str) -> Iterator[Redis]:
    with Redis.from_url(url) as made:
        yield made


def work_off(client: Redis, name: str) -> None:
    """What a worker process does, until its queue is empty."""
    rq_queue = RqQueue(name, connection=client, serializer=JSONSerializer)
    SimpleWorker([rq_queue], connection=client, serializer=JSONSerializer).work(burst=True, logging_level="ERROR")


def events(queue: Queue, *, after: str, seconds: float = 0.2) -> list[LiveEvent]:
    return list(queue.listen(ANNA, after=after, seconds=seconds))


def test_a_ring_wakes_a_worker_of_that_queue_with_the_id(queue: Queue, client: Redis) -> None:
    RUNG.clear()
    queue.ring("images", f"{__name__}.note", "picture-1")
    work_off(client, "vision")
    assert RUNG == []
    work_off(client, "images")
    assert RUNG == ["picture-1"]


def test_rings_are_counted_by_queue(queue: Queue) -> None:
    for number in range(3):
        queue.ring("images", f"{__name__}.note", f"picture-{number}")
    assert (queue.rings("images"), queue.rings("vision")) == (3, 0)


def test_what_lies_in_the_queue_is_json(queue: Queue, client: Redis) -> None:
    queue.ring("images", f"{__name__}.note", "picture-1")
    [job_id] = client.lrange("rq:queue:images", 0, -1)
    kept = client.hget(f"rq:job:{job_id.decode()}", "data")
    assert json.loads(zlib.decompress(kept))[2] == ["picture-1"]


def test_a_ring_that_nobody_heeds_is_forgotten_after_a_while(queue: Queue, client: Redis) -> None:
    queue.ring("images", f"{__name__}.note", "picture-1")
    [job_id] = client.lrange("rq:queue:images", 0, -1)
    job = RqQueue("images", connection=client, serializer=JSONSerializer).fetch_job(job_id.decode())
    assert job is not None
    assert job.ttl == 3600


def test_published_events_come_in_order_and_are_resumed_by_id(queue: Queue) -> None:
    for state in ("processing", "ready", "understood"):
        queue.publish(ANNA, LiveEvent("image", {"id": "1", "state": state}))
    first, second, third = events(queue, after="0-0")
    assert [e.data["state"] for e in (first, second, third)] == ["processing", "ready", "understood"]
    assert events(queue, after=first.id) == [second, third]
    assert events(queue, after=third.id, seconds=0.05) == []


def test_events_are_told_to_their_account_alone(queue: Queue) -> None:
    queue.publish("bob", LiveEvent("image", {"id": "1"}))
    assert events(queue, after="0-0", seconds=0.05) == []


def test_a_listener_hears_what_happens_while_it_waits(queue: Queue, client: Redis) -> None:
    heard: list[LiveEvent] = []
    listener = threading.Thread(target=lambda: heard.extend(events(queue, after="", seconds=10)))
    listener.start()
    wait_for(lambda: is_waiting(client), seconds=10)
    queue.publish(ANNA, LiveEvent("image", {"id": "7"}))
    listener.join(10)
    assert [event.data for event in heard] == [{"id": "7"}]


def is_waiting(client: Redis) -> bool:
    return any("xread" in str(each.get("cmd")) and "b" in str(each.get("flags")) for each in client.client_list())


def test_a_listener_that_begins_now_misses_nothing_between_two_looks(queue: Queue) -> None:
    queue.publish(ANNA, LiveEvent("image", {"id": "1"}))
    start = queue.newest(ANNA)
    queue.publish(ANNA, LiveEvent("image", {"id": "2"}))
    assert [event.data["id"] for event in events(queue, after=start)] == ["2"]


def test_nothing_told_yet_has_a_beginning_too(queue: Queue) -> None:
    start = queue.newest("nobody")
    queue.publish("nobody", LiveEvent("image", {"id": "1"}))
    assert len(list(queue.listen("nobody", after=start, seconds=0.2))) == 1


def test_old_events_do_not_pile_up(queue: Queue, client: Redis) -> None:
    queue.publish(ANNA, LiveEvent("image", {"id": "1"}))
    assert 0 < client.ttl(f"events:{ANNA}") <= 3600


def test_the_check_passes_on_a_server_that_never_forgets(queue: Queue) -> None:
    queue.check()


@pytest.mark.parametrize("policy", ["allkeys-lru", "volatile-ttl"])
def test_a_server_that_forgets_when_full_is_refused(queue: Queue, client: Redis, policy: str) -> None:
    client.config_set("maxmemory-policy", policy)
    try:
        with pytest.raises(QueueDown, match=f"PIXELS_QUEUE_URL.*{policy}"):
            queue.check()
    finally:
        client.config_set("maxmemory-policy", "noeviction")


@pytest.fixture(params=["nobody listens", "nobody answers"])
def dead_url(request: pytest.FixtureRequest) -> Iterator[str]:
    if request.param == "nobody listens":
        yield f"redis://127.0.0.1:{free_port()}/0"
        return
    with socket.create_server(("127.0.0.1", 0)) as silent:
        yield f"redis://127.0.0.1:{silent.getsockname()[1]}/0"


CALLS = {
    "ring": lambda queue: queue.ring("images", "x.y", "1"),
    "publish": lambda queue: queue.publish(ANNA, LiveEvent("image", {})),
    "rings": lambda queue: queue.rings("images"),
    "newest": lambda queue: queue.newest(ANNA),
    "listen": lambda queue: list(queue.listen(ANNA, after="", seconds=0.1)),
    "check": lambda queue: queue.check(),
}


@pytest.mark.parametrize("call", CALLS)
def test_a_server_that_is_away_is_known_quickly(call: str, dead_url: str, tmp_path: Path) -> None:
    queue = open_queue(dead_url, data_dir=tmp_path)
    start = time.monotonic()
    with pytest.raises(QueueDown):
        CALLS[call](queue)
    assert time.monotonic() - start <= QUICKLY


def test_a_server_that_comes_back_is_used_again(tmp_path: Path) -> None:
    with redis_server(tmp_path) as address:
        queue = open_queue(f"redis://{address}/0", data_dir=tmp_path)
        queue.check()
        connect(f"redis://{address}/0").client_kill_filter(_type="normal", skipme=False)
        queue.ring("images", f"{__name__}.note", "1")
        assert connect(f"redis://{address}/0").llen("rq:queue:images") == 1


def test_whoever_waited_in_vain_spares_the_next_and_then_it_is_tried_again(tmp_path: Path, redis_address: str) -> None:
    with proxied(redis_address) as proxy:
        queue = open_queue(f"redis://{proxy.address}/0", data_dir=tmp_path)
        proxy.become(Mode.HALF_OPEN)
        with pytest.raises(QueueDown):
            queue.rings("images")
        start = time.monotonic()
        with pytest.raises(QueueDown, match="a moment ago"):
            queue.rings("images")
        assert time.monotonic() - start < 0.5
        proxy.become(Mode.PASS)
        wait_for(lambda: answers(queue), seconds=REST_SECONDS + QUICKLY)


def answers(queue: Queue) -> bool:
    try:
        return queue.rings("images") >= 0
    except QueueDown:
        return False


def test_a_full_server_says_so_instead_of_forgetting(tmp_path: Path) -> None:
    with redis_server(tmp_path) as address:
        client = connect(f"redis://{address}/0")
        client.config_set("maxmemory", 1)
        with pytest.raises(QueueDown, match="maxmemory"):
            open_queue(f"redis://{address}/0", data_dir=tmp_path).ring("images", "x.y", "1")


def test_an_unknown_scheme_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="PIXELS_QUEUE_URL"):
        open_queue("amqp://localhost", data_dir=tmp_path)


@pytest.mark.parametrize("depth", [1, 12])
def test_the_embedded_queue_has_a_socket_whose_path_is_not_too_long(depth: int, tmp_path: Path) -> None:
    data = tmp_path.joinpath(*["a-long-name"] * depth)
    assert len(str(embedded_socket(data))) < 107


def test_an_event_is_kept_as_long_as_it_is_said_to_live(queue: Queue, client: Redis) -> None:
    queue.publish(ANNA, LiveEvent("meant", {}), lives_seconds=30)
    queue.publish("bo", LiveEvent("image", {}))
    assert [client.ttl(stream_of(name)) for name in (ANNA, "bo")] == [30, 3600]
