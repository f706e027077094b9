"""The pages: one document for the browser, with what search engines and link previews may know; built files."""

import json
from html import escape
from pathlib import Path

from flask import Blueprint, Response, current_app, g, request, send_from_directory

from cms.access.guard import current_viewer, public
from cms.access.permissions import Permission
from cms.access.policy import permits
from cms.accounts.queries import account_by_name
from cms.albums.eyes import look_around
from cms.albums.queries import album_by_id, seen_album
from cms.collections.queries import collection_by_id
from cms.errors import not_found
from cms.follows.queries import person
from cms.images.queries import image_by_id, tags_of
from cms.pages.description import (
    Description,
    album_description,
    collection_description,
    feed_of,
    head_of,
    image_description,
    person_description,
)
from cms.settings import CHECKOUT, Settings
from cms.shares.queries import link_by_token, share_of
from cms.shares.routes import SEALED
from cms.wire.addresses import here

blueprint = Blueprint("pages", __name__)
BUILT = CHECKOUT / "pixels-ui" / "dist"
TITLE = "<title>Pixels</title>"
ROOT, HERE = 'data-root=""', '="./'
"""In the built document: the path of the site, and how addresses of its files begin."""

PAGES = (
    "/",
    "/following",
    "/for-you",
    "/search/picture/<id>",
    "/tags",
    "/help",
    "/help/search",
    "/help/pictures",
    "/help/privacy",
    "/help/albums",
    "/help/community",
    "/help/for-you",
    "/help/web",
    "/help/safety",
    "/takedown",
    "/takedowns/<id>",
    "/suspended/<token>",
    "/transparency",
    "/saved",
    "/classes",
    "/upload",
    "/login",
    "/register",
    "/recover",
    "/recover/<token>",
    "/confirm/<token>",
    "/me/pictures",
    "/me/albums",
    "/me/collections",
    "/me/notifications",
    "/me/copies",
    "/me/edits",
    "/projects/<id>",
    "/me/projects",
    "/me/crawls",
    "/me/crawls/<id>",
    "/me/trash",
    "/me/reports",
    "/me/decisions",
    "/me/requests",
    "/me/blocked",
    "/me/account",
    "/me/security",
    "/welcome/<token>",
)


def page(*, status: int = 200, head: str = "") -> Response:
    """The document; `head` is what is said of this page without running a script, beginning with its title."""
    text = (BUILT / "index.html").read_text(encoding="utf-8").replace(TITLE, head or TITLE, 1)
    text = text.replace(ROOT, f'data-root="{escape(here(""))}"', 1).replace(HERE, f'="{escape(here("/"))}')
    response = Response(text, status, mimetype="text/html")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def app_page(**_parts: str) -> Response:
    """A page that the browser draws by itself."""
    return page()


for _path in PAGES:
    blueprint.add_url_rule(_path, endpoint=f"page{PAGES.index(_path)}", view_func=public(app_page))


@blueprint.get("/search")
@public
def search_page() -> Response:
    """The page of a search or of a tag; feed readers are told where the same is a feed."""
    asked = request.query_string.decode(errors="replace")
    return page(head=TITLE + feed_of(asked, words=request.args.get("q", ""), settings=site()) if asked else "")


@blueprint.get("/images/<image_id>")
@public
def image_page(image_id: str) -> Response:
    """The page of a picture: 404 for who may not know of it, described to machines only when everyone may."""
    image = look_around(image_by_id(image_id))
    if image is None or not permits(current_viewer(), Permission.SEE_IMAGE, image):
        return page(status=404)
    if not permits(None, Permission.SEE_IMAGE, image):
        return page()
    words = [tag.label for tag in tags_of([image.id])[image.id]]
    return page(head=head(image_description(image, words, site())))


@blueprint.get("/albums/<album_id>")
@public
def album_page(album_id: str) -> Response:
    """The page of an album: as that of a picture; its cover is told where everyone may see that too."""
    album = album_by_id(album_id)
    if album is None or not permits(current_viewer(), Permission.SEE_ALBUM, album):
        return page(status=404)
    seen = seen_album(None, album_id) if permits(None, Permission.SEE_ALBUM, album) else None
    return page(head=head(album_description(seen.album, seen.cover, site())) if seen else "")


@blueprint.get("/collections/<collection_id>")
@public
def collection_page(collection_id: str) -> Response:
    """The page of a collection: 404 for who may not know of it, described to machines only when everyone may."""
    row = collection_by_id(collection_id)
    if row is None or not permits(current_viewer(), Permission.SEE_COLLECTION, row):
        return page(status=404)
    is_open = permits(None, Permission.SEE_COLLECTION, row)
    return page(head=head(collection_description(row, site())) if is_open else "")


@blueprint.get("/s/<token>")
@public
def share_page(token: str) -> Response:
    """The page of a share link, which tells machines nothing: 404 for one that opens nothing."""
    link = link_by_token(token)
    is_open = link is not None and permits(current_viewer(), Permission.OPEN_LINK, link)
    share = share_of(link, current_viewer()) if link is not None and is_open else None
    response = page(status=200 if share is not None else 404)
    response.headers.update(SEALED)
    return response


@blueprint.get("/people/<name>")
@blueprint.get("/people/<name>/<any('albums', 'collections', 'followers', 'following'):_part>")
@public
def person_page(name: str, _part: str = "") -> Response:
    """The page of a person: 404 for whom they have blocked."""
    account = account_by_name(name)
    if account is None or not permits(current_viewer(), Permission.SEE_PERSON, account):
        return page(status=404)
    seen = person(None, name) if permits(None, Permission.SEE_PERSON, account) else None
    return page(head=head(person_description(account, seen.picture, site())) if seen else "")


def site() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def head(told: Description) -> str:
    """What machines are told of a page that everybody may see."""
    return head_of(told, site(), nonce=g.nonce)


@blueprint.get("/assets/<path:name>")
@public
def built_file(name: str) -> Response:
    """A built file; its name changes with its content, so it may be kept for ever."""
    return send_from_directory(BUILT / "assets", name, max_age=31_536_000)


@blueprint.get("/manifest.webmanifest")
@public
def manifest() -> Response:
    """What a device needs to know to install the site as an app, under the name that the site has."""
    built = BUILT / "manifest.webmanifest"
    if not built.is_file():
        raise not_found()
    told = json.loads(built.read_text(encoding="utf-8"))
    told["name"] = told["short_name"] = current_app.extensions["settings"].site_name
    response = Response(json.dumps(told), mimetype="application/manifest+json")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


@blueprint.get("/<any('favicon.svg', 'theme.js', 'worker.js', 'plain.css', 'icon-192.png', 'icon-512.png'):name>")
@public
def root_file(name: str) -> Response:
    """The few files that must lie at the root."""
    if not Path(BUILT / name).is_file():
        raise not_found()
    return send_from_directory(BUILT, name, max_age=3600)
