"""Reads of blocked sources, and of the pictures that are from there."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, false, or_, select

from cms.access.audience import Review
from cms.accounts.models import Account
from cms.extensions import db
from cms.images.models import Image
from cms.pagination import Page, Wanted, decode_cursor, encode_cursor
from cms.provenance.models import BlockKind, ImageSource, SourceBlock
from cms.provenance.service import from_the_right, turned


def block_by_id(block_id: str) -> SourceBlock | None:
    return db.session.get(SourceBlock, block_id)


def locked(block_id: str) -> SourceBlock | None:
    found: SourceBlock | None = db.session.scalar(
        select(SourceBlock).filter_by(id=block_id).with_for_update().execution_options(populate_existing=True)
    )
    return found


def in_force(mark: str) -> SourceBlock | None:
    found: SourceBlock | None = db.session.scalar(select(SourceBlock).filter_by(mark=mark))
    return found


def blocks(wanted: Wanted) -> Page[SourceBlock]:
    """All that ever were, newest first."""
    query = select(SourceBlock)
    if wanted.cursor is not None:
        (last,) = decode_cursor(wanted.cursor, parts=1)
        query = query.where(SourceBlock.id < last)
    rows = db.session.scalars(query.order_by(SourceBlock.id.desc()).limit(wanted.limit + 1)).all()
    end = rows[wanted.limit - 1] if len(rows) > wanted.limit else None
    return Page(rows[: wanted.limit], encode_cursor(end.id) if end else None)


def names_of(account_ids: Sequence[str]) -> dict[str, str]:
    rows = db.session.execute(select(Account.id, Account.name).where(Account.id.in_(set(account_ids))))
    return {row.id: row.name for row in rows}


def images_from(block: SourceBlock, *, limit: int) -> list[Image]:
    """The next pictures that were found there or are the same bytes as one that was, and are not gone yet."""
    is_left = or_(Image.review != Review.HIDDEN, Image.is_trashed == false())
    if block.kind == BlockKind.HASH:
        found_there = Image.sha256 == block.value
    else:
        found_there = Image.id.in_(select(ImageSource.image_id).where(from_there(block)))
    found = db.session.scalars(select(Image).where(is_left, found_there).order_by(Image.id).limit(limit)).all()
    same = Image.sha256.in_({image.sha256 for image in found})
    copies = db.session.scalars(select(Image).where(is_left, same, Image.id.not_in({image.id for image in found})))
    return [*found, *copies] if found else []


def from_there(block: SourceBlock) -> ColumnElement[bool]:
    """Lines of ledgers with this address, or with one of this domain."""
    sides = ((ImageSource.page_host, ImageSource.page_url), (ImageSource.image_host, ImageSource.image_url))
    if block.kind == BlockKind.DOMAIN:
        return or_(*(host.startswith(turned(block.value), autoescape=True) for host, _url in sides))
    whose = from_the_right(block.value)
    return or_(*(and_(host == whose, url == block.value) for host, url in sides))
