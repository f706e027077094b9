"""The job that turns the words of a picture into a vector, and the question which pictures are meant by some words."""

import json
import time

from cms.jobs.base import LiveEvent
from cms.jobs.names import EMBED_WORDS
from cms.meaning import asking, queries, service
from cms.transaction import reading, writing
from workers.meaning.desk import embedder, meaning_desk
from workers.reverse_search.desk import viewer_of_id
from workers.reverse_search.scan import Floats
from workers.runtime import Failure, PermanentFailure, backends, job, question

RENEWED_AT_ONCE = 200
TOO_LATE_SECONDS = 2.0
"""So long after nobody waits any more, also by a clock that is a little off."""


def _left(_image_id: str, _failure: Failure) -> None:
    """Nobody has to be told: the picture is found by its words, and other words or another version try again."""


@job(EMBED_WORDS, on_failure=_left)
def embed_words(image_id: str) -> None:
    """What the words of this picture mean, as they are now."""
    reader = embedder()
    with reading():
        words = queries.worded([image_id]).get(image_id)
    if reader is None or words is None:
        return
    said = kept(reader.said(words.said)) if words.said else b""
    seen = kept(reader.seen(words.seen, words.names)) if words.seen or words.names else b""
    with writing():
        service.keep_vectors(image_id, words, said=said, seen=seen, version=reader.version)


def kept(vector: Floats) -> bytes:
    """As it stands in the tables: little-endian 16-bit floats."""
    return vector.astype("<f2").tobytes()


@question
def find_meant(told: str) -> None:
    """Tell whoever waits which pictures are nearest to these words, of those that they may see."""
    asked = json.loads(told)
    reader = embedder()
    if reader is None or time.time() > asked["until"] + TOO_LATE_SECONDS:
        return
    desk = meaning_desk(reader.version)
    try:
        wanted = reader.query(asked["words"])
    except PermanentFailure:
        return
    found = desk.nearest(wanted, viewer_of_id(asked["viewer"]), is_mine=asked["is_mine"])
    answer = LiveEvent(asking.EVENT, {"found": json.dumps(found)})
    backends().queue.publish(asking.stream_of(asked["id"]), answer, lives_seconds=asking.LIVES_SECONDS)
    desk.tidy()


def renew_meanings() -> int:
    """Ask for every picture that this version has not been told of; how many."""
    reader, asked, after = embedder(), 0, ""
    while reader is not None:
        with writing():
            some = service.ask_where_of_other_version(reader.version, after=after, limit=RENEWED_AT_ONCE)
        asked += len(some)
        if len(some) < RENEWED_AT_ONCE:
            break
        after = some[-1]
    return asked


def load_meanings() -> int:
    """Load the model and all vectors before the first question; how many there are."""
    reader = embedder()
    if reader is None:
        return 0
    reader.query("warm")
    return len(meaning_desk(reader.version).said.keeper.memory)
