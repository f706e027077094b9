"""Jobs that prepare pictures to be shown, turn them, and remove the objects that nobody names any more."""

import hashlib
import io
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from flask import current_app

from cms.images import queries, results
from cms.images.limits import limits_of
from cms.images.models import Image
from cms.images.service import discard
from cms.jobs.names import PREPARE_IMAGE, REMOVE_OBJECTS, TURN_IMAGE
from cms.media.places import nearest
from cms.media.prepared import Prepared
from cms.media.refusals import PictureRefused
from cms.media.strip import shareable_spans
from cms.settings import Settings
from cms.storage.base import ObjectMissing
from cms.storage.keys import rendition_key
from cms.transaction import reading, writing
from workers.ingest.sandbox import PixelChild
from workers.runtime import PermanentFailure, backends, job, tell_owner, tell_owner_once_kept

LOST = "The bytes of this picture are not there any more."
RENDITION_TYPE = "image/webp"
CHUNK = 1024 * 1024


def _failed(image_id: str, problem: str) -> None:
    image = results.fail_image(image_id, problem)
    if image is not None:
        tell_owner_once_kept(image.owner_id, "image", {"id": image.id, "state": image.state})


@job(PREPARE_IMAGE, on_failure=_failed)
def prepare_image(image_id: str) -> None:
    """Decode once, keep the renditions and facts, and let the picture be seen."""
    _render(image_id)


@job(TURN_IMAGE, on_failure=lambda _id, _problem: None)
def turn_image(image_id: str) -> None:
    """Make the renditions anew, turned as the row says now."""
    _render(image_id)


def _render(image_id: str) -> None:
    with writing():
        image = results.begin_preparing(image_id)
    if image is None:
        return
    turn = image.turn
    with _local_copy(image) as path:
        prepared = _decode(path, turn=turn)
        with path.open("rb") as stream:
            spans = shareable_spans(stream, image.format)
    keys = _store(image, prepared)
    with writing():
        kept = results.keep_prepared(
            image_id, prepared, turn=turn, keys=keys, spans=None if spans is None else [s.to_json() for s in spans]
        )
        if kept is None:
            _discard_unwanted(image, keys)
    if kept is not None:
        _place(kept)
        tell_owner(kept.owner_id, "image", {"id": kept.id, "state": kept.state})


def _decode(path: Path, *, turn: int) -> Prepared:
    try:
        return pixel_child().prepare(path, turn=turn)
    except PictureRefused as refusal:
        raise PermanentFailure(refusal.sentence) from refusal


def _store(image: Image, prepared: Prepared) -> dict[str, str]:
    """Put the renditions; their keys by longest side."""
    keys = {}
    for longest, data in prepared.renditions.items():
        key = rendition_key(image.id, longest=longest, sha256=hashlib.sha256(data).hexdigest())
        backends().storage.put(key, io.BytesIO(data), content_type=RENDITION_TYPE)
        keys[str(longest)] = key
    return keys


def _discard_unwanted(image: Image, keys: dict[str, str]) -> None:
    """Erased or turned again meanwhile: what was just stored belongs to nobody, unless the row names it."""
    current = results.locked(image.id)
    named = set(current.rendition_keys.values()) if current is not None else set()
    discard([(image.storage, key) for key in keys.values() if key not in named])


def _place(image: Image) -> None:
    if image.lat is None or image.lon is None or image.place_id is not None:
        return
    found = nearest(image.lat, image.lon)
    if found is not None:
        with writing():
            results.keep_place(image.id, found.id)


@job(REMOVE_OBJECTS, on_failure=lambda _id, _problem: None)
def remove_objects(batch_id: str) -> None:
    """Remove bytes that no row names any more, then the note of them."""
    with reading():
        doomed: Sequence[Any] = [(row.id, row.key) for row in queries.discarded(batch_id)]
    for _row_id, key in doomed:
        backends().storage.delete(key)
    with writing():
        results.forget_discarded(batch_id)


@contextmanager
def _local_copy(image: Image) -> Iterator[Path]:
    """The original as a file that the pixel child can open."""
    folder = settings().incoming_dir
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, prefix="decode-") as copy:
        try:
            with backends().storage.open(image.original_key) as source:
                while chunk := source.read(CHUNK):
                    copy.write(chunk)
        except ObjectMissing as error:
            raise PermanentFailure(LOST) from error
        copy.flush()
        yield Path(copy.name)


def settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


@cache
def pixel_child() -> PixelChild:
    """The one child process in which this worker opens pixels."""
    return PixelChild(limits=limits_of(settings()))
