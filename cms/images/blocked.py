"""Pictures that moderators have removed and that come again: the same bytes, or the same picture made anew."""

import numpy as np
from sqlalchemy import select

from cms.errors import FieldError, Problem
from cms.extensions import db
from cms.images.models import BlockedPicture, Image
from cms.media.fingerprint import NEAR_BITS, is_telling, words_of

CODE = "blocked-picture"
SENTENCE = "Moderators removed this picture; it cannot be added again."


def refuse_blocked(sha256: str) -> None:
    """Raise 422 for bytes that were removed and blocked."""
    if db.session.scalar(select(BlockedPicture.id).filter_by(sha256=sha256).limit(1)) is not None:
        raise Problem(422, CODE, SENTENCE, (FieldError("file", SENTENCE),))


def is_blocked(sha256: str, mark: bytes) -> bool:
    """Whether these are blocked bytes, or a picture that differs from a blocked one in few bits."""
    rows = db.session.execute(select(BlockedPicture.sha256, BlockedPicture.fingerprint)).all()
    if any(row.sha256 == sha256 for row in rows):
        return True
    marks = [row.fingerprint for row in rows if row.fingerprint is not None]
    return bool(marks) and is_telling(mark) and nearest(mark, marks) <= NEAR_BITS


def nearest(mark: bytes, marks: list[bytes]) -> int:
    """In how many bits the nearest of these differs."""
    apart = np.bitwise_count(words_of(marks) ^ words_of([mark])).sum(axis=1)
    return int(apart.min())


def block(image: Image) -> str:
    """Nobody adds this picture again; the id of the block."""
    mark = image.fingerprint
    row = BlockedPicture(sha256=image.sha256, fingerprint=mark if mark is not None and is_telling(mark) else None)
    db.session.add(row)
    db.session.flush()
    return row.id


def unblock(block_id: str) -> None:
    row = db.session.get(BlockedPicture, block_id)
    if row is not None:
        db.session.delete(row)
