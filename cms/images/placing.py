"""Images in albums: put in, taken out, and following their album's level in the same transaction.

A guest is an account with images in an album of somebody else.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from sqlalchemy import select

from cms.access.audience import Privacy, in_album, strictest
from cms.access.sql import narrowed
from cms.events import AlbumChanged, announce
from cms.extensions import db, now
from cms.images.changes import change_all, changed
from cms.images.models import Album, Image


def place(image: Image, album: Album | None) -> None:
    """Put an image into an album, or into none. The caller holds the locks of both owners."""
    stand_in(image, album)
    changed(image)


def stand_in(image: Image, album: Album | None) -> None:
    """The same, where the caller tells of the change."""
    db.session.refresh(image, ["privacy"])
    if image.album_id and (album is None or album.id != image.album_id):
        announce(AlbumChanged(image.album_id, image.owner_id, "images", [image.id], []))
    if album is not None and album.id != image.album_id:
        announce(AlbumChanged(album.id, image.owner_id, "images", [], [image.id]))
    image.album, image.album_id = album, None if album is None else album.id
    image.album_privacy = Privacy.PUBLIC if album is None else album.effective_privacy
    image.effective_privacy = in_effect(image, album)


def in_effect(image: Image, album: Album | None) -> Privacy:
    """The stricter of what the image's owner chose and of what its album is for it."""
    if album is None:
        return Privacy(image.privacy)
    level = in_album(image.album_privacy, is_guest=album.owner_id != image.owner_id)
    return strictest(image.privacy, level)


def place_all(owner_id: str, ids: Sequence[str], album: Album, *, by: str) -> None:
    """Put images of one owner into an album, in one statement. The caller holds the locks of both owners."""
    for before, moved in _by_album(ids).items():
        if before is not None and before != album.id:
            announce(AlbumChanged(before, by, "images", moved, []))
        if before != album.id:
            announce(AlbumChanged(album.id, by, "images", [], moved))
    followed = _followed(album.effective_privacy, is_guest=album.owner_id != owner_id)
    change_all(owner_id, Image.id.in_(ids), album_id=album.id, **followed)


def _by_album(ids: Sequence[str]) -> dict[str | None, list[str]]:
    """These images by the album that they are in."""
    found: dict[str | None, list[str]] = defaultdict(list)
    for image_id, album_id in db.session.execute(select(Image.id, Image.album_id).where(Image.id.in_(ids))):
        found[album_id].append(image_id)
    return found


def take_all_out(owner_id: str, ids: Sequence[str], *, keeps_level: bool) -> None:
    """Take images out of their albums, in one statement: now their own level is in effect.

    With `keeps_level` none is more visible by that: what was in effect is now its own level.
    """
    change_all(owner_id, Image.id.in_(ids), **_alone(keeps_level=keeps_level))


def take_guest_out(album_id: str, guest_id: str, *, keeps_level: bool) -> None:
    """The same for all images that a guest has in an album."""
    change_all(guest_id, Image.album_id == album_id, **_alone(keeps_level=keeps_level))


def follow_albums(owner_id: str, album_ids: Sequence[str], level: Privacy) -> None:
    """These albums of this owner have this level now: what is in them follows, in one statement for each account."""
    for account_id in _owners_in(owner_id, album_ids):
        change_all(account_id, Image.album_id.in_(album_ids), **_followed(level, is_guest=account_id != owner_id))


def retell_album(album: Album) -> None:
    """What is in this album is found by its new title from now on."""
    for account_id in _owners_in(album.owner_id, [album.id]):
        change_all(account_id, Image.album_id == album.id)


def outlive_albums(owner_id: str, album_ids: Sequence[str], *, is_trashed: bool) -> None:
    """These albums go. No image becomes more visible by that; those of guests are never trashed."""
    own = _alone(keeps_level=True)
    if is_trashed:
        thrown = Image.album_id.in_(album_ids) & Image.is_trashed.is_(False)
        change_all(owner_id, thrown, **own, is_trashed=True, trashed_at=now())
    for account_id in _owners_in(owner_id, album_ids):
        change_all(account_id, Image.album_id.in_(album_ids), **own)


def _owners_in(owner_id: str, album_ids: Sequence[str]) -> Iterator[str]:
    """The owner of these albums, then everybody else who has images in them."""
    yield owner_id
    guests = select(Image.owner_id).where(Image.album_id.in_(album_ids), Image.owner_id != owner_id).distinct()
    yield from db.session.scalars(guests.order_by(Image.owner_id)).all()


def _followed(level: str, *, is_guest: bool) -> dict[str, object]:
    effective = narrowed(Image.privacy, in_album(level, is_guest=is_guest))
    return {"album_privacy": Privacy(level), "effective_privacy": effective}


def _alone(*, keeps_level: bool) -> dict[str, object]:
    own = {"privacy": Image.effective_privacy} if keeps_level else {"effective_privacy": Image.privacy}
    return {**own, "album_privacy": Privacy.PUBLIC, "album_id": None}
