"""How a web process of gunicorn gives its threads to requests, so that slow people and floods do not stop the others.

A request comes to a thread when all of it is here; one with a long body goes to patient threads of its own. Who waits
too long for a thread is told to come back later. Bytes that stop coming end their request.
"""

import errno
import re
import socket
import struct
import sys
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from selectors import EVENT_READ
from typing import Any

from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine
from gunicorn.workers.gthread import TConn, ThreadWorker

from cms.metrics import count_in, count_refusal
from cms.serving import RETRY_AFTER_SECONDS, refusal

PEEKED_BYTES = 32 * 1024
HEAD_SECONDS = 10.0
STALL_SECONDS = 10
PICTURE_WAITS, READING_WAITS, CHANGE_WAITS = 0.15, 0.4, 2.0
MOST_ACCEPTED = 64
SECONDS_AT_A_TIME = 0.0002
MOMENT_SECONDS = 0.05
MOST_AT_ONCE = 4
PICTURES_TO_ONE = 4
PATIENT_SECONDS, LEAST_BYTES_A_SECOND = 30.0, 1024
TOO_LONG: dict[type[Exception], tuple[int, str, str]] = {
    LimitRequestLine: (414, "address-too-long", "This address is too long."),
    LimitRequestHeaders: (431, "headers-too-long", "The headers of this request are too long."),
}
BUSY = (503, "too-busy", "There is too much to do at the moment. Try again in a moment.")
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,15})[ \t]*\r\n", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)
_PICTURE = re.compile(rb"GET [^ ]*/renditions/")
_END = b"\r\n\r\n"


def length_of(begun: bytes) -> int | None:
    """How many bytes the request has that begins so; None before that is known, -1 where only its end tells."""
    head, end, _ = begun.partition(_END)
    if not end:
        return None
    if _CHUNKED.search(head + b"\r\n"):
        return -1
    stated = _LENGTH.search(head + b"\r\n")
    return len(head) + len(end) + (int(stated[1]) if stated else 0)


def longest_wait(request: bytes) -> float:
    """Seconds after which it is better to be refused; what somebody has written is worth more patience."""
    if _PICTURE.match(request):
        return PICTURE_WAITS
    return READING_WAITS if request.startswith((b"GET ", b"HEAD ")) else CHANGE_WAITS


class Queue:
    """Requests that wait for a thread, and how long one that comes now would wait."""

    def __init__(self) -> None:
        self._waiting, self._gap, self._last = deque[TConn](), 0.0, 0.0

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def put(self, conn: TConn) -> None:
        if not self._waiting:
            self._last = time.monotonic()
        self._waiting.append(conn)

    def take(self) -> TConn:
        now = time.monotonic()
        self._gap += (now - self._last - self._gap) / 8
        self._last = now
        return self._waiting.popleft()

    def wait(self) -> float:
        """Seconds, by the pace at which requests left lately."""
        return len(self._waiting) * self._gap


class Worker(ThreadWorker):  # type: ignore[misc]
    """Answers by threads, as many for requests that are here as for bodies that are still coming.

    Few of them are in their first moments at once: more would only take the interpreter from each other, and from who
    takes in the others. One that takes longer waits for something, and makes room.
    """

    def init_process(self) -> None:
        self.patient = ThreadPoolExecutor(max_workers=self.cfg.threads)
        self.pictures, self.others = Queue(), Queue()
        self.running: dict[TConn, float] = {}
        self.turn = 0
        super().init_process()

    def load_wsgi(self) -> None:
        """The application is here already, with `make_app`; what is counted belongs to this process."""
        super().load_wsgi()
        count_in(self.wsgi.extensions["settings"].metrics_dir)
        sys.setswitchinterval(SECONDS_AT_A_TIME)

    def accept(self, listener: Any) -> None:
        """Take everybody who has come, so that nobody waits where it cannot be seen."""
        for _ in range(MOST_ACCEPTED):
            before = self.nr_conns
            super().accept(listener)
            if self.nr_conns == before or self.nr_conns >= self.worker_connections:
                break

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        super().wait_for_and_dispatch_events(min(timeout, MOMENT_SECONDS) if self.pictures or self.others else timeout)
        self._start()

    def enqueue_req(self, conn: TConn) -> None:
        """Let the request wait for a thread, or for more of it to be here; or refuse it."""
        if conn.initialized and conn.parser.unreader.buf.getvalue():
            self.others.put(conn)
            return
        if not conn.initialized and not conn.data_ready:
            prepare(conn.sock)
            conn.wanted = 0
        conn.sock.settimeout(0)
        begun = peeked(conn.sock)
        if begun is not None and not begun:
            self.nr_conns -= 1
            conn.close()
            return
        self._sort(conn, begun or b"")

    def _sort(self, conn: TConn, begun: bytes) -> None:
        now, whole = time.monotonic(), length_of(begun)
        if whole is not None and 0 <= whole <= len(begun):
            queue = self.pictures if _PICTURE.match(begun) else self.others
            if queue.wait() > longest_wait(begun):
                self._refuse(conn, whole)
            else:
                queue.put(conn)
        elif conn.wanted <= len(begun) < PEEKED_BYTES and (whole is None or 0 <= whole <= PEEKED_BYTES):
            self._await(conn, len(begun) + 1, until=conn.timeout if conn.data_ready else now + HEAD_SECONDS)
        else:  # long, or cut short: less is here than was waited for
            self._give(conn, self.patient)

    def _await(self, conn: TConn, count: int, *, until: float) -> None:
        """Come back when so many bytes are here; nobody waits for them meanwhile."""
        conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, count)
        conn.wanted = count
        conn.timeout = until
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(self.on_pending_socket_readable, conn))

    def _refuse(self, conn: TConn, length: int) -> None:
        """There is too much to do; the connection stays for another try."""
        count_refusal(BUSY[1])
        conn.wanted = 0
        conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, 1)
        try:
            conn.sock.recv(length)
            conn.sock.send(refusal(*BUSY, closes=False, retry_after=RETRY_AFTER_SECONDS))
        except OSError:
            self.nr_conns -= 1
            conn.close()
            return
        conn.set_timeout()
        self.keepalived_conns.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(self.on_client_socket_readable, conn))

    def _start(self) -> None:
        """Give threads to those who wait, more often to those who want pictures: these are soon done."""
        while (queue := self._next()) and len(self.running) < self.cfg.threads:
            now = time.monotonic()
            if sum(now - began < MOMENT_SECONDS for began in self.running.values()) >= MOST_AT_ONCE:
                break
            self.turn += 1
            conn = queue.take()
            self.running[conn] = now
            self._give(conn, self.tpool)

    def _next(self) -> Queue:
        is_others_turn = self.turn % PICTURES_TO_ONE == 0
        return (self.others or self.pictures) if is_others_turn else (self.pictures or self.others)

    def _give(self, conn: TConn, pool: ThreadPoolExecutor) -> None:
        conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, 1)
        conn.data_ready, conn.wanted = True, 0
        done = pool.submit(self.handle, conn)
        done.add_done_callback(lambda done: self.method_queue.defer(self.finish_request, conn, done))

    def finish_request(self, conn: TConn, done: "Future[object]") -> None:
        """Keep the connection or part; parting waits for the other side, so it is not done here."""
        self.running.pop(conn, None)
        if done.exception() is None and done.result() is False and self.alive:
            self.nr_conns -= 1
            self.patient.submit(conn.close, graceful=True)
        else:
            super().finish_request(conn, done)

    def handle_request(self, req: Any, conn: TConn) -> bool:
        """Answer while the body comes; who does not take the answer any more is gone."""
        unreader = conn.parser.unreader
        unreader.chunk = Arriving(unreader.chunk)
        try:
            return bool(super().handle_request(req, conn))
        except BlockingIOError as error:
            raise ConnectionResetError(errno.ECONNRESET, "nothing is taken") from error
        finally:
            del unreader.chunk

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        if type(exc) in TOO_LONG:
            count_refusal(TOO_LONG[type(exc)][1])
            client.sendall(refusal(*TOO_LONG[type(exc)]))
        else:
            super().handle_error(req, client, addr, exc)


def prepare(connection: socket.socket) -> None:
    """Neither reading nor writing waits for ever in a thread."""
    limit = struct.pack("ll", STALL_SECONDS, 0)
    for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
        connection.setsockopt(socket.SOL_SOCKET, option, limit)


def peeked(connection: socket.socket) -> bytes | None:
    """What is here already, left where it is: None where nothing is, no bytes where the other side has left."""
    try:
        return connection.recv(PEEKED_BYTES, socket.MSG_PEEK)
    except BlockingIOError:
        return None
    except OSError:
        return b""


class Arriving:
    """Reads what comes of a request, a piece at a time; an OSError where that is too slow."""

    def __init__(self, chunk: Callable[[int | None], bytes], *, now: Callable[[], float] = time.monotonic) -> None:
        self._chunk, self._now, self._began, self._count = chunk, now, now(), 0

    def __call__(self, size_hint: int | None = None) -> bytes:
        some = self._chunk(size_hint)
        self._count += len(some)
        spent = self._now() - self._began
        if spent > PATIENT_SECONDS and self._count < spent * LEAST_BYTES_A_SECOND:
            raise TimeoutError(errno.ETIMEDOUT, "the body comes too slowly")
        return some
