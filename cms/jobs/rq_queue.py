"""The queue on RQ, whether Redis is a server or the embedded Valkey child: the same protocol, the same code."""

import json
import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue as RqQueue
from rq.serializers import JSONSerializer

from cms.circuit import Circuit
from cms.jobs.base import LiveEvent, QueueDown, QueueForgets
from cms.logs import current_request

ASKED_BY = "request_id"
"""Under this name a ring carries the id of the request that it comes from."""

log = logging.getLogger(__name__)
TIMEOUT_SECONDS = 2.0
GRACE_SECONDS = 1.0
EVENTS_KEPT = 1000
EVENTS_LIVE_SECONDS = 3600
LONGEST_SOCKET_PATH = 100


class RedisQueue:
    """A queue on the Redis or Valkey at this address."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.redis = connect(url)
        self._circuit = Circuit(QueueDown, lambda: QueueDown("it did not answer a moment ago"))

    def ring(self, queue: str, function: str, subject_id: str) -> None:
        with self._asked():
            RqQueue(queue, connection=self.redis, serializer=JSONSerializer).enqueue(
                function,
                subject_id,
                result_ttl=0,
                failure_ttl=3600,
                ttl=3600,
                meta={ASKED_BY: current_request()},
            )

    def rings(self, queue: str) -> int:
        with self._asked():
            return int(RqQueue(queue, connection=self.redis, serializer=JSONSerializer).count)

    def publish(self, account_id: str, event: LiveEvent, *, lives_seconds: int = EVENTS_LIVE_SECONDS) -> None:
        fields: dict[Any, Any] = {"kind": event.kind, "data": json.dumps(event.data)}
        with self._asked(), self.redis.pipeline() as together:
            together.xadd(stream_of(account_id), fields, maxlen=EVENTS_KEPT, approximate=True)
            together.expire(stream_of(account_id), lives_seconds)
            together.execute()

    def newest(self, account_id: str) -> str:
        with self._asked():
            last: Any = self.redis.xrevrange(stream_of(account_id), count=1)
        return last[0][0].decode() if last else "0-0"

    def listen(self, account_id: str, *, after: str, seconds: float) -> Iterator[LiveEvent]:
        with self._asked(), connect(self.url, timeout=seconds + GRACE_SECONDS) as client:
            answer = client.xread({stream_of(account_id): after or "$"}, count=100, block=int(seconds * 1000))
        for _stream, entries in pairs(answer):
            for entry_id, fields in entries:
                yield LiveEvent(fields[b"kind"].decode(), json.loads(fields[b"data"]), entry_id.decode())

    def check(self) -> None:
        with self._asked():
            policy = self.redis.info("memory").get("maxmemory_policy")
        if policy is None:
            log.warning("this Redis does not say whether it forgets when it is full; its policy must be noeviction")
        elif policy != "noeviction":
            raise QueueForgets(
                f"PIXELS_QUEUE_URL: this Redis forgets when it is full ({policy}); set maxmemory-policy noeviction"
            )

    @contextmanager
    def _asked(self) -> Iterator[None]:
        """Redis' failures in the words of the seam; whoever waited in vain spares the others that."""
        with self._circuit.passing():
            try:
                yield
            except RedisError as error:
                raise QueueDown(str(error)) from error


def pairs(answer: Any) -> Any:
    """Streams with their entries, in either form that the protocol versions give."""
    return answer.items() if isinstance(answer, dict) else answer or []


def stream_of(account_id: str) -> str:
    return f"events:{account_id}"


def connect(url: str, *, timeout: float = TIMEOUT_SECONDS) -> Redis:
    return Redis.from_url(url, socket_timeout=timeout, socket_connect_timeout=TIMEOUT_SECONDS)


def embedded_socket(data_dir: Path) -> Path:
    """Where the embedded queue of this site listens; a socket's path may have only 107 bytes."""
    plain = data_dir / "queue" / "queue.sock"
    if len(str(plain)) <= LONGEST_SOCKET_PATH:
        return plain
    return Path(tempfile.gettempdir()) / f"pixels-{sha256(str(data_dir).encode()).hexdigest()[:16]}" / "queue.sock"
