"""Ways in which the OSS test server can fail when it is told to: once or several times, for one verb or for all."""

import os
import socket
import struct
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Request, Response

REFUSALS = {
    "503": (503, "ServiceUnavailable"),
    "507": (507, "QuotaExceeded"),
    "wrong endpoint": (400, "PublicEndpointForbidden"),
}
PAGES = {"HTML page": 200, "HTML 404": 404, "HTML 502": 502}
KINDS = (*REFUSALS, "reset", "hang", "short body", "wrong CRC", *PAGES)
PAGE = "<!doctype html><title>Gateway</title><p>Please sign in to this network."


@dataclass
class Fault:
    """`verb` is an HTTP verb or `*`; it strikes the next `times` requests of that verb."""

    kind: str
    verb: str = "*"
    times: int = 1


class Faults:
    """The faults still to come."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self._lock = threading.Lock()
        self.released = threading.Event()

    def add(self, kind: str, *, verb: str = "*", times: int = 1) -> None:
        if kind not in KINDS:
            raise ValueError(f"no such fault: {kind}; there are {', '.join(KINDS)}")
        with self._lock:
            self._waiting.append(Fault(kind, verb, times))

    def clear(self) -> None:
        with self._lock:
            self._waiting.clear()

    def due(self, verb: str) -> str | None:
        """The kind of the fault that strikes this request, if one does."""
        with self._lock:
            for fault in self._waiting:
                if fault.verb in ("*", verb):
                    fault.times -= 1
                    if fault.times == 0:
                        self._waiting.remove(fault)
                    return fault.kind
        return None

    def before(self, kind: str | None, request: Request) -> Response | None:
        """What happens in place of an answer; None when the fault, if any, touches only the answer."""
        if kind == "reset":
            _reset(request)
        if kind == "hang":
            self.released.wait(30)
            _reset(request)
        if kind in PAGES:
            return Response(PAGE, PAGES[kind], mimetype="text/html")
        return None

    def after(self, kind: str | None, answer: Response) -> Response:
        """The answer as the fault lets it through."""
        if kind == "wrong CRC" and "x-oss-hash-crc64ecma" in answer.headers:
            answer.headers["x-oss-hash-crc64ecma"] = "42"
        if kind == "short body":
            whole = answer.get_data()
            length = len(whole)
            answer.response = _half(whole)
            answer.headers["Content-Length"] = str(length)
        return answer


def _half(whole: bytes) -> Iterator[bytes]:
    yield whole[: len(whole) // 2]
    raise ConnectionAbortedError


def _reset(request: Request) -> None:
    """Close the connection in the rudest way: the client sees a reset, not an end."""
    connection: Any = request.environ["werkzeug.socket"]
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    os.close(connection.detach())
    raise ConnectionResetError
