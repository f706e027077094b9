"""What happens to albums: made, changed, moved, filled, deleted. What changes where things stand locks their owner."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import delete, select, update

from cms.access.audience import ImageState, Privacy, is_public, strictest
from cms.access.viewer import Viewer
from cms.accounts.queries import lock_owner, lock_owners
from cms.accounts.standing import refuse_limited
from cms.albums import queries
from cms.albums.models import AlbumTag
from cms.errors import conflict, forbidden, invalid, not_found
from cms.events import AlbumChanged, AlbumErased, OwnerSuspended, announce
from cms.extensions import db, new_id
from cms.images import placing
from cms.images.models import Album, Image, Understanding
from cms.images.queries import own_ids
from cms.jobs.names import CLASSIFY_IMAGE
from cms.tags.keys import tag_key
from cms.work.service import ask_all

Fields = Mapping[str, object]
DEEPEST = 8
"""So many albums may stand one in another."""

PLAIN = ("title", "description", "category", "comments_closed")


def create(viewer: Viewer, fields: Fields, *, parent: Album | None, image_ids: Sequence[str] = ()) -> Album:
    """A new album, perhaps in another one, with these own images in it."""
    lock_owner(viewer.id)
    above = None if parent is None else album_as_it_is(parent)
    album_id = new_id()
    path = path_below(above, album_id)
    privacy = Privacy(str(fields["privacy"]))
    album = Album(
        id=album_id,
        owner_id=viewer.id,
        privacy=privacy,
        effective_privacy=strictest(privacy, *([] if above is None else [above.effective_privacy])),
        parent_id=above.id if above else None,
        path=path,
        cover_id=own_cover(viewer.id, fields.get("cover")),
        **{name: fields[name] for name in PLAIN if name in fields},
    )
    refuse_publishing(album, before=Privacy.PRIVATE)
    db.session.add(album)
    db.session.flush()
    replace_tags(album, fields["tags"])  # type: ignore[arg-type]
    put_images(album, image_ids, by=viewer.id)
    return album


def change(album: Album, fields: Fields, *, by: str) -> None:
    """Set what was named, and say who did it."""
    lock_owner(album.owner_id)
    db.session.refresh(album, with_for_update=True)
    before = values_of(album, fields)
    set_fields(album, fields, by=by)
    for name, value in values_of(album, fields).items():
        if value != before[name]:
            announce(AlbumChanged(album.id, by, name, before[name], value))


def set_fields(album: Album, fields: Fields, *, by: str) -> None:
    """The same under the owner's lock. A new level is in effect for the whole branch in this transaction."""
    for name in PLAIN:
        if name in fields:
            setattr(album, name, fields[name])
    if "title" in fields:
        placing.retell_album(album)
    if "tags" in fields:
        replace_tags(album, fields["tags"])  # type: ignore[arg-type]
    if "cover" in fields:
        album.cover_id = own_cover(by, fields["cover"], album=album)
    if "privacy" in fields:
        album.privacy = Privacy(str(fields["privacy"]))
    album.version += 1
    if "privacy" in fields:
        level = album.effective_privacy
        settle(queries.branch_of(album))
        refuse_publishing(album, before=level)


def values_of(album: Album, names: Iterable[str]) -> dict[str, object]:
    """What these fields of an album hold, as a person gives them."""
    found = {name: getattr(album, name) for name in (*PLAIN, "privacy") if name in names}
    if "cover" in names:
        found["cover"] = album.cover_id
    if "tags" in names:
        db.session.flush()
        found["tags"] = [tag.label for tag in queries.tags_of([album.id]).get(album.id, [])]
    return found


def move(album: Album, parent: Album | None) -> None:
    """Put an album with all below it into another one, or on top. Raises 422 for a place within itself or too deep."""
    lock_owner(album.owner_id)
    branch = queries.branch_of(album)
    above = None if parent is None else album_as_it_is(parent)
    if above is not None and above.path.startswith(album.path):
        raise invalid("parent", "An album cannot stand in itself.")
    root = path_below(above, album.id)
    grown = root.count("/") - album.path.count("/")
    if max(below.path.count("/") for below in branch) + grown > DEEPEST:
        raise too_deep()
    old = album.path
    for below in branch:
        below.path = root + below.path.removeprefix(old)
    album.parent_id = above.id if above else None
    album.version += 1
    before = album.effective_privacy
    settle(branch)
    refuse_publishing(album, before=before)


def refuse_publishing(album: Album, *, before: str) -> None:
    """Raise 403 where this made public what was not, for whoever may not publish at present."""
    if is_public(album.effective_privacy) and not is_public(before):
        refuse_limited(album.owner_id)


def settle(branch: Sequence[Album]) -> None:
    """Bring what is in effect in a branch in line with what was chosen: one statement for the images of each level."""
    db.session.flush()
    first = branch[0]
    outside = queries.album_now(first.parent_id) if first.parent_id else None
    in_effect = {outside.id: outside.effective_privacy} if outside else {}
    changed: dict[Privacy, list[str]] = defaultdict(list)
    for album in branch:
        own = Privacy.PRIVATE if album.is_hidden else Privacy(album.privacy)
        level = strictest(own, *([in_effect[album.parent_id]] if album.parent_id else []))
        in_effect[album.id] = level
        if album.effective_privacy != level:
            album.effective_privacy = level
            changed[level].append(album.id)
    for level, ids in changed.items():
        placing.follow_albums(first.owner_id, ids, level)


def hide(album: Album, *, is_hidden: bool) -> None:
    """A moderator keeps an album, with all below it, for its owner alone; or gives it back the level it had."""
    lock_owner(album.owner_id)
    db.session.refresh(album, with_for_update=True)
    album.is_hidden = is_hidden
    album.version += 1
    settle(queries.branch_of(album))


def put_images(album: Album, ids: Sequence[str], *, by: str) -> None:
    """Move own images into an album. Raises 404 when one of them is not there or somebody else's."""
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return
    lock_owners(album.owner_id, by)
    if own_ids(by, wanted) != set(wanted):
        raise not_found()
    placing.place_all(by, wanted, album_as_it_is(album), by=by)


def take_images_out(album: Album, ids: Sequence[str], *, by: str) -> None:
    """Take these images out of this album; those that are not in it stay where they are.

    What somebody else than its owner takes out is no more visible by that.
    """
    inside = select(Image.owner_id, Image.id).where(Image.id.in_(ids), Image.album_id == album.id)
    found: dict[str, list[str]] = defaultdict(list)
    lock_owners(album.owner_id, *db.session.scalars(inside.with_only_columns(Image.owner_id).distinct()))
    for owner_id, image_id in db.session.execute(inside):
        found[owner_id].append(image_id)
    for owner_id, theirs in found.items():
        placing.take_all_out(owner_id, theirs, keeps_level=owner_id != by)
    if found:
        announce(AlbumChanged(album.id, by, "images", [one for theirs in found.values() for one in theirs], []))


def refuse_foreign(owner_id: str, ids: Sequence[str]) -> None:
    """Raise 403 unless all these images are this account's."""
    if own_ids(owner_id, ids) != set(ids):
        raise forbidden()


def put_image(image: Image, album: Album | None) -> None:
    """Put one image into an album of its owner, or into none."""
    lock_owners(image.owner_id, *([] if album is None else [album.owner_id]))
    placing.place(image, None if album is None else album_as_it_is(album))


def remove(album: Album, *, trash_images: bool) -> None:
    """Delete an album. Its images and sub-albums move up, none more visible than before; or all below goes too."""
    lock_owner(album.owner_id)
    branch = queries.branch_of(album)
    gone = branch if trash_images else [album]
    if not trash_images:
        for child in [below for below in branch if below.parent_id == album.id]:
            child.privacy = child.effective_privacy
            move(child, db.session.get(Album, album.parent_id) if album.parent_id else None)
    placing.outlive_albums(album.owner_id, [below.id for below in gone], is_trashed=trash_images)
    for below in reversed(gone):
        db.session.execute(delete(AlbumTag).where(AlbumTag.album_id == below.id))
        db.session.execute(delete(Album).where(Album.id == below.id))
        announce(AlbumErased(below.id))


def understand_again(album: Album) -> int:
    """Have the models read every picture in an album anew; how many."""
    ready = select(Image.id).where(Image.album_id == album.id, Image.state == ImageState.READY)
    ids = list(db.session.scalars(ready.where(Image.is_trashed.is_(False))))
    anew = update(Image).where(Image.album_id == album.id, Image.state == ImageState.READY)
    db.session.execute(anew.values(understanding=Understanding.PENDING).execution_options(synchronize_session=False))
    ask_all(CLASSIFY_IMAGE, ids)
    return len(ids)


def replace_tags(album: Album, labels: Sequence[str]) -> None:
    """These are the album's words now, in this order."""
    db.session.execute(delete(AlbumTag).where(AlbumTag.album_id == album.id))
    db.session.add_all(
        AlbumTag(album_id=album.id, key=tag_key(label), label=label, position=position)
        for position, label in enumerate(labels)
    )


def own_cover(account_id: str, image_id: object, *, album: Album | None = None) -> str | None:
    """The image as a cover: one's own, one in the album, or none. Raises 422 for any other."""
    if image_id is None:
        return None
    if not may_be_cover(account_id, str(image_id), album):
        raise invalid("cover", "A cover is one of your own pictures, or one in the album.")
    return str(image_id)


def may_be_cover(account_id: str, image_id: str, album: Album | None) -> bool:
    """Whether it is this account's, or in the album."""
    inside = select(Image.id).where(Image.id == image_id, Image.album_id == (album.id if album else ""))
    return bool(own_ids(account_id, [image_id])) or db.session.scalar(inside) is not None


def path_below(above: Album | None, album_id: str) -> str:
    """Where an album of this id stands. Raises 422 where that is too deep."""
    path = f"{above.path if above else ''}{album_id}/"
    if path.count("/") > DEEPEST:
        raise too_deep()
    return path


def too_deep() -> Exception:
    return invalid("parent", f"At most {DEEPEST} albums stand one in another.")


def album_as_it_is(album: Album) -> Album:
    """The row under the owner's lock. Raises 409 when it was deleted meanwhile."""
    now = queries.album_now(album.id)
    if now is None:
        raise conflict("This album was deleted meanwhile.")
    return now


def follow_owner(event: OwnerSuspended) -> None:
    """Hide or show the albums of an account that was suspended or released, in the same transaction."""
    theirs = update(Album).where(Album.owner_id == event.account_id).values(is_owner_suspended=event.is_suspended)
    db.session.execute(theirs)


def erase_all_of(owner_id: str) -> None:
    """Remove the albums of a closed account, which hold no images any more; the innermost first."""
    ids = queries.innermost_first(owner_id)
    placing.outlive_albums(owner_id, ids, is_trashed=False)
    for album_id in ids:
        db.session.execute(delete(Album).where(Album.id == album_id))
        announce(AlbumErased(album_id))
