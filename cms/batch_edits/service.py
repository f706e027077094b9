"""Edits of many images at once: begun, done and undone slice by slice, forgotten. No HTTP, no commits.

The rows are the record of work: an item has its outcome in the transaction that changes its image.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, update

from cms.access.permissions import Permission
from cms.access.policy import permits
from cms.access.viewer import Viewer
from cms.albums.queries import album_by_id, album_now
from cms.batch_edits import changes, queries
from cms.batch_edits.changes import GAVE_UP, NOT_YOURS, Unfit, Values
from cms.batch_edits.models import BatchEdit, BatchEditItem, EditState, Outcome
from cms.errors import conflict, invalid
from cms.events import ImageErased
from cms.extensions import db, new_id, now
from cms.images.changes import changed_together
from cms.images.models import Album, Image
from cms.images.placing import stand_in
from cms.images.service import set_fields
from cms.jobs.names import EDIT_IMAGES, UNDO_EDIT
from cms.work.service import ask

MOST = 10_000
SLICE = 100
SHOWN = 12
PROBLEMS_KEPT = 5
"""Of each kind."""

UNDONE_FOR = timedelta(days=30)
LISTED_FOR = timedelta(days=90)
UNSYNCHRONISED = {"synchronize_session": False}
Albums = dict[str | None, Album | None]
Edit = Callable[[BatchEditItem, Image | None], Image | None]
"""Settle the outcome of one item; the image, if it is another one now."""


@dataclass(frozen=True)
class Previewed:
    """One image as it would be changed; `code` says why it would not."""

    image: Image
    before: Values
    after: Values
    code: str | None


@dataclass(frozen=True)
class Preview:
    total: int
    refused: int
    items: list[Previewed]


def check_album(viewer: Viewer, change: Values) -> None:
    """Raises Problem 422, one and the same, for an album that is not there and for one of somebody else."""
    if change.get("album") is None:
        return
    album = album_by_id(change["album"])
    if album is None or not permits(viewer, Permission.EDIT_ALBUM, album):
        raise invalid("change.album", "This is not one of your albums.")


def begin(viewer: Viewer, ids: Sequence[str], change: Values, *, query: str | None) -> BatchEdit:
    """Keep what is to be done, those first that can be changed now, and ring for it."""
    able = queries.editable_ids(viewer, ids)
    chosen = [*(id for id in ids if id in able), *(id for id in ids if id not in able)]
    refused = len(chosen) - len(able)
    edit = BatchEdit(
        id=new_id(),
        owner_id=viewer.id,
        query=query,
        change=change,
        state=EditState.PENDING,
        total=len(chosen),
        counts={Outcome.REFUSED: refused} if refused else {},
        problems=[[image_id, NOT_YOURS] for image_id in chosen[len(able) :][:PROBLEMS_KEPT]],
        created_at=now(),
    )
    db.session.add(edit)
    db.session.flush()
    rows = [
        {
            "edit_id": edit.id,
            "position": position,
            "image_id": image_id,
            "outcome": Outcome.WAITING if image_id in able else Outcome.REFUSED,
            "problem_code": None if image_id in able else NOT_YOURS,
        }
        for position, image_id in enumerate(chosen)
    ]
    db.session.execute(insert(BatchEditItem), rows)
    ask(EDIT_IMAGES, edit.id)
    return edit


def preview(viewer: Viewer, ids: Sequence[str], change: Values) -> Preview:
    """What an edit would do to the first of these images; nothing is changed."""
    able = queries.editable_ids(viewer, ids)
    first = [image_id for image_id in ids if image_id in able][:SHOWN]
    fields, labels = changes.fields_of(change), queries.labels_of(first)
    shown = [
        _previewed(image, changes.values_of(image, fields, labels.get(image.id, [])), change, number)
        for number, image in enumerate(queries.images_whole(viewer, first), start=1)
    ]
    return Preview(len(ids), len(ids) - len(able), shown)


def _previewed(image: Image, before: Values, change: Values, number: int) -> Previewed:
    try:
        return Previewed(image, before, changes.wanted_of(change, image, before, number=number), None)
    except Unfit as problem:
        return Previewed(image, before, before, problem.code)


def edit_some(edit_id: str) -> BatchEdit | None:
    """Change the next slice of images; None when there is nothing to do (any more)."""
    edit = queries.locked(edit_id)
    if edit is None or edit.state not in (EditState.PENDING, EditState.RUNNING):
        return None
    viewer = queries.owner_now(edit.owner_id)
    items = queries.items_with(edit_id, Outcome.WAITING, limit=SLICE)
    labels, albums = _labels(items, changes.fields_of(edit.change)), _albums(viewer, [edit.change.get("album")])

    def change(item: BatchEditItem, image: Image | None) -> Image | None:
        if image is None or not permits(viewer, Permission.EDIT_IMAGE, image):
            item.outcome, item.problem_code = Outcome.REFUSED, NOT_YOURS
            return None
        return _change(item, image, edit.change, labels.get(image.id, []), albums)

    _settle(edit, items, change)
    edit.state = EditState.RUNNING
    if len(items) < SLICE:
        edit.state, edit.finished_at = EditState.DONE, now()
    return edit


def _change(item: BatchEditItem, image: Image, change: Values, labels: Sequence[str], albums: Albums) -> Image | None:
    """Give one image what is wanted of it, all or nothing."""
    before = changes.values_of(image, changes.fields_of(change), labels)
    try:
        if change.get("album") not in albums:
            raise Unfit("album-gone")
        after = changes.wanted_of(change, image, before, number=item.position + 1)
        changes.refuse_publishing(image, after)
    except Unfit as problem:
        item.outcome, item.problem_code = Outcome.FAILED, problem.code
        return None
    item.before, item.after = changes.differing(before, after)
    item.outcome = Outcome.CHANGED if item.after else Outcome.UNCHANGED
    return _put(image, item.after, albums) if item.after else None


def undo(edit: BatchEdit) -> BatchEdit:
    """Have everything put back that this edit changed. Raises Problem 409 where that cannot be (any more)."""
    row = queries.locked(edit.id)
    if row is None or row.state in (EditState.UNDOING, EditState.UNDONE):
        raise conflict("This edit is undone already.")
    if row.state in queries.UNDER_WAY:
        raise conflict("This edit is not at its end yet.")
    if not can_undo(row):
        raise conflict("There is nothing to undo: nothing was changed, or it is more than 30 days ago.")
    row.state = EditState.UNDOING
    ask(UNDO_EDIT, row.id)
    return row


def undo_until(edit: BatchEdit) -> datetime:
    return edit.created_at + UNDONE_FOR


def can_undo(edit: BatchEdit) -> bool:
    is_settled = edit.state in (EditState.DONE, EditState.FAILED)
    return is_settled and bool(edit.counts.get(Outcome.CHANGED)) and now() < undo_until(edit)


def undo_some(edit_id: str) -> BatchEdit | None:
    """Put the next slice of images back; None when there is nothing to do (any more)."""
    edit = queries.locked(edit_id)
    if edit is None or edit.state != EditState.UNDOING:
        return None
    viewer = queries.owner_now(edit.owner_id)
    items = queries.items_with(edit_id, Outcome.CHANGED, limit=SLICE)
    labels = _labels(items, changes.fields_of(edit.change))
    albums = _albums(viewer, [(item.before or {}).get("album") for item in items])

    def put_back(item: BatchEditItem, image: Image | None) -> Image | None:
        item.outcome = Outcome.KEPT
        if image is None or item.before is None or not permits(viewer, Permission.EDIT_IMAGE, image):
            return None
        return _put_back(item, image, labels.get(image.id, []), albums)

    _settle(edit, items, put_back)
    if len(items) < SLICE:
        edit.state = EditState.UNDONE
    return edit


def _put_back(item: BatchEditItem, image: Image, labels: Sequence[str], albums: Albums) -> Image | None:
    """Restore those fields that still hold what the edit set; what was changed since stays."""
    before, after = item.before or {}, item.after or {}
    restored = changes.untouched(changes.values_of(image, list(before), labels), before, after)
    if restored.get("album") not in albums:
        del restored["album"]
    if restored == before:
        item.outcome = Outcome.UNDONE
    return _put(image, restored, albums) if restored else None


def _put(image: Image, values: Values, albums: Albums) -> Image:
    """Set values by the services that a change by hand goes through, which keep every rule."""
    if "album" in values:
        stand_in(image, albums[values["album"]])
    set_fields(image, changes.as_fields(values))
    return image


def _settle(edit: BatchEdit, items: Sequence[BatchEditItem], settle: Edit) -> None:
    """Settle these items, count them, and tell at once of all images that changed."""
    images = queries.images_now([item.image_id for item in items]) if items else {}
    counts, others = dict(edit.counts), []
    for item in items:
        changed = settle(item, images.get(item.image_id))
        others += [changed] if changed is not None else []
        counts[item.outcome] = counts.get(item.outcome, 0) + 1
        if item.problem_code is not None:
            _note(edit, item.image_id, item.problem_code)
    if others:
        changed_together(others)
    edit.counts = counts


def _note(edit: BatchEdit, image_id: str, code: str) -> None:
    """Keep why an image was not changed, of the first few."""
    if sum(one == code for _id, one in edit.problems) < PROBLEMS_KEPT:
        edit.problems = [*edit.problems, [image_id, code]]


def _labels(items: Sequence[BatchEditItem], fields: Sequence[str]) -> dict[str, list[str]]:
    return queries.labels_of([item.image_id for item in items]) if "tags" in fields and items else {}


def _albums(viewer: Viewer | None, ids: Iterable[str | None]) -> Albums:
    """Those of these albums that the viewer may put images into, as they are now, and none for None."""
    found = {album_id: album_now(album_id) for album_id in sorted({one for one in ids if one is not None})}
    return {None: None} | {
        album_id: album
        for album_id, album in found.items()
        if album is not None and permits(viewer, Permission.EDIT_ALBUM, album)
    }


def give_up(edit_id: str, *, code: str = GAVE_UP) -> BatchEdit | None:
    """It came to no good end, for this reason: what waits still is not done. An undoing can be tried again."""
    edit = queries.locked(edit_id)
    if edit is None or edit.state not in queries.UNDER_WAY:
        return None
    for item in queries.items_with(edit_id, Outcome.WAITING, limit=PROBLEMS_KEPT):
        _note(edit, item.image_id, code)
    waiting = update(BatchEditItem).filter_by(edit_id=edit_id, outcome=Outcome.WAITING)
    given_up = waiting.values(outcome=Outcome.FAILED, problem_code=code)
    count = int(db.session.execute(given_up, execution_options=UNSYNCHRONISED).rowcount)  # type: ignore[attr-defined]
    edit.counts = {**edit.counts, Outcome.FAILED: edit.counts.get(Outcome.FAILED, 0) + count}
    edit.state, edit.finished_at = EditState.FAILED, edit.finished_at or now()
    return edit


def forget_image(event: ImageErased) -> None:
    """Nothing is left of what an image held that goes for ever."""
    items = update(BatchEditItem).filter_by(image_id=event.image_id)
    db.session.execute(items.values(before=None, after=None), execution_options=UNSYNCHRONISED)


def forget_old_edit() -> bool:
    """Forget what one edit changed that cannot be undone any more; False when there is none left."""
    listed_no_more = delete(BatchEdit).where(
        BatchEdit.created_at < now() - LISTED_FOR, BatchEdit.state.not_in(queries.UNDER_WAY)
    )
    edit_id = queries.old_edit(now() - UNDONE_FOR)
    if edit_id is None:
        db.session.execute(listed_no_more, execution_options=UNSYNCHRONISED)
        return False
    db.session.execute(delete(BatchEditItem).filter_by(edit_id=edit_id), execution_options=UNSYNCHRONISED)
    return True


def forget_edit_of(account_id: str) -> bool:
    """Forget one edit of an account that ends; False when there is none left."""
    edit_id = queries.any_edit_of(account_id)
    if edit_id is None:
        return False
    db.session.execute(delete(BatchEditItem).filter_by(edit_id=edit_id), execution_options=UNSYNCHRONISED)
    db.session.execute(delete(BatchEdit).filter_by(id=edit_id), execution_options=UNSYNCHRONISED)
    return True
