"""The floor: a web application that does nothing but stream a body to disk and hash it, on the same server."""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable
from typing import Any

StartResponse = Callable[[str, list[tuple[str, str]]], Any]


def app(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """Any POST is kept in a nameless file; the answer is its SHA-256. Any GET has been answered before: 304."""
    if environ["REQUEST_METHOD"] == "GET":
        is_asked_how_it_is = environ["PATH_INFO"] == "/healthz"
        start_response("200 OK" if is_asked_how_it_is else "304 Not Modified", [])
        return []
    digest, left = hashlib.sha256(), int(environ.get("CONTENT_LENGTH") or 0)
    with tempfile.TemporaryFile() as kept:
        while left and (chunk := environ["wsgi.input"].read(min(left, 262144))):
            digest.update(chunk)
            kept.write(chunk)
            left -= len(chunk)
        kept.flush()
        os.fsync(kept.fileno())
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [digest.hexdigest().encode()]
