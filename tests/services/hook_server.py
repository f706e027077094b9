"""A web server of somebody else's: keeps what it was sent, and answers as it is told."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Heard:
    """One request."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class HookServer:
    """`statuses` are answered one after the other, then 204; `says`, if given, writes the whole answer instead."""

    address: str
    port: int = 0
    heard: list[Heard] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    says: Callable[[BaseHTTPRequestHandler], None] | None = None

    @property
    def url(self) -> str:
        return f"http://{self.address}:{self.port}"


@contextmanager
def hook_server(
    address: str = "127.0.0.1", port: int = 0, *, context: ssl.SSLContext | None = None
) -> Iterator[HookServer]:
    """With a context it speaks TLS; a greeting that fails is nobody's business here."""
    told = HookServer(address)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): text for name, text in self.headers.items()}
            told.heard.append(Heard(self.command, self.path, headers, body))
            if told.says is not None:
                told.says(self)
                return
            self.send_response(told.statuses.pop(0) if told.statuses else 204)
            self.end_headers()

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    with ThreadingHTTPServer((address, port), Handler) as server:
        if context is not None:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        told.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield told
        finally:
            server.shutdown()
