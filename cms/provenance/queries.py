"""Reads of ledgers: always of one image, whose reader was checked before."""

from collections.abc import Sequence

from sqlalchemy import select

from cms.extensions import db
from cms.provenance.models import ImageSource


def sources_of(image_id: str) -> Sequence[ImageSource]:
    """Every line of this image's ledger, the first first."""
    return db.session.scalars(select(ImageSource).filter_by(image_id=image_id).order_by(ImageSource.number)).all()


def last_of(image_id: str) -> ImageSource | None:
    """The newest line, which the next one is bound to."""
    newest = select(ImageSource).filter_by(image_id=image_id).order_by(ImageSource.number.desc()).limit(1)
    found: ImageSource | None = db.session.scalar(newest.with_for_update())
    return found


def is_noted(image_id: str, url_sha256: str) -> bool:
    """Whether the ledger holds this page and address already."""
    query = select(ImageSource.id).filter_by(image_id=image_id, url_sha256=url_sha256)
    return db.session.scalar(query) is not None
