"""One line of the log for each request: by which route, how it ended, how long it took until the answer began.

Never: addresses, queries, names.
"""

import logging
import time

from flask import Response, g, request

from cms.metrics import count_request

log = logging.getLogger(__name__)
NO_ROUTE = "(none)"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})


def note_access(response: Response) -> Response:
    """Runs last after every request."""
    seconds = time.perf_counter() - g.get("began", time.perf_counter())
    told = {
        "method": method_asked(),
        "route": route_asked(),
        "status": response.status_code,
        "ms": round(seconds * 1000, 1),
        "bytes": response.content_length,
    }
    count_request(told["route"], told["method"], response.status_code, seconds)
    log.info("%(method)s %(route)s %(status)d, %(ms)s ms, %(bytes)s bytes", told, extra={"told": told})
    return response


def route_asked() -> str:
    """The rule, with names in the place of ids and secrets; the same for all addresses that are not there."""
    return NO_ROUTE if request.url_rule is None else request.url_rule.rule


def method_asked() -> str:
    """One of those that HTTP knows; whatever else somebody sends is one thing."""
    return request.method if request.method in METHODS else "OTHER"
