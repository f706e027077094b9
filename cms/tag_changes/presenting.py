"""What moderators are told of relations and changes of tags."""

from collections.abc import Sequence

from cms.access.viewer import Viewer
from cms.batch_edits.models import EditState, Outcome
from cms.images.presenting import present_images
from cms.tag_changes.models import TagChange
from cms.tag_changes.queries import names_of
from cms.tag_changes.schemas import KeyAndName, Progress, RelationOut, TagChangeOut, TagPreviewOut
from cms.tag_changes.service import Preview, can_undo, undo_until
from cms.tags.models import TagRelation

TOLD = (Outcome.CHANGED, Outcome.UNCHANGED, Outcome.FAILED)
PUT_BACK = (Outcome.UNDONE, Outcome.KEPT)


def present_relations(rows: Sequence[TagRelation]) -> list[RelationOut]:
    names = names_of([account for row in rows for account in (row.author_id, row.remover_id)]) if rows else {}
    return [
        RelationOut(
            id=row.id,
            kind=row.kind,  # type: ignore[arg-type]
            word=KeyAndName(key=row.key, label=row.label),
            target=KeyAndName(key=row.target_key, label=row.target_label),
            by=names.get(row.author_id),
            at=row.created_at,
            removed_by=names.get(row.remover_id),
            removed_at=row.removed_at,
        )
        for row in rows
    ]


def progress_of(change: TagChange) -> Progress:
    if change.state in (EditState.UNDOING, EditState.UNDONE):
        put_back = sum(change.counts.get(outcome, 0) for outcome in PUT_BACK)
        return Progress(done=put_back, total=change.counts.get(Outcome.CHANGED, 0))
    return Progress(done=sum(change.counts.get(outcome, 0) for outcome in TOLD), total=change.total)


def present_changes(changes: Sequence[TagChange]) -> list[TagChangeOut]:
    names = names_of([account for one in changes for account in (one.author_id, one.undoer_id)]) if changes else {}
    return [
        TagChangeOut(
            id=change.id,
            tag=KeyAndName(key=change.key, label=change.label),
            to=KeyAndName(key=change.target_key, label=change.target_label),
            state=change.state,  # type: ignore[arg-type]
            progress=progress_of(change),
            counts={outcome.value: change.counts.get(outcome, 0) for outcome in (*TOLD, *PUT_BACK)},  # type: ignore[misc]
            by=names.get(change.author_id),
            created_at=change.created_at,
            finished_at=change.finished_at,
            undone_by=names.get(change.undoer_id),
            undone_at=change.undone_at,
            undo_until=undo_until(change),
            can={"undo": can_undo(change)},
        )
        for change in changes
    ]


def present_preview(preview: Preview, viewer: Viewer, *, language: str) -> TagPreviewOut:
    names = preview.names
    return TagPreviewOut(
        tag=KeyAndName(key=names.key, label=names.label),
        to=KeyAndName(key=names.target_key, label=names.target_label),
        total=preview.total,
        merged=preview.merged,
        items=present_images(preview.images, viewer, language=language),
    )
