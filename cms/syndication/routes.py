"""Feeds, embeds and sitemaps over HTTP. Whoever asks gets what everybody may see, less what is behind a block."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, get_args
from urllib.parse import parse_qsl, urlsplit

from flask import Blueprint, Response, current_app, request
from werkzeug.wrappers import Response as AnyResponse

from cms.access.guard import checked, current_viewer, public, requires
from cms.access.permissions import Permission
from cms.access.policy import permits
from cms.access.rates import Rate, rated
from cms.accounts.queries import account_by_name
from cms.albums.queries import album_by_id, seen_album
from cms.backends import Backends
from cms.errors import Problem, not_found
from cms.feed.service import tag_named
from cms.images.models import Image
from cms.images.queries import image_by_id, visible_ids
from cms.images.schemas import ListQuery
from cms.index.base import Order
from cms.search import service as searching
from cms.search.asking import expanded, query_string, wish_of
from cms.search.schemas import SearchParameters
from cms.settings import Settings
from cms.syndication import queries, sitemaps
from cms.syndication.atom import MEDIA_TYPE, feed_xml
from cms.syndication.embeds import embedded_album, embedded_image
from cms.syndication.feeds import feed_of
from cms.syndication.schemas import Embed, EmbedQuery, SitemapQuery
from cms.tags.keys import tag_label
from cms.wire.language import caller_language
from cms.wire.requests import takes

blueprint = Blueprint("syndication", __name__)


def site() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def for_everyone(thing: Any, see: Permission) -> Any:
    """The thing, if everybody may see it and this caller too. Raises 404 as for what is not there."""
    found = checked(thing, see=see)
    if not permits(None, see, found):
        raise not_found()
    return found


def kept(body: bytes, media_type: str) -> AnyResponse:
    """An answer that is not sent again to who has it, and that nobody keeps without asking."""
    response = Response(body, content_type=f"{media_type}; charset=utf-8")
    response.set_etag(hashlib.sha256(body).hexdigest()[:32])
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers.add("Vary", "Cookie, Authorization, Accept-Language")
    return response.make_conditional(request)


def feed_answer(
    images: Sequence[Image],
    next_cursor: str | None,
    query: ListQuery,
    *,
    title: str,
    page: str,
    asked: Sequence[tuple[str, str]] = (),
) -> AnyResponse:
    limit = [("limit", str(query.limit))] if "limit" in query.model_fields_set else []
    feed = feed_of(
        images,
        site(),
        title=title,
        page=page,
        path=request.path,
        asked=[*asked, *limit],
        cursor=query.cursor,
        next_cursor=next_cursor,
        language=caller_language(),
    )
    return kept(feed_xml(feed), MEDIA_TYPE)


@blueprint.get("/people/<name>/feed.atom")
@requires(Permission.SEE_IMAGE, Permission.SEE_PERSON)
@takes(query=ListQuery)
def feed_of_person(name: str, query: ListQuery) -> AnyResponse:
    """What somebody added that everybody may see."""
    account = for_everyone(account_by_name(name), Permission.SEE_PERSON)
    page = queries.open_images_of(current_viewer(), account, query.wanted())
    title = account.display_name or account.name
    return feed_answer(page.rows, page.next, query, title=title, page=f"/people/{account.name}")


@blueprint.get("/albums/<album_id>/feed.atom")
@requires(Permission.SEE_IMAGE, Permission.SEE_ALBUM)
@takes(query=ListQuery)
def feed_of_album(album_id: str, query: ListQuery) -> AnyResponse:
    """What is in an album that everybody may see."""
    album = for_everyone(album_by_id(album_id), Permission.SEE_ALBUM)
    page = queries.open_images_in(current_viewer(), album, query.wanted())
    return feed_answer(page.rows, page.next, query, title=album.title, page=f"/albums/{album.id}")


@blueprint.get("/tags/<path:key>/feed.atom")
@requires(Permission.SEE_IMAGE)
@rated(Rate.SEARCH)
@takes(query=ListQuery)
def feed_of_tag(key: str, query: ListQuery) -> AnyResponse:
    """What has a tag; no entries where nothing has it that everybody may see."""
    named = tag_named(key)
    page = queries.open_images_tagged(current_viewer(), named, query.wanted())
    asked = query_string(SearchParameters(tag=[named]), {})
    return feed_answer(page.rows, page.next, query, title=tag_label(named, "en"), page=f"/search?{asked}")


@blueprint.get("/search/feed.atom")
@requires(Permission.SEE_IMAGE)
@rated(Rate.SEARCH)
@takes(query=SearchParameters)
def feed_of_search(query: SearchParameters) -> AnyResponse:
    """What everybody may see of what is found, the newest first unless it is asked for otherwise."""
    backends: Backends = current_app.extensions["backends"]
    asked = query_string(query, {"scope": query.scope})
    wish = replace(wish_of(expanded(query)[0]), is_mine=False, is_counted=False)
    if "sort" not in query.model_fields_set:
        wish = replace(wish, order=Order.NEWEST)
    outcome = searching.search(backends.index, None, wish)
    shown = visible_ids(current_viewer(), [image.id for image in outcome.images])
    images = [image for image in outcome.images if image.id in shown]
    page = f"/search?{asked}" if asked else "/search"
    return feed_answer(images, outcome.next, query, title=query.q or "*", page=page, asked=parse_qsl(asked))


@blueprint.get("/oembed")
@requires(Permission.SEE_IMAGE, Permission.SEE_ALBUM)
@takes(query=EmbedQuery)
def embed(query: EmbedQuery) -> AnyResponse:
    """How another page shows a picture or an album that everybody may see. Raises 404 for any other page."""
    if query.format != "json":
        raise Problem(501, "not-implemented", "Embeds are told as JSON alone.")
    kind, thing_id = thing_at(query.url)
    if kind == "images":
        image = for_everyone(image_by_id(thing_id), Permission.SEE_IMAGE)
        box = query.maxwidth, query.maxheight
        return embed_answer(embedded_image(image, site(), box=box, language=caller_language()))
    for_everyone(album_by_id(thing_id), Permission.SEE_ALBUM)
    seen = seen_album(None, thing_id)
    if seen is None:
        raise not_found()
    return embed_answer(embedded_album(seen, site()))


def embed_answer(told: Embed) -> AnyResponse:
    return kept(told.model_dump_json(exclude_none=True).encode(), "application/json")


def thing_at(address: str) -> tuple[str, str]:
    """What the page at this address of the site is of. Raises 404 for the page of anything else."""
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise not_found() from error
    path = parts.path.removeprefix(site().path).strip("/").split("/")
    is_ours = f"{parts.scheme}://{parts.netloc}" in site().origins and parts.path.startswith(site().path)
    if not is_ours or len(path) != 2 or path[0] not in ("images", "albums"):
        raise not_found()
    return path[0], path[1]


@blueprint.get("/sitemap.xml")
@public
@rated(Rate.SEARCH)
def sitemap_index() -> AnyResponse:
    """Where the sitemaps are of all pages that everybody may see."""
    starts = [(kind, start) for kind in get_args(queries.Kind) for start in queries.sitemap_starts(kind)]
    return kept(sitemaps.sitemap_index(starts, site()), "application/xml")


@blueprint.get("/sitemaps/<any('images', 'albums', 'people'):kind>.xml")
@public
@rated(Rate.SEARCH)
@takes(query=SitemapQuery)
def sitemap(kind: queries.Kind, query: SitemapQuery) -> AnyResponse:
    """Some of these pages, from one id on."""
    rows = queries.sitemap_rows(kind, query.start)
    if not rows:
        raise not_found()
    return kept(sitemaps.sitemap(kind, rows, site()), "application/xml")


@blueprint.get("/robots.txt")
@public
def robots() -> AnyResponse:
    """What programs that look around are asked to leave alone."""
    return Response(sitemaps.robots(site()), mimetype="text/plain")
