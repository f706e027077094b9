"""Counts a call against the limit of its route's class before anything is done for it, and says what is left.

The headers are those of draft-ietf-httpapi-ratelimit-headers.
"""

from flask import Response, current_app, g, request

from cms.access.guard import current_viewer
from cms.access.rates import LIMITS, rate_of
from cms.throttle import Throttle, by_account, by_address


def count_call() -> None:
    """Raises 429 when this account, or this address of visitors, has had its calls of this class."""
    view = current_app.view_functions.get(request.endpoint or "")
    rate = rate_of(view, request.method) if view is not None else None
    limit = LIMITS.get(rate) if rate is not None else None
    if limit is None:
        return
    viewer = current_viewer()
    who, most = (
        (by_address(request.remote_addr), limit.visitors) if viewer is None else (by_account(viewer.id), limit.account)
    )
    throttle: Throttle = current_app.extensions["gate"].throttle
    g.calls_left = throttle.call(f"{rate}/{who}", most=most, seconds=limit.seconds)
    g.rate = rate
    g.calls_left.refuse_if_none()


def tell_calls_left(response: Response) -> Response:
    """Headers of an answer to a call that was counted."""
    if "calls_left" in g:
        left = g.calls_left
        response.headers["RateLimit-Policy"] = f'"{g.rate}";q={left.most};w={left.seconds}'
        response.headers["RateLimit"] = f'"{g.rate}";r={left.count};t={left.resets}'
    return response
