"""What the web server loads: the application of the settings in the environment, and a worker that tells in JSON, like
every other answer, that a request line or its headers are too long."""

import gc
import json
import secrets
from typing import Any

from flask import Flask
from gunicorn.glogging import Logger
from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine
from gunicorn.workers.gthread import ThreadWorker

from cms import create_app
from cms.logs import begin_logging
from cms.metrics import count_in
from cms.settings import read_settings

OBJECTS_BETWEEN_COLLECTIONS = 20_000
TOO_LONG: dict[type[Exception], tuple[int, str, str]] = {
    LimitRequestLine: (414, "address-too-long", "This address is too long."),
    LimitRequestHeaders: (431, "headers-too-long", "The headers of this request are too long."),
}


def make_app() -> Flask:
    """The application, for gunicorn."""
    settings = read_settings()
    begin_logging(settings.log_format, role="web")
    count_in(settings.metrics_dir)
    return create_app(settings)


class Log(Logger):  # type: ignore[misc]
    """What gunicorn itself has to say, in the form of every other line."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True


class Worker(ThreadWorker):  # type: ignore[misc]
    """Answers by threads."""

    def load_wsgi(self) -> None:
        """Load the application, and never look for garbage again in what it is made of: that costs each page time."""
        super().load_wsgi()
        gc.collect()
        gc.freeze()
        gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS, 10, 10)

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        if type(exc) in TOO_LONG:
            client.sendall(too_long(*TOO_LONG[type(exc)]))
        else:
            super().handle_error(req, client, addr, exc)


def too_long(status: int, code: str, detail: str) -> bytes:
    """The whole answer, as it goes over the wire."""
    problem = {
        "type": f"/problems/{code}",
        "title": "Request Too Long",
        "status": status,
        "detail": detail,
        "request_id": secrets.token_hex(8),
    }
    body = json.dumps(problem).encode()
    head = (
        f"HTTP/1.1 {status} Request Too Long\r\nConnection: close\r\nContent-Type: application/problem+json\r\n"
        f"X-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
