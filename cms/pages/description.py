"""What a page says of itself without running a script: title, OpenGraph, JSON-LD. Only of what everybody may see."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import urlencode

from cms.accounts.models import Account
from cms.images.models import Album, Image
from cms.images.presenting import is_safe
from cms.inert import for_script
from cms.reactions.models import Collection
from cms.settings import Settings

FEED = "application/atom+xml"
LONGEST_SUMMARY = 300


@dataclass(frozen=True)
class Description:
    """`picture` is the address of a picture, `facts` are those of schema.org beside what is said here.

    `feed` is the address of one, `is_embeddable` whether other pages may show it by oEmbed.
    """

    title: str
    summary: str
    address: str
    picture: str | None
    kind: str
    facts: Mapping[str, Any]
    alt_text: str = ""
    feed: str | None = None
    is_embeddable: bool = False


def head_of(page: Description, settings: Settings, *, nonce: str) -> str:
    """The title and all that follows it in the head of a document; text of people does nothing in it."""
    site_name = settings.site_name
    summary = " ".join(page.summary.split())[:LONGEST_SUMMARY]
    told = {
        "og:title": page.title,
        "og:description": summary,
        "og:type": "article",
        "og:url": page.address,
        "og:image": page.picture,
        "og:image:alt": page.alt_text if page.picture else None,
        "og:site_name": site_name,
    }
    lines = [f"<title>{escape(page.title)} · {escape(site_name)}</title>"]
    lines += [f'<meta name="description" content="{escape(summary)}">'] if summary else []
    lines += [f'<meta property="{name}" content="{escape(text)}">' for name, text in told.items() if text]
    lines += ['<meta name="twitter:card" content="summary_large_image">'] if page.picture else []
    lines += [f'<link rel="canonical" href="{escape(page.address)}">', *alternates(page, settings)]
    return "".join([*lines, f'<script type="application/ld+json" nonce="{escape(nonce)}">{linked(page)}</script>'])


def alternates(page: Description, settings: Settings) -> list[str]:
    """Where the same is told to programs: as a feed, as an embed."""
    embed = f"{settings.address}/oembed?{urlencode({'url': page.address})}" if page.is_embeddable else None
    told = {FEED: page.feed, "application/json+oembed": embed}
    return [alternate(kind, page.title, address) for kind, address in told.items() if address]


def alternate(kind: str, title: str, address: str) -> str:
    return f'<link rel="alternate" type="{kind}" title="{escape(title)}" href="{escape(address)}">'


def feed_of(asked: str, *, words: str, settings: Settings) -> str:
    """Where what is found by this part of an address behind the question mark is a feed."""
    return alternate(FEED, words or settings.site_name, f"{settings.address}/search/feed.atom?{asked}")


def linked(page: Description) -> str:
    """JSON-LD in the words of schema.org; what is not known is left out."""
    said = {"name": page.title, "description": page.summary, "url": page.address, **page.facts}
    known = {name: value for name, value in said.items() if value not in (None, "", [])}
    return for_script({"@context": "https://schema.org", "@type": page.kind, **known})


def image_description(image: Image, words: list[str], settings: Settings) -> Description:
    """A picture that everybody may see, with the words that people gave it; a sensitive one is told of, not shown."""
    at = f"{settings.address}/api/v1/images/{image.id}/renditions"
    facts = {
        "contentUrl": f"{at}/1600" if is_safe(image) else None,
        "thumbnailUrl": f"{at}/400" if is_safe(image) else None,
        "caption": image.alt_text,
        "creator": {"@type": "Person", "name": image.author or image.owner.display_name},
        "creditText": image.author,
        "copyrightNotice": image.licence,
        "license": image.licence if image.licence.startswith(("https://", "http://")) else None,
        "keywords": words,
        "uploadDate": image.created_at.isoformat(),
        "width": image.width,
        "height": image.height,
    }
    return Description(
        title=image.title or image.owner.display_name,
        summary=image.description,
        address=f"{settings.address}/images/{image.id}",
        picture=picture_address(image, settings),
        kind="ImageObject",
        facts=facts,
        alt_text=image.alt_text,
        is_embeddable=True,
    )


def collection_description(row: Collection, settings: Settings) -> Description:
    """A collection that everybody may see, by what its collector says of it."""
    return Description(
        title=row.title or row.owner.display_name,
        summary=row.description,
        address=f"{settings.address}/collections/{row.id}",
        picture=None,
        kind="Collection",
        facts={"creator": {"@type": "Person", "name": row.owner.display_name}},
    )


def album_description(album: Album, cover: Image | None, settings: Settings) -> Description:
    """An album that everybody may see, with a cover of which the same holds."""
    return Description(
        title=album.title,
        summary=album.description,
        address=f"{settings.address}/albums/{album.id}",
        picture=picture_address(cover, settings),
        kind="ImageGallery",
        facts={"creator": {"@type": "Person", "name": album.owner.display_name}},
        alt_text=cover.alt_text if cover is not None else "",
        feed=f"{settings.address}/albums/{album.id}/feed.atom",
        is_embeddable=True,
    )


def person_description(account: Account, picture: Image | None, settings: Settings) -> Description:
    """Somebody, with a picture that everybody may see."""
    return Description(
        title=account.display_name or account.name,
        summary="",
        address=f"{settings.address}/people/{account.name}",
        picture=picture_address(picture, settings),
        kind="ProfilePage",
        facts={"mainEntity": {"@type": "Person", "name": account.display_name, "alternateName": account.name}},
        alt_text=picture.alt_text if picture is not None else "",
        feed=f"{settings.address}/people/{account.name}/feed.atom",
    )


def picture_address(image: Image | None, settings: Settings) -> str | None:
    if image is None or not is_safe(image):
        return None
    return f"{settings.address}/api/v1/images/{image.id}/renditions/1600"
