"""Searches by picture: asked, answered by the worker, forgotten after an hour. No HTTP, no commits."""

import secrets
from collections.abc import Sequence
from datetime import timedelta

from cms.access.viewer import Viewer
from cms.errors import conflict
from cms.extensions import ALPHABET, ID_LENGTH, db, now
from cms.images.models import Image
from cms.images.service import Arrival, discard
from cms.jobs.names import FIND_LIKENESS
from cms.reverse_search import queries
from cms.reverse_search.models import ReverseSearch, SearchState
from cms.storage.base import Storage
from cms.storage.keys import asked_with_key
from cms.vision.likeness import Found
from cms.work.service import ask

KEPT_FOR = timedelta(hours=1)
FORGOTTEN_TOGETHER = 200
READ_FROM = "400"
"""The rendition that a whole image is compared by; without it there is nothing to ask with."""

Box = list[float]


def secret_id() -> str:
    """26 characters with 130 random bits: whoever knows it was told."""
    return "".join(secrets.choice(ALPHABET) for _ in range(ID_LENGTH))


def ask_by_upload(viewer: Viewer | None, arrival: Arrival, box: Box | None, *, storage: Storage) -> ReverseSearch:
    """Ask with a picture that came in: bytes first, row second."""
    search_id = secret_id()
    key = asked_with_key(search_id, arrival.sha256)
    storage.put(key, arrival.stream, content_type=arrival.inspection.content_type)
    search = _row(search_id, viewer, box)
    search.storage, search.upload_key = storage.name, key
    return _asked(search)


def ask_by_image(viewer: Viewer | None, image: Image, box: Box | None) -> ReverseSearch:
    """Ask with an image that this viewer was found to be allowed to see. Raises 409 while it cannot be shown."""
    if READ_FROM not in image.rendition_keys:
        raise conflict("This picture is not ready yet.")
    search = _row(secret_id(), viewer, box)
    search.image_id = image.id
    return _asked(search)


def _row(search_id: str, viewer: Viewer | None, box: Box | None) -> ReverseSearch:
    return ReverseSearch(
        id=search_id,
        asker_id=viewer.id if viewer is not None else None,
        box=box,
        state=SearchState.PENDING,
        progress=0.0,
        matches=[],
        storage="",
        created_at=now(),
    )


def _asked(search: ReverseSearch) -> ReverseSearch:
    db.session.add(search)
    db.session.flush()
    ask(FIND_LIKENESS, search.id)
    return search


def begin(search_id: str) -> ReverseSearch | None:
    """The question that is to be answered now; None when it is gone, answered or has failed."""
    search = queries.locked(search_id)
    if search is None or search.state in (SearchState.DONE, SearchState.FAILED):
        return None
    search.state, search.progress = SearchState.RUNNING, max(search.progress, 0.1)
    return search


def answer(search_id: str, found: Sequence[Found], *, query_key: str | None, storage: str) -> ReverseSearch | None:
    """What was found. None when nobody waits for it any more: what was stored for it is removed again."""
    search = queries.locked(search_id)
    if search is None or search.state in (SearchState.DONE, SearchState.FAILED):
        if query_key and (search is None or search.query_key != query_key):
            discard([(storage, query_key)])
        return None
    search.matches = [[one.id, one.distance, one.kind.value] for one in found]
    search.state, search.progress, search.problem, search.problem_code = SearchState.DONE, 1.0, None, None
    search.took_ms = round((now() - search.created_at).total_seconds() * 1000)
    _discard_upload(search)
    if query_key is not None:
        search.storage, search.query_key = storage, query_key
    return search


def fail(search_id: str, problem: str, *, code: str) -> ReverseSearch | None:
    """It cannot be answered: say why, and keep nothing of what was sent."""
    search = queries.locked(search_id)
    if search is None or search.state == SearchState.DONE:
        return search
    search.state, search.problem, search.problem_code = SearchState.FAILED, problem[:500], code
    _discard_upload(search)
    return search


def _discard_upload(search: ReverseSearch) -> None:
    if search.upload_key is not None:
        discard([(search.storage, search.upload_key)])
        search.upload_key = None


def forget_old_searches() -> None:
    """Questions of more than an hour ago go, with the pictures that came with them."""
    _forget(queries.made_before(now() - KEPT_FOR, limit=FORGOTTEN_TOGETHER))


def forget_searches_of(account_id: str) -> None:
    """Whose account ends has asked nothing."""
    _forget(queries.asked_by(account_id))


def _forget(searches: Sequence[ReverseSearch]) -> None:
    keys = [(row.storage, key) for row in searches for key in (row.upload_key, row.query_key) if key is not None]
    discard(keys)
    for row in searches:
        db.session.delete(row)
