"""What is told of an edit of many images, to its owner alone."""

from collections.abc import Mapping
from typing import Any

from cms.access.viewer import Viewer
from cms.albums.queries import titles_of
from cms.batch_edits.changes import NOT_YOURS, SENTENCES, Values
from cms.batch_edits.models import BatchEdit, EditState, Outcome
from cms.batch_edits.schemas import (
    BatchEditOut,
    Keyed,
    PreviewItem,
    PreviewOut,
    Progress,
    Reason,
    Trouble,
)
from cms.batch_edits.schemas import Values as ValuesOut
from cms.batch_edits.service import Preview, can_undo, undo_until
from cms.images.presenting import present_images
from cms.images.schemas import PlaceOut, Title
from cms.media.places import label
from cms.vision.categories import display_name

EVENT = "batch-edit"
TOLD = (Outcome.CHANGED, Outcome.UNCHANGED, Outcome.REFUSED, Outcome.FAILED)


def progress_of(edit: BatchEdit) -> Progress:
    undone = sum(edit.counts.get(outcome, 0) for outcome in (Outcome.UNDONE, Outcome.KEPT))
    if edit.state in (EditState.UNDOING, EditState.UNDONE):
        return Progress(done=undone, total=edit.counts.get(Outcome.CHANGED, 0))
    return Progress(done=sum(edit.counts.get(outcome, 0) for outcome in TOLD), total=edit.total)


def told_live(edit: BatchEdit) -> dict[str, str]:
    """What open pages hear of it."""
    progress = progress_of(edit)
    return {"id": edit.id, "state": str(edit.state), "done": str(progress.done), "total": str(progress.total)}


def present_edit(edit: BatchEdit) -> BatchEditOut:
    """An edit with the first images that were not changed: ids that were sent, or that the edit was allowed to read."""
    undone: tuple[Outcome, ...] = ()
    if edit.state in (EditState.UNDOING, EditState.UNDONE) or Outcome.KEPT in edit.counts:
        undone = (Outcome.UNDONE, Outcome.KEPT)
    return BatchEditOut(
        id=edit.id,
        state=edit.state,  # type: ignore[arg-type]
        progress=progress_of(edit),
        counts={outcome.value: edit.counts.get(outcome, 0) for outcome in (*TOLD, *undone)},  # type: ignore[misc]
        problems=[
            Trouble(id=image_id, code=code, detail=SENTENCES[code])
            for image_id, code in edit.problems
            if edit.query is None or code != NOT_YOURS
        ],
        change=edit.change,
        created_at=edit.created_at,
        finished_at=edit.finished_at,
        undo_until=undo_until(edit),
        can={"undo": can_undo(edit)},
    )


def present_preview(preview: Preview, viewer: Viewer, *, language: str) -> PreviewOut:
    images = present_images([one.image for one in preview.items], viewer, language=language)
    albums = {side.get("album") for one in preview.items for side in (one.before, one.after)} - {None}
    titles = titles_of(viewer, sorted(map(str, albums)))
    return PreviewOut(
        total=preview.total,
        refused=preview.refused,
        items=[
            PreviewItem(
                image=image,
                before=values_out(one.before, one.image.taken_offset, titles, language),
                after=values_out(one.after, one.image.taken_offset, titles, language),
                problem=Reason(code=one.code, detail=SENTENCES[one.code]) if one.code is not None else None,
            )
            for image, one in zip(images, preview.items, strict=True)
        ],
    )


def values_out(values: Values, offset: str | None, titles: Mapping[str, str], language: str) -> ValuesOut:
    """The values as an image tells them."""
    told: dict[str, Any] = dict(values)
    if "category" in values:
        key = values["category"][0]
        told["category"] = Keyed(key=key, label=display_name(key, language))
    if values.get("taken_at"):
        told["taken_at"] = values["taken_at"] + (offset or "")
    if values.get("album"):
        album = values["album"]
        told["album"] = Title(id=album, title=titles[album]) if album in titles else None
    if values.get("place") is not None:
        name = label(values["place"], language)
        told["place"] = PlaceOut(id=str(values["place"]), label=name) if name else None
    return ValuesOut.model_construct(_fields_set=set(told), **told)
