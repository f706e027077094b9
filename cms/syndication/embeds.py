"""How another page shows a picture or an album of this site: what oEmbed 1.0 has of it, every field by name."""

from typing import Any

from cms.albums.queries import SeenAlbum
from cms.images.models import Image
from cms.images.presenting import is_safe
from cms.images.queries import tags_of
from cms.images.schemas import SIZES, Size
from cms.settings import Settings
from cms.syndication.feeds import alt_text_of, fitted, rendition
from cms.syndication.schemas import Embed


def embedded_image(image: Image, settings: Settings, *, box: tuple[int, int], language: str) -> Embed:
    """The largest rendition within this box; a link alone where the picture is not for everybody's eyes."""
    embed = credited(image.title, image.owner, settings)
    alt_text = alt_text_of(image, tags_of([image.id])[image.id], language)
    told = {"alt_text": alt_text, "license": image.licence}
    if not is_safe(image):
        return embed.model_copy(update={**told, "title": image.title or alt_text})
    size = best_size(image, box)
    width, height = fitted(image, size)
    shown = {"type": "photo", "url": rendition(image, size, settings), "width": width, "height": height}
    return embed.model_copy(update={**told, **shown, **thumbnail(image, settings), "title": image.title or alt_text})


def embedded_album(seen: SeenAlbum, settings: Settings) -> Embed:
    """A link with the cover, where everybody may see that too."""
    embed = credited(seen.album.title, seen.album.owner, settings)
    shows = seen.cover is not None and is_safe(seen.cover)
    return embed.model_copy(update=thumbnail(seen.cover, settings) if shows and seen.cover is not None else {})


def credited(title: str, owner: Any, settings: Settings) -> Embed:
    return Embed(
        title=title,
        author_name=owner.display_name,
        author_url=f"{settings.address}/people/{owner.name}",
        provider_name=settings.site_name,
        provider_url=settings.address,
    )


def thumbnail(image: Image, settings: Settings) -> dict[str, str | int]:
    width, height = fitted(image, "400")
    place = rendition(image, "400", settings)
    return {"thumbnail_url": place, "thumbnail_width": width, "thumbnail_height": height}


def best_size(image: Image, box: tuple[int, int]) -> Size:
    """The largest that fits, else the smallest there is."""
    fitting = [size for size in SIZES if all(side <= most for side, most in zip(fitted(image, size), box, strict=True))]
    return fitting[-1] if fitting else SIZES[0]
