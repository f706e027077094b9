"""Sends requests of a few kinds at a rate to a site, as many people do who do not wait for each other.

`python -m tests.flows.overload PORT SECONDS RATE FILE`: FILE is JSON, a list of [kind, raw request]; RATE is requests a
second, or -N for N people who ask again as soon as they are answered. Prints JSON: for each kind the statuses, and the
milliseconds of those that were answered as wished. A process of its own, so that it measures nobody else's threads.
"""

import json
import random
import selectors
import socket
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

GONE = 0
GIVEN_UP_SECONDS = 10.0


@dataclass
class Call:
    kind: str
    began: float
    connection: socket.socket
    got: bytearray = field(default_factory=bytearray)

    def is_whole(self) -> bool:
        head, end, body = bytes(self.got).partition(b"\r\n\r\n")
        if not end:
            return False
        lengths = [line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
        return bool(lengths) and len(body) >= int(lengths[0])

    def status(self) -> int:
        return int(self.got[9:12]) if len(self.got) > 12 else GONE

    def may_retry(self) -> bool:
        return b"\r\nretry-after:" in bytes(self.got).lower()


@dataclass
class Crowd:
    """All calls that are under way."""

    port: int
    requests: list[tuple[str, bytes]]
    chance: random.Random = field(default_factory=lambda: random.Random(3))
    poller: selectors.BaseSelector = field(default_factory=selectors.DefaultSelector)
    statuses: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    spent: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    without_retry: int = 0

    def begin(self) -> None:
        kind, request = self.chance.choice(self.requests)
        began = time.monotonic()
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=GIVEN_UP_SECONDS)
        connection.sendall(request)
        connection.settimeout(0)
        self.poller.register(connection, selectors.EVENT_READ, Call(kind, began, connection))

    def listen(self, seconds: float) -> int:
        """How many calls ended meanwhile."""
        ended = 0
        for key, _ in self.poller.select(seconds):
            call: Call = key.data
            try:
                some = call.connection.recv(1 << 20)
            except OSError:
                some = b""
            call.got += some
            if not some or call.is_whole():
                self.end(call)
                ended += 1
        return ended

    def end(self, call: Call) -> None:
        self.poller.unregister(call.connection)
        call.connection.close()
        status = call.status()
        self.statuses[call.kind][status] += 1
        if 200 <= status < 400:
            self.spent[call.kind].append((time.monotonic() - call.began) * 1000)
        elif not call.may_retry():
            self.without_retry += 1

    def at_rate(self, rate: float, seconds: float) -> None:
        began = time.monotonic()
        sent = 0
        while (now := time.monotonic() - began) < seconds:
            while sent < now * rate:
                self.begin()
                sent += 1
            self.listen(0.001)
        self.wait()

    def in_turn(self, people: int, seconds: float) -> None:
        until = time.monotonic() + seconds
        for _ in range(people):
            self.begin()
        while time.monotonic() < until:
            for _ in range(self.listen(0.05)):
                self.begin()
        self.wait()

    def wait(self) -> None:
        until = time.monotonic() + GIVEN_UP_SECONDS
        while self.poller.get_map() and time.monotonic() < until:
            self.listen(0.1)
        for key in list(self.poller.get_map().values()):
            self.end(key.data)


def main(port: str, seconds: str, rate: str, file: str) -> None:
    requests = [(kind, raw.encode()) for kind, raw in json.loads(Path(file).read_text())]
    crowd = Crowd(int(port), requests)
    began = time.monotonic()
    if float(rate) < 0:
        crowd.in_turn(-int(rate), float(seconds))
    else:
        crowd.at_rate(float(rate), float(seconds))
    told = {"seconds": time.monotonic() - began, "without_retry": crowd.without_retry}
    sys.stdout.write(json.dumps({**told, "statuses": crowd.statuses, "spent": crowd.spent}))


if __name__ == "__main__":
    main(*sys.argv[1:])
