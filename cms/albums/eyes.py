"""Looking into an album as one of its people, who see what is in it though it be private."""

from typing import TypeVar

from cms.access.guard import current_viewer, look_inside
from cms.access.permissions import Permission
from cms.access.policy import permits
from cms.albums.queries import album_by_id
from cms.images.models import Album, Image
from cms.images.queries import Shown

Picture = TypeVar("Picture", Image | None, Shown | None)


def look_into(album: Album | None) -> Album | None:
    """From now on in this request its people see what is in this album."""
    viewer = current_viewer()
    if viewer is not None and album is not None and permits(viewer, Permission.LOOK_INTO_ALBUM, album):
        look_inside(album.id)
    return album


def look_around(image: Picture) -> Picture:
    """The same of the album of an image that the caller would not see otherwise."""
    viewer = current_viewer()
    if viewer is None or image is None or permits(viewer, Permission.SEE_IMAGE, image):
        return image
    if image.album_id is not None:
        look_into(album_by_id(image.album_id))
    return image
