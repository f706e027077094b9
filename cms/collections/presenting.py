"""What of a collection is told to whom."""

from collections.abc import Mapping, Sequence

from cms.access.audience import Privacy
from cms.access.permissions import Permission
from cms.access.policy import permits
from cms.access.viewer import Viewer
from cms.albums.schemas import AlbumOut
from cms.collections import schemas
from cms.collections.queries import SeenCollection, SeenItem
from cms.images.models import Image
from cms.images.presenting import is_safe, present_images, renditions_of
from cms.images.schemas import Owner


def present_collection(
    seen: SeenCollection, viewer: Viewer | None, covers: Mapping[str, Image]
) -> schemas.CollectionOut:
    row = seen.collection
    cover = covers.get(seen.cover_id or "")
    may_edit = permits(viewer, Permission.EDIT_COLLECTION, row)
    return schemas.CollectionOut(
        id=row.id,
        owner=Owner(name=row.owner.name, display_name=row.owner.display_name),
        title=row.title,
        description=row.description,
        privacy=Privacy(row.privacy),
        default=row.default_of is not None,
        count=seen.count,
        cover=renditions_of(cover) if cover is not None and is_safe(cover) else None,
        created_at=row.created_at,
        updated_at=row.updated_at,
        hidden=row.is_hidden and may_edit,
        can={
            "edit": may_edit,
            "delete": may_edit and row.default_of is None,
            "report": permits(viewer, Permission.REPORT, row),
        },
    )


def present_items(
    items: Sequence[SeenItem], albums: Mapping[str, AlbumOut], viewer: Viewer | None, *, language: str
) -> list[schemas.ItemOut]:
    """Each as a whole, or that something is there."""
    shown = [one.image for one in items if one.image is not None]
    images = {image.id: image for image in present_images(shown, viewer, language=language)}
    return [_item_out(one, images.get(one.item.thing_id), albums.get(one.item.thing_id)) for one in items]


def _item_out(seen: SeenItem, image: object, album: AlbumOut | None) -> schemas.ItemOut:
    item = seen.item
    kind = "image" if item.kind == "image" else "album"
    told: dict[str, object] = {"id": item.thing_id, "kind": kind, "added_at": item.added_at}
    whole = {name: thing for name, thing in (("image", image), ("album", album)) if thing is not None}
    return schemas.ItemOut.model_validate({**told, **whole, "placeholder": not whole})
