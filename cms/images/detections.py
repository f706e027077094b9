"""What detectors find in images: asked for, kept while it is still wanted, and asked for again by a newer version."""

from collections.abc import Iterable

from sqlalchemy import delete, select

from cms.extensions import db, now
from cms.images import queries
from cms.images.changes import changed
from cms.images.models import Detection, Detector, Image, Understanding
from cms.jobs.names import READ_GROUND, READ_TEXT
from cms.vision.base import Grounds, TextLine
from cms.work.service import ask

JOBS = {Detector.TEXT: READ_TEXT, Detector.GROUND: READ_GROUND}
"""Which job has a detector look."""


def ask_detector(image_id: str, detector: Detector) -> None:
    """Have a detector look (again). What it found before stays until then."""
    expect(image_id, detector)
    ask(JOBS[detector], image_id)


def expect(image_id: str, detector: Detector) -> None:
    """A detector looks, or is about to."""
    row = queries.detection_of(image_id, detector) or Detection(image_id=image_id, detector=detector, found=[])
    row.state = Understanding.PENDING
    db.session.add(row)


def look_again(image: Image) -> None:
    """The picture stands otherwise: what was found stands elsewhere in it now."""
    for detector in JOBS:
        if queries.detection_of(image.id, detector) is not None:
            ask_detector(image.id, detector)


def forget_detections(image: Image) -> None:
    """Its owner does not want the picture to be read."""
    db.session.execute(delete(Detection).where(Detection.image_id == image.id))
    image.foreground_colours = image.background_colours = None


def keep_lines(image_id: str, lines: Iterable[TextLine], *, version: str) -> Image | None:
    """The writing that was read; None when nobody wants it any more."""
    found = [[line.text, round(line.probability, 4), [[*corner] for corner in line.corners]] for line in lines]
    return _settle(image_id, Detector.TEXT, version=version, state=Understanding.READY, problem=None, found=found)


def keep_grounds(image_id: str, grounds: Grounds, *, version: str) -> Image | None:
    """The colours before and behind, with the picture itself; None when nobody wants them any more."""
    share = [round(grounds.share, 4)]
    image = _settle(image_id, Detector.GROUND, version=version, state=Understanding.READY, problem=None, found=share)
    if image is not None:
        image.foreground_colours = [list(colour) for colour in grounds.foreground]
        image.background_colours = [list(colour) for colour in grounds.background]
    return image


def fail_detection(image_id: str, detector: Detector, problem: str, *, version: str) -> Image | None:
    """It could not be read; another version of the detector tries again."""
    state = Understanding.FAILED
    return _settle(image_id, detector, version=version, state=state, problem=problem[:500], found=[])


def _settle(image_id: str, detector: Detector, **values: object) -> Image | None:
    fresh = select(Image).filter_by(id=image_id).with_for_update().execution_options(populate_existing=True)
    image: Image | None = db.session.scalar(fresh)
    row = queries.detection_of(image_id, detector)
    if image is None or row is None:
        return None
    for name, value in values.items():
        setattr(row, name, value)
    row.read_at = now()
    changed(image)
    return image


def ask_where_outdated(detector: Detector, *, version: str, limit: int) -> int:
    """Ask for images that no detector or another version of it has looked at, at most `limit`; how many."""
    ids = queries.unseen_by(detector, version=version, limit=limit)
    for image_id in ids:
        ask_detector(image_id, detector)
    return len(ids)
