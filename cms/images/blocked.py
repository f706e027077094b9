"""Pictures that moderators have removed and that come again: the same bytes, or the same picture made anew."""

from collections.abc import Collection, Sequence

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from cms.errors import FieldError, Problem
from cms.extensions import db, now
from cms.images.models import BlockedPicture, Image, Stop
from cms.jobs.names import MARK_BLOCKED
from cms.media.fingerprint import is_telling
from cms.transaction import reading, writing
from cms.work.service import ask

CODE = "blocked-picture"
SENTENCE = "Moderators removed this picture; it cannot be added again."
TOGETHER = 500
BLOCKED, HELD = "blocked", "held"
"""Why the site stops a picture: moderators removed it before; the gate holds it back."""

UNSYNCHRONISED = {"synchronize_session": False}


def refuse_blocked(sha256: str) -> None:
    """Raise 422 for bytes that were removed and blocked, which is counted whatever becomes of the request."""
    with reading():
        is_stopped = is_blocked(sha256)
    if is_stopped:
        with writing():
            count_stops(BLOCKED)
        raise Problem(422, CODE, SENTENCE, (FieldError("file", SENTENCE),))


def count_stops(kind: str, count: int = 1) -> None:
    """So many more pictures were stopped in this month, whoever else counts at the same time."""
    month = f"{now():%Y-%m}"
    more = update(Stop).where(Stop.month == month, Stop.kind == kind).values(count=Stop.count + count)
    if db.session.execute(more, execution_options=UNSYNCHRONISED).rowcount:  # type: ignore[attr-defined]
        return
    try:
        with db.session.begin_nested():
            db.session.execute(insert(Stop).values(month=month, kind=kind, count=count))
    except IntegrityError:
        db.session.execute(more, execution_options=UNSYNCHRONISED)


def is_blocked(sha256: str) -> bool:
    """Whether these very bytes are blocked."""
    return db.session.scalar(select(BlockedPicture.id).filter_by(sha256=sha256).limit(1)) is not None


def blocked_now() -> set[tuple[str, bool]]:
    """The id of every block, and whether all its marks are made."""
    columns = (BlockedPicture.id, BlockedPicture.marks.is_not(None).label("is_marked"))
    return {(row.id, bool(row.is_marked)) for row in db.session.execute(select(*columns))}


def marks_of(block_ids: Collection[str]) -> dict[str, bytes]:
    """What the pictures of these blocks are known by, 16 bytes each; of some nothing."""
    ids, found = sorted(block_ids), dict[str, bytes]()
    columns = (BlockedPicture.id, BlockedPicture.fingerprint, BlockedPicture.marks)
    for start in range(0, len(ids), TOGETHER):
        rows = db.session.execute(select(*columns).where(BlockedPicture.id.in_(ids[start : start + TOGETHER])))
        found |= {row.id: (row.fingerprint or b"") + (row.marks or b"") for row in rows}
    return found


def block(image: Image) -> str:
    """Nobody adds this picture again; the id of the block. A worker makes its marks."""
    mark = image.fingerprint if image.fingerprint is not None and is_telling(image.fingerprint) else None
    row = BlockedPicture(sha256=image.sha256, fingerprint=mark, image_id=image.id)
    db.session.add(row)
    db.session.flush()
    ask(MARK_BLOCKED, row.id)
    return row.id


def block_bytes(sha256: str) -> None:
    """Nobody adds these very bytes again, of which there is perhaps no picture here."""
    db.session.add(BlockedPicture(sha256=sha256, fingerprint=None, image_id=None, marks=b""))


def unblock_bytes(sha256: str) -> None:
    """The same taken back; what was blocked with a picture stays."""
    these = delete(BlockedPicture).where(BlockedPicture.sha256 == sha256, BlockedPicture.image_id.is_(None))
    db.session.execute(these, execution_options=UNSYNCHRONISED)


def rendition_to_mark(block_id: str, longest: int) -> str | None:
    """The key of this rendition of the picture of a block; None when it is gone, or the block."""
    named = select(BlockedPicture.image_id).filter_by(id=block_id).scalar_subquery()
    keys = db.session.scalar(select(Image.rendition_keys).where(Image.id == named))
    return (keys or {}).get(str(longest))


def keep_marks(block_id: str, marks: Sequence[bytes]) -> None:
    """What else the picture of a block is known by."""
    row = db.session.get(BlockedPicture, block_id)
    if row is not None:
        row.marks = b"".join(marks)


def unblock(block_id: str) -> None:
    row = db.session.get(BlockedPicture, block_id)
    if row is not None:
        db.session.delete(row)
