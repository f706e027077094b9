"""Pages as lines of sitemaps, and what is asked of programs that look around."""

from collections.abc import Iterable
from typing import Any

from cms.images.presenting import is_safe
from cms.settings import Settings
from cms.syndication.queries import Kind
from cms.syndication.xml import add, root, written

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
PICTURES = "http://www.google.com/schemas/sitemap-image/1.1"
PLACES = {"images": "/images/", "albums": "/albums/", "people": "/people/"}


def sitemap_index(starts: Iterable[tuple[Kind, str]], settings: Settings) -> bytes:
    document = root("sitemapindex", {"xmlns": SITEMAP})
    for kind, start in starts:
        add(add(document, "sitemap"), "loc", f"{settings.address}/sitemaps/{kind}.xml?start={start}")
    return written(document)


def sitemap(kind: Kind, rows: Iterable[Any], settings: Settings) -> bytes:
    """Pages that everybody may see; those of pictures with the picture, where it is shown without being asked for."""
    document = root("urlset", {"xmlns": SITEMAP, "xmlns:image": PICTURES})
    for row in rows:
        url = add(document, "url")
        add(url, "loc", f"{settings.address}{PLACES[kind]}{row[0]}")
        if kind == "images":
            add(url, "lastmod", row.updated_at.isoformat(timespec="seconds"))
        if kind == "images" and is_safe(row):
            add(add(url, "image:image"), "image:loc", f"{settings.address}/api/v1/images/{row.id}/renditions/1600")
    return written(document)


def robots(settings: Settings) -> str:
    """What programs that look around should leave alone, and where the sitemaps are."""
    closed = ("/admin/", "/me/", "/search", "/recover", "/confirm/", "/welcome/", "/unsubscribe/")
    lines = [f"Disallow: {settings.path}{path}" for path in closed]
    return "\n".join(["User-agent: *", *lines, "", f"Sitemap: {settings.address}/sitemap.xml", ""])
