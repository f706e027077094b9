"""What jobs bring back about an image. A result is written only while the row still wants it."""

import struct
from collections.abc import Collection
from dataclasses import asdict
from typing import Any

from sqlalchemy import delete, select, update

from cms.access.audience import ImageState, Review
from cms.accounts.quota import give_back_space, take_space_again
from cms.extensions import db, now
from cms.images import blocked
from cms.images.changes import changed
from cms.images.detections import ask_detector, forget_detections, look_again
from cms.images.models import Classification, Detector, DiscardedObject, Embedding, Image, Source, Understanding
from cms.images.service import discard, objects_of
from cms.images.tags import replace_model_tags
from cms.jobs.names import CLASSIFY_IMAGE
from cms.media.exif import Exif
from cms.media.prepared import Prepared
from cms.vision.base import Reading
from cms.work.service import ask

HOLD_FROM = 0.8
"""From this score of the safety gate on, a moderator looks before others do."""


def locked(image_id: str) -> Image | None:
    """The row as it is now, whatever this session saw before; kept from changing until the end of the transaction."""
    fresh = select(Image).filter_by(id=image_id).with_for_update().execution_options(populate_existing=True)
    found: Image | None = db.session.scalar(fresh)
    return found


def begin_preparing(image_id: str) -> Image | None:
    """The image whose pixels are wanted; None when it is gone or can be shown already."""
    image = locked(image_id)
    if image is None or image.state == ImageState.READY:
        return None
    if image.state == ImageState.FAILED:
        take_space_again(image.owner_id, image.size)
    image.state, image.problem = ImageState.PROCESSING, None
    return image


def begin_turning(image_id: str) -> Image | None:
    """The image whose renditions are wanted anew; None when it is gone or cannot be shown."""
    image = locked(image_id)
    return image if image is not None and image.state == ImageState.READY else None


def keep_prepared(
    image_id: str, prepared: Prepared, *, turn: int, keys: dict[str, str], spans: list[Any] | None, place_id: int | None
) -> Image | None:
    """The renditions are stored: the picture can be shown. None when nobody wants them any more; discard them then."""
    image = locked(image_id)
    if image is None or image.turn != turn or image.state == ImageState.FAILED:
        return None
    old = [(image.storage, key) for key in image.rendition_keys.values() if key not in keys.values()]
    is_first = image.state != ImageState.READY
    image.rendition_keys, image.shared_spans = keys, spans
    image.width, image.height = prepared.width, prepared.height
    image.placeholder, image.fingerprint = prepared.placeholder, prepared.fingerprint
    image.colours = [[colour.hex, round(colour.share, 4)] for colour in prepared.colours]
    image.state, image.problem, image.problem_code = ImageState.READY, None, None
    changed(image)
    if is_first:
        keep_facts(image, prepared.facts)
        image.place_id = image.place_id if place_id is None else place_id
        ask(CLASSIFY_IMAGE, image.id)
    else:
        look_again(image)
    discard(old)
    return image


def keep_facts(image: Image, facts: Exif) -> None:
    """What the camera wrote, as far as nobody said otherwise."""
    shown = {
        key: value
        for key, value in asdict(facts).items()
        if value is not None and key not in ("taken_at", "lat", "lon", "alt")
    }
    shown["taken"] = facts.taken_at.isoformat() if facts.taken_at else None
    image.exif = shown
    image.lat, image.lon, image.alt = facts.lat, facts.lon, facts.alt
    if image.taken_at is None and facts.taken_at is not None:
        image.taken_at, image.taken_offset, image.sort_at = facts.taken_at, facts.offset, facts.taken_at


def fail_image(image_id: str, problem: str, *, code: str, is_hopeless: bool) -> Image | None:
    """The picture cannot be shown: say why. Bytes that will never be read are removed; others wait for another try."""
    image = locked(image_id)
    if image is None or image.state == ImageState.READY:
        return image
    if is_hopeless:
        discard(objects_of(image))
        image.rendition_keys = {}
    if image.state != ImageState.FAILED:
        give_back_space(image.owner_id, image.size)
        if code == blocked.CODE:
            blocked.count_stops(blocked.BLOCKED)
    image.state, image.problem, image.problem_code = ImageState.FAILED, problem[:500], code
    image.understanding = Understanding.FAILED
    changed(image)
    return image


def keep_reading(
    image_id: str,
    *,
    gate: tuple[str, str, float],
    reading: Reading | None,
    model: tuple[str, str],
    understanding: str = "",
    detectors: Collection[Detector] = (),
) -> Image | None:
    """What the models saw; these detectors are asked to look too. `understanding`: the version of all that was said,
    where it is not the model's alone.

    A person's category and a moderator's decision outlive it; None when the image is gone."""
    image = locked(image_id)
    if image is None or image.state != ImageState.READY:
        return None
    row = db.session.get(Classification, image_id) or Classification(image_id=image_id)
    row.gate_model, row.gate_version, row.gate_score = gate
    row.model, row.version = (model[0], understanding or model[1]) if reading is not None else ("", "")
    if reading is None:
        image.understanding = Understanding.OFF
        forget_detections(image)
    else:
        _keep_labels(image, row, reading)
        for detector in detectors:
            ask_detector(image_id, detector)
        db.session.merge(embedding_of(image_id, reading, model=model))
    db.session.add(row)
    if image.review == Review.PENDING:
        image.review = judged(row)
    changed(image)
    return image


def judged(row: Classification) -> Review:
    """What the safety gate makes of what it saw."""
    return Review.HELD if row.gate_score >= HOLD_FROM else Review.PASSED


def _keep_labels(image: Image, row: Classification, reading: Reading) -> None:
    row.labels = [[label.key, label.name, round(label.probability, 6)] for label in reading.labels[:5]]
    row.category, row.category_probability, row.read_at = reading.category.key, reading.category.probability, now()
    replace_model_tags(image, [(tag.key, tag.name, tag.probability) for tag in reading.tags])
    image.understanding = Understanding.READY
    if image.category_source == Source.MODEL:
        image.category = reading.category.key


def embedding_of(image_id: str, reading: Reading, *, model: tuple[str, str]) -> Embedding:
    """The vector as it is kept: little-endian 16-bit floats."""
    vector = struct.pack(f"<{len(reading.embedding)}e", *reading.embedding)
    return Embedding(
        image_id=image_id, model=model[0], version=model[1], dimensions=len(reading.embedding), vector=vector
    )


def fail_reading(image_id: str) -> Image | None:
    """The models could not read it: it waits for a moderator, since nothing vouches for it."""
    image = locked(image_id)
    if image is not None:
        image.understanding = Understanding.FAILED
        if image.review == Review.PENDING:
            image.review = Review.HELD
        changed(image)
    return image


def say_where_bytes_are(ids: Collection[str], storage: str) -> None:
    """All bytes of these images are in this back end now. Nothing that anybody sees changes with that."""
    where = update(Image).where(Image.id.in_(ids)).values(storage=storage, updated_at=Image.updated_at)
    db.session.execute(where.execution_options(synchronize_session=False))


def forget_discarded(batch_id: str) -> None:
    """The objects of this batch are gone."""
    db.session.execute(delete(DiscardedObject).where(DiscardedObject.batch_id == batch_id))
