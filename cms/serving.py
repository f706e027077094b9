"""What the web server loads: the application of the settings in the environment, and what it says without one.

A refusal is JSON like every other answer.
"""

import gc
import json
import secrets
from typing import Any

from flask import Flask
from gunicorn.glogging import Logger

from cms import create_app
from cms.logs import begin_logging
from cms.settings import read_settings

OBJECTS_BETWEEN_COLLECTIONS = 20_000
RETRY_AFTER_SECONDS = 2
REASONS = {414: "Request Too Long", 431: "Request Too Long", 503: "Service Unavailable"}


def make_app() -> Flask:
    """The application, for gunicorn, before its processes part from it.

    Nobody looks for garbage again in what it is made of: that costs each page time, and each process memory.
    """
    settings = read_settings()
    begin_logging(settings.log_format, role="web")
    app = create_app(settings)
    gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS, 10, 10)
    return app


class Log(Logger):  # type: ignore[misc]
    """What gunicorn itself has to say, in the form of every other line."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True


def refusal(status: int, code: str, detail: str, *, closes: bool = True, retry_after: int | None = None) -> bytes:
    """The whole answer, as it goes over the wire."""
    problem = {
        "type": f"/problems/{code}",
        "title": REASONS[status],
        "status": status,
        "detail": detail,
        "request_id": secrets.token_hex(8),
    }
    body = json.dumps(problem).encode()
    head = [
        f"HTTP/1.1 {status} {REASONS[status]}",
        *(["Connection: close"] if closes else []),
        *([f"Retry-After: {retry_after}"] if retry_after is not None else []),
        "Content-Type: application/problem+json",
        "X-Content-Type-Options: nosniff",
        "Cache-Control: no-store",
        f"Content-Length: {len(body)}",
    ]
    return "\r\n".join([*head, "", ""]).encode() + body
