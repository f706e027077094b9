"""Images in albums: put in, taken out, and following their album's level in the same transaction."""

from collections.abc import Sequence

from cms.access.audience import Privacy, strictest
from cms.access.sql import narrowed
from cms.extensions import db, now
from cms.images.changes import change_all, changed
from cms.images.models import Album, Image


def place(image: Image, album: Album | None) -> None:
    """Put an image into an album, or into none. The caller holds the owner's lock."""
    stand_in(image, album)
    changed(image)


def stand_in(image: Image, album: Album | None) -> None:
    """The same, where the caller tells of the change."""
    db.session.refresh(image, ["privacy"])
    image.album = album
    image.album_privacy = Privacy.PUBLIC if album is None else album.effective_privacy
    image.effective_privacy = strictest(image.privacy, image.album_privacy)


def place_all(ids: Sequence[str], album: Album) -> None:
    """Put images of the album's owner into it, in one statement. The caller holds the owner's lock."""
    level = Privacy(album.effective_privacy)
    own = {"album_privacy": level, "effective_privacy": narrowed(Image.privacy, level)}
    change_all(album.owner_id, Image.id.in_(ids), album_id=album.id, **own)


def take_all_out(owner_id: str, ids: Sequence[str]) -> None:
    """Take images out of their albums, in one statement: now their own level is in effect."""
    own = {"album_privacy": Privacy.PUBLIC, "effective_privacy": Image.privacy}
    change_all(owner_id, Image.id.in_(ids), album_id=None, **own)


def follow_albums(owner_id: str, album_ids: Sequence[str], level: Privacy) -> None:
    """These albums have this level now: what is in them follows, in one statement."""
    own = {"album_privacy": level, "effective_privacy": narrowed(Image.privacy, level)}
    change_all(owner_id, Image.album_id.in_(album_ids), **own)


def retell_album(album: Album) -> None:
    """What is in this album is found by its new title from now on."""
    change_all(album.owner_id, Image.album_id == album.id)


def outlive_albums(owner_id: str, album_ids: Sequence[str], *, is_trashed: bool) -> None:
    """These albums go. No image becomes more visible by that: what was in effect is now its own level."""
    own = {"privacy": Image.effective_privacy, "album_privacy": Privacy.PUBLIC, "album_id": None}
    if is_trashed:
        thrown = Image.album_id.in_(album_ids) & Image.is_trashed.is_(False)
        change_all(owner_id, thrown, **own, is_trashed=True, trashed_at=now())
    change_all(owner_id, Image.album_id.in_(album_ids), **own)
