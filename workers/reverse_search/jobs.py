"""Jobs that say which images look like a picture: a search by picture, and what is similar to one that is here."""

import hashlib
import io
import json
from typing import BinaryIO

from cms.images.queries import image_by_id
from cms.jobs.base import LiveEvent
from cms.jobs.names import FIND_LIKENESS
from cms.media.prepared import Glance
from cms.reverse_search import service, similar
from cms.reverse_search.models import ReverseSearch
from cms.reverse_search.queries import search_by_id
from cms.storage.base import ObjectMissing
from cms.storage.keys import asked_with_key
from cms.transaction import after_commit, reading, writing
from workers.classification.jobs import rendition, tagger
from workers.reverse_search.asking import Question, glance_at, question_of
from workers.reverse_search.desk import desk, viewer_of_id
from workers.reverse_search.keeping import exact_vectors
from workers.runtime import Failure, PermanentFailure, backends, job, question, tell_owner

WHOLE, DETAILED = "400", "1600"
"""The renditions that a whole image and a box in one are looked at in."""

SHOWN_TYPE = "image/webp"


def _failed(search_id: str, failure: Failure) -> None:
    search = service.fail(search_id, failure.sentence, code=failure.code)
    if search is not None:
        after_commit(lambda: announce(search))


@job(FIND_LIKENESS, on_failure=_failed)
def find_likeness(search_id: str) -> None:
    """Look at the picture once, compare it with all that are here, keep what the asker may see of the nearest."""
    with writing():
        search = service.begin(search_id)
    if search is None:
        return
    announce(search)
    asked = uploaded(search) if search.image_id is None else of_image(search.image_id, search.box)
    if asked is None:
        return
    seen, wanted = asked
    found = desk().seen_by(viewer_of_id(search.asker_id), wanted, apart_from=search.image_id)
    shown = None if search.image_id is not None and search.box is None else shown_again(search_id, seen)
    with writing():
        done = service.answer(search_id, found, query_key=shown, storage=backends().storage.name)
    if done is not None:
        announce(done)
    desk().tidy()


@question
def find_similar(image_id: str) -> None:
    """Tell whoever waits which images are nearest to this one; who may see them is asked where they are shown."""
    try:
        asked = of_image(image_id, None)
    except PermanentFailure:
        return
    nearest = desk().find(asked[1], limit=similar.DEPTH)[: similar.DEPTH]
    told = json.dumps([[one.id, one.distance] for one in nearest if one.id != image_id])
    backends().queue.publish(similar.stream_of(image_id), LiveEvent(similar.EVENT, {"found": told}))


def uploaded(search: ReverseSearch) -> tuple[Glance, Question] | None:
    """What came with the search; None when another run has answered it meanwhile and removed the bytes."""
    assert search.upload_key is not None
    try:
        with backends().storage.open(search.upload_key) as stream:
            seen = glance_at(stream, search.box)
    except ObjectMissing as error:
        with reading():
            now = search_by_id(search.id)
        if now is None or now.upload_key is None:
            return None
        raise PermanentFailure("The picture of this search is not there any more.", "bytes-lost") from error
    return seen, question_of(seen, tagger())


def of_image(image_id: str, box: list[float] | None) -> tuple[Glance, Question]:
    """An image that is here, or a box in it; as a whole it has its fingerprint and mostly its vector already."""
    with reading():
        image = image_by_id(image_id)
        key = image.rendition_keys.get(DETAILED if box else WHOLE) if image is not None else None
        vectors = exact_vectors([image_id], version=tagger().version) if box is None else {}
    if image is None or key is None:
        raise PermanentFailure("The picture that was asked with is not there any more.", "gone")
    seen = glance_at(rendition(image_id, key), box)
    mark = image.fingerprint if box is None else None
    return seen, question_of(seen, tagger(), mark=mark, vector=vectors.get(image_id))


def shown_again(search_id: str, seen: Glance) -> str:
    """Keep the picture that was asked with, small and bare; its key."""
    key = asked_with_key(search_id, hashlib.sha256(seen.shown).hexdigest())
    stream: BinaryIO = io.BytesIO(seen.shown)
    backends().storage.put(key, stream, content_type=SHOWN_TYPE)
    return key


def announce(search: ReverseSearch) -> None:
    """Tell who asked, and whoever holds the id of a visitor's question, how far it is."""
    told = {"id": search.id, "state": str(search.state), "progress": f"{search.progress:.2f}"}
    for stream in filter(None, (search.id, search.asker_id)):
        tell_owner(stream, similar.PROGRESS, told)
