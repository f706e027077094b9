"""What of an album is told to whom: every field by name."""

from collections.abc import Mapping, Sequence

from cms.access.audience import Privacy, Sensitivity
from cms.access.permissions import Permission
from cms.access.policy import is_in_scope, is_own, permits
from cms.access.viewer import Viewer
from cms.albums import schemas
from cms.albums.models import AlbumTag
from cms.albums.queries import Relative, SeenAlbum, ids_above
from cms.images.models import Image, Source
from cms.images.presenting import counts_out, renditions_of
from cms.images.schemas import KeyAndLabel, Owner, Title
from cms.reactions.queries import marks_from
from cms.vision.categories import display_name


def present_album(
    seen: SeenAlbum,
    viewer: Viewer | None,
    *,
    tags: Sequence[AlbumTag],
    relatives: Mapping[str, Relative],
    language: str,
) -> schemas.AlbumOut:
    """The album with counts, cover, parents and children as this viewer may know them."""
    album = seen.album
    marks = marks_from(seen.tally, liked=bool(seen.is_liked), collected=bool(seen.is_collected))
    above = [relatives[album_id] for album_id in ids_above(album) if album_id in relatives]
    below = [other for other in relatives.values() if other.parent_id == album.id]
    category = KeyAndLabel(key=album.category, label=display_name(album.category, language), source=Source.USER)
    return schemas.AlbumOut(
        id=album.id,
        owner=Owner(name=album.owner.name, display_name=album.owner.display_name),
        title=album.title,
        description=album.description,
        category=category,
        tags=[schemas.AlbumTagOut(key=tag.key, label=tag.label) for tag in tags],
        privacy=Privacy(album.privacy),
        effective_privacy=Privacy(album.effective_privacy),
        shared=album.has_people and has_part(seen, viewer),
        cover=present_cover(seen.cover) if seen.cover and is_in_scope(viewer, Permission.SEE_IMAGE) else None,
        counts=schemas.AlbumCounts(
            images=seen.image_count,
            albums=seen.album_count,
            **dict(counts_out(marks, told=is_own(viewer, album) or not album.owner.hide_counts)),
        ),
        liked=marks.liked,
        collected=marks.collected,
        parent=titled(above)[-1] if above and above[-1].id == album.parent_id else None,
        ancestors=titled(above),
        children=titled(below),
        created_at=album.created_at,
        updated_at=album.updated_at,
        comments_closed=album.comments_closed,
        can=abilities(seen, viewer),
    )


def titled(albums: Sequence[Relative]) -> list[Title]:
    return [Title(id=album.id, title=album.title) for album in albums]


def has_part(seen: SeenAlbum, viewer: Viewer | None) -> bool:
    return seen.has_role or is_own(viewer, seen.album)


def abilities(seen: SeenAlbum, viewer: Viewer | None) -> dict[str, bool]:
    may_edit = permits(viewer, Permission.EDIT_ALBUM, seen.album)
    by_role = {
        "add": Permission.FILL_ALBUM,
        "arrange": Permission.ARRANGE_ALBUM,
        "see_people": Permission.LOOK_INTO_ALBUM,
    }
    takes_part = has_part(seen, viewer)
    roles = {name: takes_part and permits(viewer, permission, seen.album) for name, permission in by_role.items()}
    may = {
        "comment": Permission.ADD_COMMENT,
        "like": Permission.LIKE,
        "collect": Permission.COLLECT,
        "report": Permission.REPORT,
    }
    others = {name: permits(viewer, permission, seen.album) for name, permission in may.items()}
    return {"edit": may_edit, "delete": may_edit, "download": seen.image_count > 0, **roles, **others}


def present_cover(image: Image) -> schemas.Cover:
    """A picture of which no more is told than what shows it."""
    return schemas.Cover(
        id=image.id,
        width=image.width,
        height=image.height,
        placeholder=image.placeholder,
        alt_text=image.alt_text or image.title,
        sensitivity=Sensitivity(image.sensitivity),
        renditions=renditions_of(image),
    )
