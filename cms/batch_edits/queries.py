"""Reads of edits of many images, and of the images that they change."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select

from cms.access.permissions import Permission
from cms.access.policy import permits
from cms.access.viewer import Viewer
from cms.accounts.models import Account
from cms.accounts.queries import viewer_of
from cms.batch_edits.models import BatchEdit, BatchEditItem, EditState, Outcome
from cms.extensions import db
from cms.images.marks import marked_for
from cms.images.models import Image, Source
from cms.images.queries import WHOLE, tags_of
from cms.pagination import Page, Wanted, decode_cursor, encode_cursor

TOGETHER = 1000
FRESH = {"populate_existing": True}
UNDER_WAY = (EditState.PENDING, EditState.RUNNING, EditState.UNDOING)


def edit_by_id(edit_id: str) -> BatchEdit | None:
    """For checking loaders only: nothing is checked here."""
    return db.session.get(BatchEdit, edit_id)


def locked(edit_id: str) -> BatchEdit | None:
    """The row as it is now, kept from changing until the end of the transaction."""
    fresh = select(BatchEdit).filter_by(id=edit_id).with_for_update().execution_options(**FRESH)
    found: BatchEdit | None = db.session.scalar(fresh)
    return found


def edits_of(viewer: Viewer, wanted: Wanted) -> Page[BatchEdit]:
    """The viewer's own edits, newest first."""
    query = select(BatchEdit).filter_by(owner_id=viewer.id)
    if wanted.cursor is not None:
        (last,) = decode_cursor(wanted.cursor, parts=1)
        query = query.where(BatchEdit.id < last)
    rows = db.session.scalars(query.order_by(BatchEdit.id.desc()).limit(wanted.limit + 1)).all()
    end = rows[wanted.limit - 1] if len(rows) > wanted.limit else None
    return Page(rows[: wanted.limit], encode_cursor(end.id) if end else None)


def items_with(edit_id: str, outcome: Outcome, *, limit: int) -> Sequence[BatchEditItem]:
    """The next items of an edit with this outcome, as they are now, in their order."""
    query = select(BatchEditItem).filter_by(edit_id=edit_id, outcome=outcome).order_by(BatchEditItem.position)
    found: Sequence[BatchEditItem] = db.session.scalars(query.limit(limit).execution_options(**FRESH)).all()
    return found


def editable_ids(viewer: Viewer, ids: Sequence[str]) -> set[str]:
    """Which of these images the viewer may change."""
    found: set[str] = set()
    for start in range(0, len(ids), TOGETHER):
        rows = db.session.execute(select(Image.id, Image.owner_id).where(Image.id.in_(ids[start : start + TOGETHER])))
        found |= {row.id for row in rows if permits(viewer, Permission.EDIT_IMAGE, row)}
    return found


def owner_now(account_id: str) -> Viewer | None:
    """Who changes, as the rules know them now, with the lock of where their things stand; None once they may not."""
    query = select(Account).filter_by(id=account_id).with_for_update().execution_options(**FRESH)
    account: Account | None = db.session.scalar(query)
    return viewer_of(account) if account is not None and account.active else None


def images_now(ids: Sequence[str]) -> dict[str, Image]:
    """These images as they are now, kept from changing until the end of the transaction."""
    query = select(Image).where(Image.id.in_(ids)).order_by(Image.id).with_for_update().execution_options(**FRESH)
    return {image.id: image for image in db.session.scalars(query)}


def images_whole(viewer: Viewer, ids: Sequence[str]) -> list[Image]:
    """These images with all that is told of them, in this order; who may change them was asked before."""
    whole = select(Image).options(*WHOLE, *marked_for(viewer)).where(Image.id.in_(ids))
    found = {image.id: image for image in db.session.scalars(whole)}
    return [found[image_id] for image_id in ids if image_id in found]


def labels_of(ids: Sequence[str]) -> dict[str, list[str]]:
    """A person's own words for these images."""
    return {
        image_id: [tag.label for tag in tags if tag.source == Source.USER] for image_id, tags in tags_of(ids).items()
    }


def old_edit(before: datetime) -> str | None:
    """An edit of before this moment, settled, that still has items."""
    has_items = exists().where(BatchEditItem.edit_id == BatchEdit.id)
    query = select(BatchEdit.id).where(BatchEdit.created_at < before, BatchEdit.state.not_in(UNDER_WAY), has_items)
    found: str | None = db.session.scalar(query.limit(1))
    return found


def any_edit_of(account_id: str) -> str | None:
    found: Any = db.session.scalar(select(BatchEdit.id).filter_by(owner_id=account_id).limit(1))
    return None if found is None else str(found)
