"""Asking the worker that holds the vectors which images are meant. No row is written; an event answers, or none."""

import json
import logging
import time
from collections.abc import Callable, Sequence

from cms.access.viewer import Viewer
from cms.extensions import new_id
from cms.jobs.base import Queue, QueueDown
from cms.jobs.names import FIND_MEANT, LIKENESS

log = logging.getLogger(__name__)
WAIT_SECONDS, LIVES_SECONDS = 0.3, 30
MOST_RINGS = 20
"""Where so many already wait, nobody would answer in time."""

LONGEST_WORDS = 200
EVENT = "meant"

Nearest = Sequence[Sequence[str]]
"""Ids of images, nearest first: by what is said of them, and by what is seen in them."""

Ask = Callable[[str], Nearest | None]
"""The nearest to some words that the asker may see; None where nobody answers in time."""


def stream_of(question_id: str) -> str:
    return f"meant:{question_id}"


def ask_as(viewer: Viewer | None, *, is_mine: bool, queue: Queue) -> Ask:
    """A way to ask for what this viewer may see."""

    def ask(words: str) -> Nearest | None:
        try:
            return _answer(viewer, words, is_mine=is_mine, queue=queue)
        except QueueDown as error:
            log.warning("the meaning of words is not asked for: %s", error)
            return None

    return ask


def _answer(viewer: Viewer | None, words: str, *, is_mine: bool, queue: Queue) -> Nearest | None:
    end = time.monotonic() + WAIT_SECONDS
    if queue.rings(LIKENESS) >= MOST_RINGS:
        return None
    question_id = new_id()
    asked = {"viewer": viewer.id if viewer is not None else None, "is_mine": is_mine, "words": words[:LONGEST_WORDS]}
    told = json.dumps({**asked, "id": question_id, "until": time.time() + WAIT_SECONDS})
    queue.ring(LIKENESS, FIND_MEANT, told)
    left = max(0.01, end - time.monotonic())
    for event in queue.listen(stream_of(question_id), after="0-0", seconds=left):
        found: list[list[str]] = json.loads(event.data["found"])
        return found
    return None
