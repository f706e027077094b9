"""A tag becomes another one on every image that has it: begun, done and undone slice by slice. No HTTP, no commits.

The rows are the record of work: an item has its outcome in the transaction that changes its image.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, literal, select, update

from cms.access.viewer import Viewer
from cms.batch_edits.models import EditState, Outcome
from cms.batch_edits.queries import UNDER_WAY, images_now
from cms.batch_edits.service import SLICE, UNDONE_FOR, UNSYNCHRONISED
from cms.events import ImageErased
from cms.extensions import db, new_id, now
from cms.images.changes import changed_together
from cms.images.models import Image, ImageTag
from cms.jobs.names import CHANGE_TAG, UNDO_TAG_CHANGE
from cms.tag_changes import queries
from cms.tag_changes.models import TagChange, TagChangeItem
from cms.tag_changes.queries import Rows
from cms.tags.keys import meant_tag, tag_key
from cms.tags.queries import relation_by_id
from cms.tags.refusals import clash, refused
from cms.tags.service import add_alias, remove
from cms.vision.taxonomy import things
from cms.work.service import ask

SHOWN = 12


@dataclass(frozen=True)
class Names:
    """The tag that changes and the one that it becomes."""

    key: str
    label: str
    target_key: str
    target_label: str


@dataclass(frozen=True)
class Preview:
    """On how many images; how many of them have the other tag already; some that the moderator may see."""

    names: Names
    total: int
    merged: int
    images: Sequence[Image]


def names(tag: str, to: str) -> Names:
    """Which tags are meant. Raises Problem 422 for a change that cannot be."""
    key, label = tag_key(tag), " ".join(tag.split())
    target_key, target_label = meant_tag(to)
    if not key or not target_key:
        raise refused("to" if key else "tag", "no word")
    if key in things():
        raise refused("tag", "word of models", word=label)
    if key == target_key:
        raise refused("to", "one tag")
    return Names(key, label, target_key, target_label)


def preview(viewer: Viewer, tag: str, to: str) -> Preview:
    """What a change would do; nothing is changed."""
    named = names(tag, to)
    merged = queries.count_of_both(named.key, named.target_key)
    shown = queries.some_with(viewer, named.key, limit=SHOWN)
    return Preview(named, queries.count_of(named.key), merged, shown)


def begin(viewer: Viewer, tag: str, to: str, *, alias: bool) -> TagChange:
    """Keep which images are to be changed, and ring for it; with `alias` the old word means the new tag from now on."""
    named = names(tag, to)
    if queries.under_way([named.key, named.target_key]) is not None:
        raise clash("under way")
    total = queries.count_of(named.key)
    if not total:
        raise refused("tag", "nobody has it", word=named.label)
    relation = add_alias(viewer, tag, to) if alias else None
    change = TagChange(
        id=new_id(),
        author_id=viewer.id,
        key=named.key,
        label=named.label,
        target_key=named.target_key,
        target_label=named.target_label,
        alias_id=relation.id if relation is not None else None,
        state=EditState.PENDING,
        total=total,
        counts={},
        created_at=now(),
    )
    db.session.add(change)
    db.session.flush()
    tagged = select(literal(change.id), ImageTag.image_id, literal(Outcome.WAITING.value))
    chosen = tagged.where(ImageTag.key == named.key).distinct()
    db.session.execute(insert(TagChangeItem).from_select(["change_id", "image_id", "outcome"], chosen))
    ask(CHANGE_TAG, change.id)
    return change


def change_some(change_id: str) -> TagChange | None:
    """Change the next slice of images; None when there is nothing to do (any more)."""
    change = queries.locked(change_id)
    if change is None or change.state not in (EditState.PENDING, EditState.RUNNING):
        return None
    items = queries.items_with(change_id, Outcome.WAITING, limit=SLICE)

    def settle(item: TagChangeItem, tags: Rows) -> Rows:
        item.before = {source: rows for source, rows in tags.items() if change.key in {row[0] for row in rows}}
        item.after = {source: renamed(rows, change) for source, rows in item.before.items()}
        item.outcome = Outcome.CHANGED if item.after else Outcome.UNCHANGED
        return dict(item.after)

    _settle(change, items, settle)
    change.state = EditState.RUNNING
    if len(items) < SLICE:
        change.state, change.finished_at = EditState.DONE, now()
    return change


def renamed(rows: list[list[object]], change: TagChange) -> list[list[object]]:
    """These tags with the new one in the place of the old one, or without the old one where both are there."""
    if change.target_key in {row[0] for row in rows}:
        return [row for row in rows if row[0] != change.key]
    return [[change.target_key, change.target_label, *row[2:]] if row[0] == change.key else row for row in rows]


def can_undo(change: TagChange) -> bool:
    is_settled = change.state in (EditState.DONE, EditState.FAILED)
    return is_settled and bool(change.counts.get(Outcome.CHANGED)) and now() < undo_until(change)


def undo_until(change: TagChange) -> datetime:
    return change.created_at + UNDONE_FOR


def undo(viewer: Viewer, change: TagChange) -> TagChange:
    """Have the old tag put back, and its word mean itself again. Raises Problem 409 where that cannot be (any more)."""
    row = queries.locked(change.id)
    if row is None or row.state in (EditState.UNDOING, EditState.UNDONE):
        raise clash("undone already")
    if row.state in UNDER_WAY or queries.under_way([row.key, row.target_key]) is not None:
        raise clash("under way")
    if not can_undo(row):
        raise clash("nothing to undo")
    alias = relation_by_id(row.alias_id) if row.alias_id is not None else None
    if alias is not None:
        remove(viewer, alias)
    row.state, row.undone_at, row.undoer_id = EditState.UNDOING, now(), viewer.id
    ask(UNDO_TAG_CHANGE, row.id)
    return row


def undo_some(change_id: str) -> TagChange | None:
    """Put the next slice of images back, but for tags that were changed since; None when there is nothing to do."""
    change = queries.locked(change_id)
    if change is None or change.state != EditState.UNDOING:
        return None
    items = queries.items_with(change_id, Outcome.CHANGED, limit=SLICE)

    def settle(item: TagChangeItem, tags: Rows) -> Rows:
        before, after = item.before or {}, item.after or {}
        restored = {source: rows for source, rows in before.items() if tags.get(source, []) == after[source]}
        item.outcome = Outcome.UNDONE if before and restored == before else Outcome.KEPT
        return restored

    _settle(change, items, settle)
    if len(items) < SLICE:
        change.state = EditState.UNDONE
    return change


def _settle(change: TagChange, items: Sequence[TagChangeItem], settle: Callable[[TagChangeItem, Rows], Rows]) -> None:
    """Settle these items, count them, write the tags that they are to have and tell of the images that changed."""
    ids = [item.image_id for item in items]
    images, tags = (images_now(ids), queries.rows_of(ids)) if items else ({}, {})
    counts, wanted = dict(change.counts), dict[str, Rows]()
    for item in items:
        rows = settle(item, tags.get(item.image_id, {}))
        counts[item.outcome] = counts.get(item.outcome, 0) + 1
        if rows and item.image_id in images:
            wanted[item.image_id] = rows
    if wanted:
        _write(wanted)
        changed_together([images[image_id] for image_id in wanted])
    change.counts = counts


def _write(wanted: dict[str, Rows]) -> None:
    """These are the tags of these images now, of the sources that are named; the others stay."""
    for source in {source for rows in wanted.values() for source in rows}:
        ids = [image_id for image_id, rows in wanted.items() if source in rows]
        old = delete(ImageTag).where(ImageTag.image_id.in_(ids), ImageTag.source == source)
        db.session.execute(old, execution_options=UNSYNCHRONISED)
    new = [
        {
            "id": new_id(),
            "image_id": image_id,
            "source": source,
            "key": key,
            "label": label,
            "score": score,
            "position": position,
        }
        for image_id, rows in wanted.items()
        for source, some in rows.items()
        for key, label, score, position in some
    ]
    if new:
        db.session.execute(insert(ImageTag), new)


def give_up(change_id: str) -> None:
    """It came to no good end: what waits still is not done. An undoing can be tried again."""
    change = queries.locked(change_id)
    if change is None or change.state not in UNDER_WAY:
        return
    waiting = update(TagChangeItem).filter_by(change_id=change_id, outcome=Outcome.WAITING)
    result = db.session.execute(waiting.values(outcome=Outcome.FAILED), execution_options=UNSYNCHRONISED)
    count = int(result.rowcount)  # type: ignore[attr-defined]
    change.counts = {**change.counts, Outcome.FAILED: change.counts.get(Outcome.FAILED, 0) + count}
    change.state, change.finished_at = EditState.FAILED, change.finished_at or now()


def forget_image(event: ImageErased) -> None:
    """Nothing is left of what an image held that goes for ever."""
    items = update(TagChangeItem).filter_by(image_id=event.image_id)
    db.session.execute(items.values(before=None, after=None), execution_options=UNSYNCHRONISED)


def forget_old_change() -> bool:
    """Forget what was before a change that cannot be undone any more; False when there is none left."""
    change_id = queries.old_change(now() - UNDONE_FOR)
    if change_id is None:
        return False
    db.session.execute(delete(TagChangeItem).filter_by(change_id=change_id), execution_options=UNSYNCHRONISED)
    return True
