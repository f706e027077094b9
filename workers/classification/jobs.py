"""The job that has the models read a picture: labels, category, vector, and the safety gate."""

import io
import logging
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from flask import current_app

from cms.images import queries, results
from cms.images.detections import ask_where_outdated, expect, fail_detection, keep_grounds, keep_lines
from cms.images.models import Detector, Image, Understanding
from cms.images.service import understand_again
from cms.jobs.names import CLASSIFY_IMAGE, READ_GROUND, READ_TEXT
from cms.settings import Settings
from cms.storage.base import ObjectMissing
from cms.transaction import reading, writing
from cms.vision.base import (
    Grounds,
    GroundTeller,
    ModelMissing,
    ModerationGate,
    OwnModel,
    Reading,
    Tagger,
    TextReader,
    Unread,
)
from workers.classification.own_classes.looking import look_for_classes
from workers.classification.pixels import picture_of
from workers.classification.registry import load_gate, load_ground_teller, load_tagger, load_text_reader, load_trained
from workers.runtime import ComeBackLater, Failure, PermanentFailure, backends, job, tell_owner, tell_owner_once_kept

if TYPE_CHECKING:
    from cms.vision.base import Picture

log = logging.getLogger(__name__)
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
    seen, understanding = with_own_word(reader.read(pixels), pixels) if wanted else (None, "")
    grounds = grounds_of(pixels) if wanted else None
    with writing():
        kept = results.keep_reading(
            image_id,
            gate=verdict,
            reading=seen,
            model=(reader.name, reader.version),
            understanding=understanding,
            detectors=[one for one in DETECTORS if version_of(one) and (one != Detector.GROUND or grounds is None)],
        )
        if kept is not None and grounds is not None:
            expect(image_id, Detector.GROUND)
            keep_grounds(image_id, grounds, version=version_of(Detector.GROUND))
    if kept is not None:
        if seen is not None:
            look_for_classes(kept.id, kept.owner_id, seen.embedding, reader.version)
        announce_read(kept)


def with_own_word(seen: Reading, pixels: "Picture") -> tuple[Reading, str]:
    """What is seen with what the operator's own model says of it, and the version of both.

    Where that model fails, the picture is what the tagger sees, and is read again at the next start.
    """
    own = own_model()
    if own is None:
        return seen, tagger().version
    try:
        words = own.read(pixels, seen.embedding)
    except Exception:
        log.warning("the model %s could not read a picture", own.name, exc_info=True)
        return seen, tagger().version
    kept = [tag for tag in seen.tags if tag.key not in {word.key for word in words}]
    return replace(seen, tags=(*words, *kept)), understanding_version()


def understanding_version() -> str:
    """Of all that is said of a picture by the tagger and the operator's own model."""
    own = own_model()
    return tagger().version if own is None else f"{tagger().version}+own.{own.version}"


def _unread(image_id: str, failure: Failure) -> None:
    fail_detection(image_id, Detector.TEXT, failure.sentence, version=version_of(Detector.TEXT))


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


def grounds_of(pixels: "Picture") -> Grounds | None:
    """The colours before and behind, told with the rest, so that the index hears of both at once; else by a job."""
    teller = ground_teller()
    try:
        return teller.read(pixels) if teller is not None else None
    except Exception:
        log.warning("colours before and behind could not be told with the rest; a job tries again", exc_info=True)
        return None


def _untold(image_id: str, failure: Failure) -> None:
    fail_detection(image_id, Detector.GROUND, failure.sentence, version=version_of(Detector.GROUND))


@job(READ_GROUND, on_failure=_untold)
def read_ground(image_id: str) -> None:
    """Tell the colours of the foreground from those of the background, and keep them."""
    teller = ground_teller()
    with reading():
        image, row = queries.image_by_id(image_id), queries.detection_of(image_id, Detector.GROUND)
        if image is None or row is None or READ_FROM not in image.rendition_keys or teller is None:
            return
        key = image.rendition_keys[READ_FROM]
    grounds = teller.read(picture_of(rendition(image_id, key)))
    with writing():
        kept = keep_grounds(image_id, grounds, version=teller.version)
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


def ground_teller() -> GroundTeller | None:
    return load_ground_teller(settings().vision_ground, settings().models_dir)


def own_model() -> OwnModel | None:
    """What the operator has trained; None, and a line in the log, where it cannot be used."""
    try:
        return load_trained(settings().vision_trained, settings().models_dir, tagger_version=tagger().version)
    except ModelMissing as missing:
        log.error("PIXELS_VISION_TRAINED: %s", missing)
        return None


DETECTORS = {Detector.TEXT: text_reader, Detector.GROUND: ground_teller}


def version_of(detector: Detector) -> str:
    """The version of a detector, "" where it is switched off."""
    made = DETECTORS[detector]()
    return made.version if made is not None else ""


def renew_understanding() -> int:
    """Ask for every picture that another version of the models has read to be read again; how many."""
    asked = 0
    while True:
        with writing():
            ids = queries.read_by_other_models([understanding_version()], limit=RENEWED_AT_ONCE)
            for image_id in ids:
                image = queries.image_by_id(image_id)
                if image is not None:
                    understand_again(image)
        asked += len(ids)
        if not ids:
            return asked


def renew_detections(detector: Detector) -> int:
    """Ask for every picture that this version of a detector has not looked at yet; how many."""
    version, asked = version_of(detector), 0
    while version:
        with writing():
            some = ask_where_outdated(detector, version=version, limit=RENEWED_AT_ONCE)
        asked += some
        if some < RENEWED_AT_ONCE:
            break
    return asked
