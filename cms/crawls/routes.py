"""Crawls over HTTP: parse, load, call, present."""

from collections.abc import Mapping

from flask import Blueprint, Response, current_app
from pydantic import BaseModel

from cms.access.guard import checked, oneself, requires
from cms.access.permissions import Permission
from cms.access.rates import Rate, rated
from cms.albums.queries import album_by_id
from cms.collections.queries import collection_by_id
from cms.crawls import keeping, presenting, queries, schemas, service
from cms.crawls.alike import begin_alike
from cms.crawls.models import Crawl, CrawlState
from cms.crawls.sources import offered
from cms.crawls.sources.source import Source
from cms.errors import not_found
from cms.images.queries import image_by_id
from cms.images.schemas import ListQuery
from cms.projects.queries import seated
from cms.wire.once import answer_once, fingerprint_of
from cms.wire.requests import answer, gives, takes

blueprint = Blueprint("crawls", __name__, url_prefix="/api/v1")
AN_HOUR = "private, max-age=3600"


def load(crawl_id: str) -> Crawl:
    """One's own crawl; anybody else's is not there."""
    return checked(queries.crawl_by_id(crawl_id), see=Permission.EDIT_IMAGE)


def sources_here() -> Mapping[str, Source]:
    return offered(current_app.extensions["settings"])


def shown(crawl: Crawl) -> schemas.CrawlOut:
    return presenting.present_crawl(crawl, sources_here())


def presented(crawl: Crawl) -> tuple[BaseModel, int, str | None]:
    return shown(crawl), 202, f"/api/v1/crawls/{crawl.id}"


@blueprint.post("/crawls")
@requires(Permission.ADD_IMAGE, Permission.EDIT_IMAGE)
@rated(Rate.CRAWL)
@takes(body=schemas.CrawlStart)
@gives(schemas.CrawlOut, status=202)
def begin_crawl(body: schemas.CrawlStart) -> Response:
    """Look for pictures of the web, of a page, by words or by a picture; nothing is kept before it is chosen."""
    if body.project is not None:
        checked(seated(oneself(), body.project), see=Permission.SEE_PROJECT, do=Permission.EDIT_PROJECT)
    return answer_once(fingerprint_of(body), lambda: presented(begun(body)))


def begun(body: schemas.CrawlStart) -> Crawl:
    """What is asked with is a picture that the caller may see."""
    wish = body.wish(sources_here())
    if body.image is None:
        return service.begin(oneself(), wish)
    return begin_alike(oneself(), wish, checked(image_by_id(body.image), see=Permission.SEE_IMAGE))


@blueprint.get("/crawls/sources")
@requires(Permission.ADD_IMAGE)
@gives(schemas.SourceList)
def list_sources() -> Response:
    """Collections of the web that can be searched by words."""
    return answer(schemas.SourceList(items=presenting.present_offered(sources_here()), next=None))


@blueprint.get("/crawls")
@requires(Permission.EDIT_IMAGE)
@takes(query=ListQuery)
@gives(schemas.CrawlList)
def list_crawls(query: ListQuery) -> Response:
    """The caller's crawls, the newest first."""
    page = queries.crawls_of(oneself().id, query.wanted())
    return answer(schemas.CrawlList(items=[presenting.present_in_list(one) for one in page.rows], next=page.next))


@blueprint.get("/crawls/<crawl_id>")
@requires(Permission.EDIT_IMAGE)
@gives(schemas.CrawlOut)
def show_crawl(crawl_id: str) -> Response:
    """How far a crawl is, and what was refused."""
    return answer(shown(load(crawl_id)))


@blueprint.patch("/crawls/<crawl_id>")
@requires(Permission.EDIT_IMAGE)
@takes(body=schemas.CrawlChange)
@gives(schemas.CrawlOut)
def change_crawl(crawl_id: str, body: schemas.CrawlChange) -> Response:
    """Let a crawl rest, go on, or end for good; what was found stays."""
    return answer(shown(service.change_state(load(crawl_id), CrawlState(body.state))))


@blueprint.get("/crawls/<crawl_id>/candidates")
@requires(Permission.EDIT_IMAGE)
@takes(query=ListQuery)
@gives(schemas.CandidateList)
def list_candidates(crawl_id: str, query: ListQuery) -> Response:
    """The pictures that were found, the nearest first where one was asked with, else in the order of the page."""
    page = queries.candidates_of(load(crawl_id), query.wanted())
    return answer(schemas.CandidateList(items=presenting.present_candidates(page.rows), next=page.next))


@blueprint.get("/crawls/<crawl_id>/candidates/<candidate_id>/preview")
@requires(Permission.EDIT_IMAGE)
@gives("image/webp")
def show_preview(crawl_id: str, candidate_id: str) -> Response:
    """A picture that was found, as a small WebP of at most 400 pixels."""
    preview = queries.preview_of(load(crawl_id), candidate_id)
    if preview is None:
        raise not_found()
    response = Response(preview, mimetype="image/webp")
    response.headers["Cache-Control"] = AN_HOUR
    return response


@blueprint.post("/crawls/<crawl_id>/candidates/save")
@requires(Permission.ADD_IMAGE, Permission.EDIT_IMAGE)
@rated(Rate.BATCH)
@takes(body=schemas.Saving)
@gives(schemas.CrawlOut, status=202)
def save_candidates(crawl_id: str, body: schemas.Saving) -> Response:
    """Fetch these pictures and keep them as private images of the caller, with the proof of where they are from."""
    crawl = load(crawl_id)
    if body.album is not None:
        checked(album_by_id(body.album), see=Permission.SEE_ALBUM, do=Permission.EDIT_ALBUM)
    if body.collection is not None:
        checked(collection_by_id(body.collection), see=Permission.SEE_COLLECTION, do=Permission.EDIT_COLLECTION)

    def saved() -> tuple[BaseModel, int, str | None]:
        return presented(keeping.save(crawl, body.ids, album_id=body.album, collection_id=body.collection))

    return answer_once(fingerprint_of(body), saved)
