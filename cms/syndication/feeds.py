"""Pictures as entries of feeds: every field by name, addresses in full."""

from collections.abc import Sequence
from urllib.parse import quote, urlencode

from cms.images.captions import caption
from cms.images.models import Image, Tag
from cms.images.presenting import is_safe, tag_label
from cms.images.queries import tags_of
from cms.images.schemas import Size
from cms.settings import Settings
from cms.storage.keys import rendition_type
from cms.syndication.atom import Entry, Feed, Picture


def rendition(image: Image, size: Size, settings: Settings) -> str:
    return f"{settings.address}/api/v1/images/{image.id}/renditions/{size}"


def fitted(image: Image, size: Size) -> tuple[int, int]:
    """Width and height of a rendition, which is never enlarged."""
    scale = min(1.0, int(size) / max(image.width, image.height))
    return max(1, round(image.width * scale)), max(1, round(image.height * scale))


def alt_text_of(image: Image, tags: Sequence[Tag], language: str) -> str:
    """What its owner said is to be seen, else what a machine would say."""
    return image.alt_text or caption(image, tags, language) or image.title


def licence_address(image: Image) -> str:
    return image.licence if image.licence.startswith(("https://", "http://")) else ""


def entry_of(image: Image, tags: Sequence[Tag], settings: Settings, *, language: str) -> Entry:
    width, height = fitted(image, "1600")
    alt_text, key = alt_text_of(image, tags, language), image.rendition_keys.get("1600")
    return Entry(
        address=f"{settings.address}/images/{image.id}",
        title=image.title or alt_text or image.owner.display_name,
        author=image.author or image.owner.display_name,
        author_address=f"{settings.address}/people/{image.owner.name}",
        description=image.description,
        rights=image.licence,
        licence=licence_address(image),
        tags=[(tag.key, tag_label(tag, language)) for tag in tags],
        picture=Picture(
            address=rendition(image, "1600", settings),
            thumbnail=rendition(image, "400", settings),
            content_type=rendition_type(key) if key else "",
            width=width,
            height=height,
            alt_text=alt_text,
            is_shown=is_safe(image),
        ),
        published=image.created_at,
        updated=image.updated_at,
    )


def feed_of(
    images: Sequence[Image],
    settings: Settings,
    *,
    title: str,
    page: str,
    path: str,
    asked: Sequence[tuple[str, str]],
    cursor: str | None,
    next_cursor: str | None,
    language: str,
) -> Feed:
    """One page of a feed at this path, which was asked for with these parameters and, for a later page, a cursor."""
    tags = tags_of(image.id for image in images)

    def at(cursor: str | None) -> str:
        query = urlencode([*asked, *([("cursor", cursor)] if cursor else [])])
        return f"{settings.address}{quote(path)}" + (f"?{query}" if query else "")

    return Feed(
        title=f"{title} · {settings.site_name}",
        page=f"{settings.address}{page}",
        here=at(cursor),
        first=at(None),
        next=at(next_cursor) if next_cursor else None,
        entries=[entry_of(image, tags.get(image.id, []), settings, language=language) for image in images],
    )
