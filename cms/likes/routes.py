"""Likes over HTTP: one tap, which may be sent twice."""

from flask import Blueprint, Response

from cms.access.guard import checked, oneself, requires
from cms.access.permissions import Permission
from cms.access.policy import is_own
from cms.albums.queries import album_by_id
from cms.images.models import Album, Image
from cms.images.queries import image_by_id
from cms.likes import service
from cms.likes.schemas import Liked
from cms.reactions.queries import count_of
from cms.wire.requests import answer, gives

blueprint = Blueprint("likes", __name__, url_prefix="/api/v1")


def load_image(image_id: str) -> Image:
    return checked(image_by_id(image_id), see=Permission.SEE_IMAGE)


def load_album(album_id: str) -> Album:
    return checked(album_by_id(album_id), see=Permission.SEE_ALBUM)


def told(thing: Image | Album, *, liked: bool) -> Response:
    is_told = is_own(oneself(), thing) or not thing.owner.hide_counts
    return answer(Liked(liked=liked, count=count_of(thing.id, "likes") if is_told else None))


@blueprint.put("/images/<image_id>/like")
@requires(Permission.LIKE, Permission.SEE_IMAGE)
@gives(Liked)
def like_image(image_id: str) -> Response:
    """Like an image."""
    image = load_image(image_id)
    service.like(oneself(), "image", image)
    return told(image, liked=True)


@blueprint.delete("/images/<image_id>/like")
@requires(Permission.LIKE, Permission.SEE_IMAGE)
@gives(Liked)
def unlike_image(image_id: str) -> Response:
    """Like an image no more."""
    image = load_image(image_id)
    service.unlike(oneself(), "image", image)
    return told(image, liked=False)


@blueprint.put("/albums/<album_id>/like")
@requires(Permission.LIKE, Permission.SEE_ALBUM)
@gives(Liked)
def like_album(album_id: str) -> Response:
    """Like an album."""
    album = load_album(album_id)
    service.like(oneself(), "album", album)
    return told(album, liked=True)


@blueprint.delete("/albums/<album_id>/like")
@requires(Permission.LIKE, Permission.SEE_ALBUM)
@gives(Liked)
def unlike_album(album_id: str) -> Response:
    """Like an album no more."""
    album = load_album(album_id)
    service.unlike(oneself(), "album", album)
    return told(album, liked=False)
