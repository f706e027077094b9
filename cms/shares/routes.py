"""Share links over HTTP: their makers' lists of them, and what a link shows to whoever holds it.

Every request asks the database whether the link holds still. A link with a password or with a number of looks needs a
visit, which the browser brings in a cookie for this one link; it opens nothing that the link does not.
"""

from typing import Literal

from flask import Blueprint, Response, current_app, request
from werkzeug.wrappers import Response as AnyResponse

from cms.access.guard import checked, current_viewer, oneself, requires
from cms.access.permissions import Permission
from cms.access.policy import permits
from cms.access.rates import Rate, rated
from cms.albums.queries import seen_album
from cms.errors import Problem, forbidden, not_found
from cms.images.archive import archive_answer
from cms.images.bytes import named_file, rendition_answer, sent_original
from cms.images.models import Image
from cms.images.schemas import ListQuery, OriginalQuery
from cms.logins.routes import gate
from cms.settings import Settings
from cms.shares import presenting, queries, schemas, service
from cms.shares.models import Kind
from cms.shares.queries import SEES, THINGS, Share
from cms.transaction import reading, writing
from cms.wire.addresses import here
from cms.wire.language import caller_language
from cms.wire.requests import answer, gives, no_content, takes

blueprint = Blueprint("shares", __name__, url_prefix="/api/v1")
Things = Literal["images", "albums", "collections"]
LINKS = "/<any('images', 'albums', 'collections'):things>/<thing_id>/links"
KINDS: dict[Things, Kind] = {"images": "image", "albums": "album", "collections": "collection"}
CHANGES: dict[Kind, Permission] = {
    "image": Permission.EDIT_IMAGE,
    "album": Permission.EDIT_ALBUM,
    "collection": Permission.EDIT_COLLECTION,
}
COOKIE = "share-visit"
SEALED = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
"""No cache keeps what a link shows, no other site hears of the link, no search engine lists it."""


@blueprint.after_request
def seal(response: Response) -> Response:
    response.headers.update(SEALED)
    return response


def settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


def load_own(things: Things, thing_id: str) -> Kind:
    """The kind of a thing that this caller may see (else 404) and share (else 403)."""
    kind = KINDS[things]
    checked(THINGS[kind](thing_id), see=SEES[kind], do=CHANGES[kind])
    return kind


def load(token: str) -> Share:
    """What a link shows; 404 for one that was never there, has ended, or opens nothing for this caller."""
    link = checked(queries.link_by_token(token), see=Permission.OPEN_LINK)
    share = queries.share_of(link, current_viewer())
    if share is None:
        raise not_found()
    return share


def visit_to(share: Share) -> service.Visit | None:
    """The visit that this caller brings."""
    return service.visit_of(request.cookies.get(COOKIE, ""), share.link.id, key=settings().secret)


def refuse_locked(share: Share) -> None:
    """Raise 401 where a password is wanted first."""
    if share.link.password is not None and visit_to(share) is None:
        raise Problem(401, "link-locked", "This link has a password. Give it first.")


def load_opened(token: str) -> Share:
    """The same for what belongs to a look that was counted already, where looks are numbered."""
    share = load(token)
    refuse_locked(share)
    if share.link.max_views is not None:
        visit = visit_to(share)
        if visit is None or not visit.is_counted:
            raise not_found()
    return share


def load_place(token: str, album_id: str | None) -> Share:
    """The same, where this album is what one looks into; 404 unless the link opens it."""
    share = load_opened(token)
    if album_id is not None and not queries.opens_album(share, album_id):
        raise not_found()
    return share


def load_image(share: Share, image_id: str) -> Image:
    image = queries.image_in(share, image_id)
    if image is None:
        raise not_found()
    return image


def with_visit(response: Response, token: str, visit: service.Visit) -> Response:
    """Have the browser bring this visit to the addresses of this link alone."""
    response.set_cookie(
        COOKIE,
        service.signed(visit, key=settings().secret),
        max_age=service.VISIT_SECONDS,
        path=here(f"/api/v1/share/{token}"),
        secure=settings().is_https,
        httponly=True,
        samesite="Strict",
    )
    return response


@blueprint.post(LINKS)
@requires(Permission.SHARE_BY_LINK)
@takes(body=schemas.NewLink)
@gives(schemas.NewLinkOut, status=201)
def add_link(things: Things, thing_id: str, body: schemas.NewLink) -> Response:
    """Make a link to a thing of one's own; its secret is in this answer alone."""
    kind = load_own(things, thing_id)
    link, token = service.make(oneself(), kind, thing_id, service.Terms(**body.model_dump()))
    return answer(presenting.present_new_link(link, token, site=settings().address), 201)


@blueprint.get(LINKS)
@requires(Permission.SHARE_BY_LINK)
@takes(query=ListQuery)
@gives(schemas.LinkList)
def list_links(things: Things, thing_id: str, query: ListQuery) -> Response:
    """The links to a thing of one's own, newest first, with how often each was opened."""
    page = queries.links_of(load_own(things, thing_id), thing_id, query.wanted())
    return answer(schemas.LinkList(items=[presenting.present_link(link) for link in page.rows], next=page.next))


@blueprint.delete(f"{LINKS}/<link_id>")
@requires(Permission.SHARE_BY_LINK)
@gives(None, status=204)
def revoke_link(things: Things, thing_id: str, link_id: str) -> Response:
    """End a link at once, also for who looks at the moment."""
    if not service.revoke(load_own(things, thing_id), thing_id, link_id):
        raise not_found()
    return no_content()


@blueprint.get("/share/<token>")
@requires(Permission.OPEN_LINK)
@gives(schemas.Shared)
def show_share(token: str) -> Response:
    """What a link shows. Each call is a look and is counted; 401 `link-locked` where a password is wanted first."""
    share = load(token)
    refuse_locked(share)
    link_id, is_left, is_numbered = share.link.id, not share.link.is_used_up, share.link.max_views is not None
    response = answer(presenting.present_share(share, token, language=caller_language()))
    if request.method == "GET":
        with writing():
            is_left = service.count_view(link_id)
    if not is_left:
        raise not_found()
    return with_visit(response, token, service.Visit(link_id, is_counted=True)) if is_numbered else response


@blueprint.post("/share/<token>/unlock")
@requires(Permission.OPEN_LINK)
@takes(body=schemas.Unlocking)
@gives(None, status=204)
def unlock(token: str, body: schemas.Unlocking) -> Response:
    """Give the password of a link; this browser may look for an hour."""
    with reading():
        link = load(token).link
        link_id, kept = link.id, link.password
    service.check_password(link_id, kept, body.password, gate().throttle)
    return with_visit(no_content(), token, service.Visit(link_id, is_counted=False))


@blueprint.get("/share/<token>/images")
@requires(Permission.OPEN_LINK)
@takes(query=schemas.SharedQuery)
@gives(schemas.SharedImages)
def list_images(token: str, query: schemas.SharedQuery) -> Response:
    """The images that a link shows: of an album, or of one below it, the newest first, of a collection in its order."""
    share, language = load_place(token, query.album), caller_language()
    page = queries.images_of(share, query.wanted(), query.album)
    items = [presenting.present_image(share, image, token, language=language) for image in page.rows]
    return answer(schemas.SharedImages(items=items, next=page.next))


@blueprint.get("/share/<token>/albums")
@requires(Permission.OPEN_LINK)
@takes(query=schemas.SharedQuery)
@gives(schemas.LinkedAlbums)
def list_albums(token: str, query: schemas.SharedQuery) -> Response:
    """The albums right below that of a link, or below `album`, as far as they are kept no closer: newest first."""
    share = load_place(token, query.album)
    page = queries.albums_in(share, query.album or share.thing.id, query.wanted())
    return answer(
        schemas.LinkedAlbums(items=[presenting.present_album(one, token) for one in page.rows], next=page.next)
    )


@blueprint.get("/share/<token>/albums/<album_id>")
@requires(Permission.OPEN_LINK)
@gives(schemas.LinkedAlbumInside)
def show_album(token: str, album_id: str) -> Response:
    """One of the albums that a link opens, with those above it down from the one that the link leads to."""
    share = load_place(token, album_id)
    seen = seen_album(share.holder, album_id)
    if seen is None:
        raise not_found()
    return answer(presenting.present_album_inside(share, seen, token))


@blueprint.get("/share/<token>/images/<image_id>/renditions/<any('64', '400', '1600'):size>")
@requires(Permission.OPEN_LINK)
@gives("image/*")
def show_rendition(token: str, image_id: str, size: str) -> AnyResponse:
    """A picture at a size; the link is checked on every request."""
    return rendition_answer(load_image(load_opened(token), image_id), size)


@blueprint.get("/share/<token>/images/<image_id>/original")
@requires(Permission.OPEN_LINK)
@takes(query=OriginalQuery)
@gives("image/*")
def show_original(token: str, image_id: str, query: OriginalQuery) -> AnyResponse:
    """The file, without what is private in it unless the link tells that; 403 where the link lets nobody have it."""
    share = load_opened(token)
    image = load_image(share, image_id)
    if not permits(share.holder, Permission.LOAD_BY_LINK, image):
        raise forbidden()
    is_whole = permits(share.holder, Permission.SEE_METADATA_BY_LINK, image)
    name = named_file(image, image.title) if query.download else None
    return sent_original(image, name=name, is_whole=is_whole)


@blueprint.get("/share/<token>/zip")
@requires(Permission.OPEN_LINK)
@rated(Rate.ARCHIVE)
@takes(query=schemas.ArchiveQuery)
@gives("application/zip")
def download_archive(token: str, query: schemas.ArchiveQuery) -> AnyResponse:
    """What a link shows, or an album below, as one ZIP: each file as it would come alone; 403 where none may be had."""
    share = load_place(token, query.album)
    if not share.link.has_download:
        raise forbidden()
    packed = presenting.pack(share, queries.all_images_of(share, query.album))
    return archive_answer(packed, title=queries.title_of(share, query.album))
