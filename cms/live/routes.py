"""`GET /events`: server-sent events of the caller, resumed by `Last-Event-ID`."""

import json
import re
import time
from collections.abc import Iterator

from flask import Blueprint, Response, current_app, request

from cms.access.guard import current_viewer, requires
from cms.access.permissions import Permission
from cms.backends import Backends
from cms.errors import not_found, unavailable
from cms.extensions import db
from cms.jobs.base import LiveEvent, Queue, QueueDown
from cms.live.seats import Seats
from cms.reverse_search.queries import search_by_id
from cms.wire.requests import gives

blueprint = Blueprint("live", __name__, url_prefix="/api/v1")
WAIT_SECONDS = 3.0
STREAM_SECONDS = 300.0
EVENT_ID = re.compile(r"\d{1,20}-\d{1,20}")
seats = Seats()


@blueprint.get("/events")
@requires(Permission.SEE_OWN_ACCOUNT)
@gives("text/event-stream")
def events() -> Response:
    """A stream of what happens to the caller's things; it ends after five minutes and the browser comes again."""
    viewer = current_viewer()
    assert viewer is not None
    return stream_to(viewer.id)


@blueprint.get("/reverse-searches/<search_id>/events")
@requires(Permission.SEARCH_BY_PICTURE)
@gives("text/event-stream")
def search_events(search_id: str) -> Response:
    """A stream of how far a search by picture is, for whoever holds its id."""
    if search_by_id(search_id) is None:
        raise not_found()
    return stream_to(search_id)


def stream_to(stream: str) -> Response:
    """What is told on this stream from now on, or since the browser lost it. Raises 503 while all seats are taken."""
    backends: Backends = current_app.extensions["backends"]
    if not seats.take(most=current_app.extensions["settings"].web_threads // 2):
        raise unavailable("Too many pages listen just now; they ask again by themselves.", seconds=10)
    db.session.remove()
    after = known_id(request.headers.get("Last-Event-ID", ""))
    response = Response(told(backends.queue, stream, after), mimetype="text/event-stream")
    response.headers.update({"Cache-Control": "private, no-store", "X-Accel-Buffering": "no"})
    response.call_on_close(seats.leave)
    return response


def known_id(text: str) -> str:
    """An id as this site gives them; anything else means from now on."""
    return text if EVENT_ID.fullmatch(text) else ""


def told(queue: Queue, account_id: str, after: str) -> Iterator[str]:
    """The lines of the stream; a comment now and then shows that it lives."""
    end = time.monotonic() + STREAM_SECONDS
    yield "retry: 3000\n\n"
    try:
        last = after or queue.newest(account_id)
        while time.monotonic() < end:
            for event in queue.listen(account_id, after=last, seconds=WAIT_SECONDS):
                last = event.id
                yield as_text(event)
            yield ": still here\n\n"
    except QueueDown:
        return


def as_text(event: LiveEvent) -> str:
    return f"id: {event.id}\nevent: {event.kind}\ndata: {json.dumps(event.data)}\n\n"
