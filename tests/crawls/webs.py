"""Sites of others on loopback, for crawls: what stands at each path, and who asked for what, when."""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Thing:
    """What is answered at a path."""

    body: bytes = b""
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Web:
    """One site. `things` are answered by path, all else is 404; `asked` holds when and what."""

    things: dict[str, Thing] = field(default_factory=dict)
    asked: list[tuple[float, str]] = field(default_factory=list)
    port: int = 0

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"http://{self.place}"

    @property
    def paths(self) -> list[str]:
        return [path for _, path in self.asked]

    def shows(self, path: str, markup: str, **headers: str) -> str:
        self.things[path] = Thing(f"<!doctype html><title>Cups</title><body>{markup}".encode(), headers=headers)
        return f"{self.url}{path}"

    def holds(self, path: str, body: bytes, kind: str = "image/jpeg", **headers: str) -> str:
        self.things[path] = Thing(body, kind, headers=headers)
        return f"{self.url}{path}"

    def sends_on(self, path: str, to: str) -> str:
        self.things[path] = Thing(status=302, headers={"Location": to})
        return f"{self.url}{path}"

    def wishes(self, robots: str) -> None:
        self.things["/robots.txt"] = Thing(robots.encode(), "text/plain")


@contextmanager
def web() -> Iterator[Web]:
    """A site that runs."""
    one = Web()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            one.asked.append((time.monotonic(), self.path))
            thing = one.things.get(self.path, Thing(b"nothing", "text/plain", 404))
            self.send_response(thing.status)
            for name, text in {"Content-Type": thing.kind, **thing.headers}.items():
                self.send_header(name, text)
            self.send_header("Content-Length", str(len(thing.body)))
            self.end_headers()
            self.wfile.write(thing.body)

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        one.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield one
        finally:
            server.shutdown()
