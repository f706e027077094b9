"""Reads of changes of tags, and of the tags that they change."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import distinct, exists, func, or_, select

from cms.access.viewer import Viewer
from cms.accounts.models import Account
from cms.batch_edits.models import Outcome
from cms.batch_edits.queries import FRESH, UNDER_WAY
from cms.extensions import db
from cms.images.models import Image, ImageTag
from cms.images.queries import visible
from cms.pagination import Page, Wanted, decode_cursor, encode_cursor
from cms.tag_changes.models import TagChange, TagChangeItem

Rows = dict[str, list[list[Any]]]
"""Tags of one image by source: key, label, score, position of each."""


def change_by_id(change_id: str) -> TagChange | None:
    """For moderators only: nothing is checked here."""
    return db.session.get(TagChange, change_id)


def locked(change_id: str) -> TagChange | None:
    """The row as it is now, kept from changing until the end of the transaction."""
    fresh = select(TagChange).filter_by(id=change_id).with_for_update().execution_options(**FRESH)
    found: TagChange | None = db.session.scalar(fresh)
    return found


def changes(wanted: Wanted, *, key: str | None) -> Page[TagChange]:
    """All changes, or those of one tag, newest first."""
    query = select(TagChange)
    if key is not None:
        query = query.where(or_(TagChange.key == key, TagChange.target_key == key))
    if wanted.cursor is not None:
        (last,) = decode_cursor(wanted.cursor, parts=1)
        query = query.where(TagChange.id < last)
    rows = db.session.scalars(query.order_by(TagChange.id.desc()).limit(wanted.limit + 1)).all()
    end = rows[wanted.limit - 1] if len(rows) > wanted.limit else None
    return Page(rows[: wanted.limit], encode_cursor(end.id) if end else None)


def under_way(keys: Sequence[str]) -> TagChange | None:
    """A change of one of these tags that is not at its end."""
    about = or_(TagChange.key.in_(keys), TagChange.target_key.in_(keys))
    found: TagChange | None = db.session.scalar(select(TagChange).where(TagChange.state.in_(UNDER_WAY), about).limit(1))
    return found


def count_of(key: str) -> int:
    """How many images have a tag, whoever may see them."""
    return int(db.session.scalar(select(func.count(distinct(ImageTag.image_id))).where(ImageTag.key == key)) or 0)


def count_of_both(key: str, other: str) -> int:
    """How many images have both tags."""
    has_other = ImageTag.image_id.in_(select(ImageTag.image_id).where(ImageTag.key == other))
    query = select(func.count(distinct(ImageTag.image_id))).where(ImageTag.key == key, has_other)
    return int(db.session.scalar(query) or 0)


def some_with(viewer: Viewer, key: str, *, limit: int) -> Sequence[Image]:
    """The newest images with a tag that this viewer may see."""
    tagged = Image.id.in_(select(ImageTag.image_id).where(ImageTag.key == key))
    found: Sequence[Image] = db.session.scalars(
        visible(viewer).where(tagged).order_by(Image.id.desc()).limit(limit)
    ).all()
    return found


def items_with(change_id: str, outcome: Outcome, *, limit: int) -> Sequence[TagChangeItem]:
    """The next items with this outcome, as they are now."""
    query = select(TagChangeItem).filter_by(change_id=change_id, outcome=outcome).order_by(TagChangeItem.image_id)
    found: Sequence[TagChangeItem] = db.session.scalars(query.limit(limit).execution_options(**FRESH)).all()
    return found


def rows_of(ids: Sequence[str]) -> dict[str, Rows]:
    """All tags of these images as they are now."""
    columns = (ImageTag.image_id, ImageTag.source, ImageTag.key, ImageTag.label, ImageTag.score, ImageTag.position)
    order = (ImageTag.image_id, ImageTag.source, ImageTag.position, ImageTag.key)
    found: dict[str, Rows] = defaultdict(lambda: defaultdict(list))
    for image_id, source, *values in db.session.execute(
        select(*columns).where(ImageTag.image_id.in_(ids)).order_by(*order)
    ):
        found[image_id][source].append(values)
    return found


def old_change(before: datetime) -> str | None:
    """A change of before this moment, settled, that still has items."""
    has_items = exists().where(TagChangeItem.change_id == TagChange.id)
    query = select(TagChange.id).where(TagChange.created_at < before, TagChange.state.not_in(UNDER_WAY), has_items)
    found: str | None = db.session.scalar(query.limit(1))
    return found


def names_of(ids: Sequence[str | None]) -> dict[str | None, str]:
    """What these accounts are called."""
    rows = db.session.execute(select(Account.id, Account.name).where(Account.id.in_({*ids} - {None})))
    return {row.id: row.name for row in rows}
