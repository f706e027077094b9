"""The job that has the models read a picture: labels, category, vector, and the safety gate."""

import io
import tempfile
from functools import cache
from pathlib import Path

from flask import current_app

from cms.images import queries, results
from cms.images.detections import ask_where_outdated, fail_detection, keep_lines
from cms.images.models import Detector, Image, Understanding
from cms.images.service import understand_again
from cms.jobs.names import CLASSIFY_IMAGE, READ_TEXT
from cms.settings import Settings
from cms.storage.base import ObjectMissing
from cms.transaction import reading, writing
from cms.vision.base import ModerationGate, Tagger, TextReader, Unread
from workers.classification.own_classes.looking import look_for_classes
from workers.classification.pixels import picture_of
from workers.classification.registry import load_gate, load_tagger, load_text_reader
from workers.runtime import ComeBackLater, Failure, PermanentFailure, backends, job, tell_owner, tell_owner_once_kept

READ_FROM, LARGEST = "400", "1600"
"""The rendition that the models look at; and the one for writing, which is small in a picture."""

RENEWED_AT_ONCE = 200


def _failed(image_id: str, _failure: Failure) -> None:
    image = results.fail_reading(image_id)
    if image is not None:
        tell_owner_once_kept(image.owner_id, "image", {"id": image.id, "state": image.state})


@job(CLASSIFY_IMAGE, on_failure=_failed)
def classify_image(image_id: str) -> None:
    """Read the picture with every model that is switched on for it, and keep what they say."""
    with reading():
        image = queries.image_by_id(image_id)
        if image is None or READ_FROM not in image.rendition_keys:
            return
        key, wanted = image.rendition_keys[READ_FROM], image.owner.understanding
    pixels = picture_of(rendition(image_id, key))
    judge = gate()
    verdict = (judge.name, judge.version, judge.score(pixels))
    reader = tagger()
    seen = reader.read(pixels) if wanted else None
    with writing():
        kept = results.keep_reading(
            image_id,
            gate=verdict,
            reading=seen,
            model=(reader.name, reader.version),
            detectors=[Detector.TEXT] if text_reader() is not None else [],
        )
    if kept is not None:
        if seen is not None:
            look_for_classes(kept.id, kept.owner_id, seen.embedding, reader.version)
        announce_read(kept)


def _unread(image_id: str, failure: Failure) -> None:
    reader = text_reader()
    fail_detection(image_id, Detector.TEXT, failure.sentence, version=reader.version if reader else "")


@job(READ_TEXT, on_failure=_unread)
def read_text(image_id: str) -> None:
    """Read the writing in a picture, and keep what it says and where."""
    reader = text_reader()
    with reading():
        image, row = queries.image_by_id(image_id), queries.detection_of(image_id, Detector.TEXT)
        if image is None or row is None or LARGEST not in image.rendition_keys or reader is None:
            return
        key = image.rendition_keys[LARGEST]
    with tempfile.NamedTemporaryFile(prefix="pixels-text-") as copy:
        copy.write(rendition(image_id, key).read())
        copy.flush()
        try:
            lines = reader.read(Path(copy.name))
        except Unread as unread:
            raise PermanentFailure(str(unread), "unread") from unread
    with writing():
        kept = keep_lines(image_id, lines, version=reader.version)
    if kept is not None:
        announce_read(kept)


def rendition(image_id: str, key: str) -> io.BytesIO:
    """The bytes under this key. Where the picture was turned meanwhile they are gone, and it is read again later."""
    try:
        with backends().storage.open(key) as stream:
            return io.BytesIO(stream.read())
    except ObjectMissing as error:
        with reading():
            image = queries.image_by_id(image_id)
            if image is not None and key in image.rendition_keys.values():
                raise PermanentFailure("The rendition of this picture is not there any more.", "bytes-lost") from error
        raise ComeBackLater("The picture was turned meanwhile.") from error


def announce_read(image: Image) -> None:
    state = "understood" if image.understanding == Understanding.READY else image.state
    tell_owner(image.owner_id, "image", {"id": image.id, "state": state})


def settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


@cache
def tagger() -> Tagger:
    return load_tagger(settings().vision_tagger, settings().models_dir)


@cache
def gate() -> ModerationGate:
    return load_gate(settings().vision_gate, settings().models_dir)


def text_reader() -> TextReader | None:
    return load_text_reader(settings().vision_text, settings().models_dir)


def renew_understanding() -> int:
    """Ask for every picture that another version of the tagger has read to be read again; how many."""
    asked = 0
    while True:
        with writing():
            ids = queries.read_by_other_models([tagger().version], limit=RENEWED_AT_ONCE)
            for image_id in ids:
                image = queries.image_by_id(image_id)
                if image is not None:
                    understand_again(image)
        asked += len(ids)
        if not ids:
            return asked


def renew_writing() -> int:
    """Ask for every picture whose writing this version has not read yet; how many."""
    reader, asked = text_reader(), 0
    while reader is not None:
        with writing():
            some = ask_where_outdated(Detector.TEXT, version=reader.version, limit=RENEWED_AT_ONCE)
        asked += some
        if some < RENEWED_AT_ONCE:
            break
    return asked
