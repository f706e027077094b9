"""What is told of a link to its maker, and of what it opens to whoever holds it: every field by name."""

from collections.abc import Sequence
from typing import Any

from cms.access.audience import Sensitivity
from cms.access.permissions import Permission
from cms.access.policy import permits
from cms.albums.presenting import present_cover
from cms.albums.queries import SeenAlbum
from cms.images.archive import Packed
from cms.images.bytes import has_original, named_file
from cms.images.models import Image
from cms.images.presenting import location_out, moment_with_offset, place_out
from cms.images.schemas import SIZES, Owner, Size, Title
from cms.shares import schemas
from cms.shares.models import ShareLink
from cms.shares.queries import Share, above, numbers_in
from cms.wire.addresses import here


def present_link(link: ShareLink) -> schemas.LinkOut:
    return schemas.LinkOut(**_told(link))


def present_new_link(link: ShareLink, token: str, *, site: str) -> schemas.NewLinkOut:
    return schemas.NewLinkOut(**_told(link), token=token, link=f"{site}/s/{token}")


def _told(link: ShareLink) -> dict[str, Any]:
    return {
        "id": link.id,
        "created_at": link.created_at,
        "expires_at": link.expires_at,
        "max_views": link.max_views,
        "views": link.views,
        "last_viewed_at": link.last_viewed_at,
        "has_password": link.password is not None,
        "download": link.has_download,
        "metadata": link.has_metadata,
        "upload": link.has_upload,
        "max_uploads": link.max_uploads,
        "uploads": link.uploads,
        "open": not link.is_over and not link.is_used_up,
    }


def present_share(share: Share, token: str, *, language: str) -> schemas.Shared:
    link, thing = share.link, share.thing
    image = present_image(share, thing, token, language=language) if share.kind == "image" else None
    count, albums = numbers_in(share)
    return schemas.Shared(
        kind=share.kind,
        owner=Owner(name=link.owner.name, display_name=link.owner.display_name),
        title=thing.title,
        description=thing.description,
        count=count,
        albums=albums,
        download=link.has_download,
        metadata=link.has_metadata,
        upload=link.has_upload,
        expires_at=link.expires_at,
        image=image,
    )


def present_image(share: Share, image: Image, token: str, *, language: str) -> schemas.SharedImage:
    at = address_of(token, image)
    may_load = permits(share.holder, Permission.LOAD_BY_LINK, image)
    told = permits(share.holder, Permission.SEE_METADATA_BY_LINK, image)
    return schemas.SharedImage(
        id=image.id,
        owner=Owner(name=image.owner.name, display_name=image.owner.display_name),
        title=image.title,
        description=image.description,
        alt_text=image.alt_text,
        licence=image.licence,
        author=image.author,
        width=image.width,
        height=image.height,
        format=image.format,
        is_animated=image.frames > 1,
        placeholder=image.placeholder,
        sensitivity=Sensitivity(image.sensitivity),
        renditions=renditions_by(token, image),
        original=f"{at}/original" if may_load else None,
        **(metadata_of(image, language) if told else {}),
    )


def address_of(token: str, image: Image) -> str:
    return here(f"/api/v1/share/{token}/images/{image.id}")


def renditions_by(token: str, image: Image) -> dict[Size, str]:
    return {size: f"{address_of(token, image)}/renditions/{size}" for size in SIZES}


def present_album(seen: SeenAlbum, token: str) -> schemas.LinkedAlbum:
    return schemas.LinkedAlbum(**_told_of_album(seen, token))


def present_album_inside(share: Share, seen: SeenAlbum, token: str) -> schemas.LinkedAlbumInside:
    """An album that somebody looks into, with those above it as far as the link opens them."""
    path = [Title(id=album_id, title=title) for album_id, title in above(share, seen.album)]
    told = _told_of_album(seen, token)
    return schemas.LinkedAlbumInside(**told, description=seen.album.description, above=path)


def _told_of_album(seen: SeenAlbum, token: str) -> dict[str, Any]:
    cover = present_cover(seen.cover) if seen.cover is not None else None
    if cover is not None and seen.cover is not None:
        cover.renditions = renditions_by(token, seen.cover)
    return {
        "id": seen.album.id,
        "title": seen.album.title,
        "count": seen.image_count,
        "albums": seen.album_count,
        "cover": cover,
    }


def pack(share: Share, images: Sequence[Image]) -> list[Packed]:
    """Those whose files this link lets people have, named and told of as it does of each."""
    packed = []
    for image in images:
        if has_original(image) and permits(share.holder, Permission.LOAD_BY_LINK, image):
            told = permits(share.holder, Permission.SEE_METADATA_BY_LINK, image)
            packed.append(Packed(image, named_file(image, image.title), is_whole=told, tells_when=told))
    return packed


def metadata_of(image: Image, language: str) -> dict[str, Any]:
    """What the file tells of where, when and with what the picture was taken."""
    return {
        "taken_at": moment_with_offset(image),
        "place": place_out(image, language),
        "location": location_out(image),
        "exif": image.exif,
    }
