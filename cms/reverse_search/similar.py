"""What is similar to an image, asked of the worker that holds the vectors. No row is written, an event answers."""

import json
import time

from cms.errors import unavailable
from cms.jobs.base import Queue, QueueDown
from cms.jobs.names import FIND_SIMILAR, LIKENESS

EVENT, PROGRESS = "similar", "reverse-search"
DEPTH = 2000
"""So many of the nearest are told, so that those whom one may not see leave enough."""

WAIT_SECONDS = 3.0
FRESH_MS = 30_000
"""An answer of so long ago is given again."""

Similar = list[tuple[str, float]]


def stream_of(image_id: str) -> str:
    return f"similar:{image_id}"


def similar_to(image_id: str, *, queue: Queue) -> Similar:
    """Ids and distances, nearest first, whoever may see them. Raises 503 when nobody answers in time."""
    try:
        told = _fresh(image_id, queue) or _asked(image_id, queue)
    except QueueDown as error:
        raise unavailable("The search for similar pictures is away for a moment.") from error
    if told is None:
        raise unavailable("The search for similar pictures takes longer than it should.")
    return [(str(image_id), float(distance)) for image_id, distance in json.loads(told)]


def _fresh(image_id: str, queue: Queue) -> str | None:
    """What was answered a moment ago, if it was."""
    last, since = queue.newest(stream_of(image_id)), int(time.time() * 1000) - FRESH_MS
    if int(last.partition("-")[0]) <= since:
        return None
    return _last(queue, image_id, after=f"{since}-0", seconds=0.1)


def _asked(image_id: str, queue: Queue) -> str | None:
    """Ring for the worker and wait for what it says."""
    last = queue.newest(stream_of(image_id))
    queue.ring(LIKENESS, FIND_SIMILAR, image_id)
    return _last(queue, image_id, after=last, seconds=WAIT_SECONDS)


def _last(queue: Queue, image_id: str, *, after: str, seconds: float) -> str | None:
    told = [event.data["found"] for event in queue.listen(stream_of(image_id), after=after, seconds=seconds)]
    return told[-1] if told else None
