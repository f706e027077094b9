"""Jobs that prepare pictures to be shown, turn them, and remove the objects that nobody names any more."""

import hashlib
import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from flask import current_app

from cms.access.audience import ImageState
from cms.images import blocked, queries, results
from cms.images.limits import limits_of
from cms.images.models import Image
from cms.images.service import discard
from cms.jobs.names import MARK_BLOCKED, PREPARE_IMAGE, REMOVE_OBJECTS, TURN_IMAGE
from cms.media.places import nearest
from cms.media.prepared import SIZES, Prepared, type_of
from cms.media.refusals import PictureRefused
from cms.media.strip import shareable_spans
from cms.settings import Settings
from cms.storage.base import ObjectMissing
from cms.storage.keys import rendition_key
from cms.transaction import reading, writing
from workers.ingest.removed import Removed, marks_of, views_of
from workers.ingest.sandbox import PixelChild
from workers.runtime import Failure, PermanentFailure, backends, job, tell_owner_once_kept

LOST = "The bytes of this picture are not there any more."
CHUNK = 1024 * 1024
COMPARED = SIZES[1]
"""The rendition by which removed pictures are known again."""


def _failed(image_id: str, failure: Failure) -> None:
    image = results.fail_image(image_id, failure.sentence, code=failure.code, is_hopeless=failure.is_hopeless)
    if image is not None:
        tell_owner_once_kept(image.owner_id, "image", {"id": image.id, "state": image.state})


def _left(_subject_id: str, _failure: Failure) -> None:
    """Nobody has to be told; the row of the work says it."""


@job(PREPARE_IMAGE, on_failure=_failed)
def prepare_image(image_id: str) -> None:
    """Decode once, keep the renditions and facts, and let the picture be seen."""
    with reading():
        removed().catch_up()
    with writing():
        image = results.begin_preparing(image_id)
    if image is not None:
        _render(image)


@job(TURN_IMAGE, on_failure=_left)
def turn_image(image_id: str) -> None:
    """Make the renditions anew, turned as the row says now."""
    with writing():
        image = results.begin_turning(image_id)
    if image is not None:
        _render(image)


@job(MARK_BLOCKED, on_failure=_left)
def mark_blocked(block_id: str) -> None:
    """Make the marks by which a blocked picture is known again when a little of it is cut off."""
    with reading():
        key = blocked.rendition_to_mark(block_id, COMPARED)
    if key is not None:
        with _local_copy(key) as path:
            marks = marks_of(*pixel_child().rgb(path, longest=COMPARED))
        with writing():
            blocked.keep_marks(block_id, marks)


def _render(image: Image) -> None:
    turn, version = image.turn, image.version
    with _local_copy(image.original_key) as path:
        prepared = _decode(path, turn=turn)
        if image.state != ImageState.READY:
            _refuse_removed(prepared)
        with path.open("rb") as stream:
            spans = shareable_spans(stream, image.format)
    keys = _store(image, prepared, version=version)
    with writing():
        kept = results.keep_prepared(
            image.id,
            prepared,
            turn=turn,
            keys=keys,
            spans=None if spans is None else [s.to_json() for s in spans],
            place_id=_place_of(prepared),
        )
        if kept is None:
            _discard_unwanted(image, keys)
        else:
            tell_owner_once_kept(kept.owner_id, "image", {"id": kept.id, "state": kept.state})


def _decode(path: Path, *, turn: int) -> Prepared:
    try:
        return pixel_child().prepare(path, turn=turn)
    except PictureRefused as refusal:
        raise PermanentFailure(refusal.sentence, refusal.code) from refusal


def _refuse_removed(prepared: Prepared) -> None:
    """Raise PermanentFailure for what looks like a picture that moderators removed."""
    if removed():
        with tempfile.NamedTemporaryFile(prefix="pixels-seen-") as copy:
            copy.write(prepared.renditions[COMPARED])
            copy.flush()
            views = views_of(pixel_child().glance(Path(copy.name)))
        if removed().hold([prepared.fingerprint, *views]):
            raise PermanentFailure(blocked.SENTENCE, blocked.CODE)


def _store(image: Image, prepared: Prepared, *, version: int) -> dict[str, str]:
    """Put the renditions; their keys by longest side."""
    keys = {}
    for longest, data in prepared.renditions.items():
        kind, sha256 = type_of(data), hashlib.sha256(data).hexdigest()
        key = rendition_key(image.id, longest=longest, version=version, sha256=sha256, content_type=kind)
        backends().storage.put(key, io.BytesIO(data), content_type=kind)
        keys[str(longest)] = key
    return keys


def _discard_unwanted(image: Image, keys: dict[str, str]) -> None:
    """Erased or turned again meanwhile: what was just stored belongs to nobody, unless the row names it."""
    current = results.locked(image.id)
    named = set(current.rendition_keys.values()) if current is not None else set()
    discard([(image.storage, key) for key in keys.values() if key not in named])


def _place_of(prepared: Prepared) -> int | None:
    """The nearest city to where the camera was."""
    facts = prepared.facts
    found = nearest(facts.lat, facts.lon) if facts.lat is not None and facts.lon is not None else None
    return found.id if found is not None else None


@job(REMOVE_OBJECTS, on_failure=_left)
def remove_objects(batch_id: str) -> None:
    """Remove bytes that no row names any more, then the note of them."""
    with reading():
        doomed = [row.key for row in queries.discarded(batch_id)]
    for key in doomed:
        backends().storage.delete(key)
    with writing():
        results.forget_discarded(batch_id)


@contextmanager
def _local_copy(key: str) -> Iterator[Path]:
    """A stored object as a file that the pixel child can open."""
    folder = settings().incoming_dir
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, prefix="decode-") as copy:
        try:
            with backends().storage.open(key) as source:
                while chunk := source.read(CHUNK):
                    copy.write(chunk)
        except ObjectMissing as error:
            raise PermanentFailure(LOST, "bytes-lost") from error
        copy.flush()
        yield Path(copy.name)


def settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


@cache
def pixel_child() -> PixelChild:
    """The one child process in which this worker opens pixels."""
    return PixelChild(limits=limits_of(settings()))


@cache
def removed() -> Removed:
    """What this worker knows of blocked pictures."""
    return Removed()
