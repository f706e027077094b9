"""A TCP proxy before a server of the tests, which fails the way networks do: on loopback, by threads."""

import contextlib
import socket
import struct
import threading
from collections.abc import Iterator
from enum import StrEnum

from tests.services.processes import free_port

SLOW_SECONDS = 5.0
BLOCK = 65536


class Mode(StrEnum):
    """`PASS` lets all through, `DOWN` refuses, `SLOW` waits before each answer, `HALF_OPEN` accepts and is silent."""

    PASS = "pass"
    DOWN = "down"
    SLOW = "slow"
    HALF_OPEN = "half-open"
    RESETTING = "resetting"


class Proxy:
    """Passes on to `server` (`host:port`) what comes to `port`, as its mode allows."""

    def __init__(self, server: str) -> None:
        host, _, port = server.rpartition(":")
        self._server, self.port, self.mode = (host, int(port)), free_port(), Mode.PASS
        self._lock, self._changed = threading.Lock(), threading.Event()
        self._open: set[socket.socket] = set()
        self._door: socket.socket | None = None
        self._listen()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def become(self, mode: Mode) -> None:
        """Behave so from now on. Who comes back, or goes, ends the connections that there were; others spoil them."""
        self.mode = mode
        if mode in (Mode.PASS, Mode.DOWN):
            self.close()
        self._changed.set()
        self._changed = threading.Event()
        if mode != Mode.DOWN and self._door is None:
            self._listen()

    def close(self) -> None:
        """Listen no more, and reset every connection."""
        door, self._door = self._door, None
        if door is not None:
            with contextlib.suppress(OSError):
                door.shutdown(socket.SHUT_RDWR)
            door.close()
        with self._lock:
            connections, self._open = self._open, set()
        for connection in connections:
            reset(connection)

    def _listen(self) -> None:
        self._door = socket.create_server(("127.0.0.1", self.port), backlog=128)
        threading.Thread(target=self._accept, args=(self._door,), daemon=True).start()

    def _accept(self, door: socket.socket) -> None:
        while True:
            try:
                client = door.accept()[0]
            except OSError:
                return
            self._begin(client)

    def _begin(self, client: socket.socket) -> None:
        if self.mode == Mode.RESETTING:
            reset(client)
            return
        with self._lock:
            self._open.add(client)
        if self.mode == Mode.HALF_OPEN:
            return
        try:
            server = socket.create_connection(self._server, timeout=10)
        except OSError:
            reset(client)
            return
        server.settimeout(None)
        with self._lock:
            self._open.add(server)
        for source, sink, is_answer in ((client, server, False), (server, client, True)):
            threading.Thread(target=self._pump, args=(source, sink, is_answer), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, is_answer: bool) -> None:
        with contextlib.suppress(OSError):
            while (block := source.recv(BLOCK)) and self.mode != Mode.RESETTING:
                if self.mode == Mode.SLOW and is_answer:
                    self._changed.wait(SLOW_SECONDS)
                if self.mode != Mode.HALF_OPEN:
                    sink.sendall(block)
        with self._lock:
            is_last = source not in self._open or sink not in self._open
            self._open.discard(source)
        if self.mode == Mode.RESETTING:
            reset(source)
            reset(sink)
        with contextlib.suppress(OSError):
            sink.shutdown(socket.SHUT_WR)
        if is_last:
            source.close()
            sink.close()


def reset(connection: socket.socket) -> None:
    """Close in the rudest way: the other side sees a reset, not an end."""
    with contextlib.suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.shutdown(socket.SHUT_RD)
    connection.close()


@contextlib.contextmanager
def proxied(server: str) -> Iterator[Proxy]:
    """A proxy before this server while the block lasts."""
    proxy = Proxy(server)
    try:
        yield proxy
    finally:
        proxy.close()
