"""Saved searches over HTTP: parse, load, call, present."""

from dataclasses import replace

from flask import Blueprint, Response

from cms.access.guard import checked, oneself, requires
from cms.access.permissions import Permission
from cms.access.rates import Rate, rated
from cms.albums.routes import present as present_album
from cms.images.presenting import present_images
from cms.images.schemas import ImageList, ListQuery
from cms.saved_searches import queries, schemas, service
from cms.saved_searches.models import SavedSearch
from cms.saved_searches.presenting import present_searches, present_total
from cms.search import service as search
from cms.search.asking import wish_of
from cms.search.routes import index
from cms.transaction import reading
from cms.wire.language import caller_language
from cms.wire.once import answer_once, fingerprint_of
from cms.wire.requests import answer, gives, no_content, refuse_other_version, takes

blueprint = Blueprint("saved_searches", __name__, url_prefix="/api/v1")


def load(search_id: str, do: Permission | None = None) -> SavedSearch:
    """The one way to a saved search: it is the caller's, else 404."""
    return checked(queries.by_id(search_id), see=Permission.SEE_SAVED_SEARCH, do=do)


def load_to_change(search_id: str) -> SavedSearch:
    """In the version that the caller saw, if they name one."""
    row = load(search_id, Permission.EDIT_SAVED_SEARCH)
    refuse_other_version(version_tag(row))
    return row


def version_tag(row: SavedSearch) -> str:
    return f"{row.id}-{int(row.changed_at.timestamp() * 1_000_000)}"


def present(row: SavedSearch) -> schemas.SavedSearchOut:
    """One with how much it finds."""
    viewer = oneself()
    new, hits = service.count_one(index(), viewer, row)
    [told] = present_searches([row], viewer, new={row.id: new}, language=caller_language())
    if hits is not None:
        told.total = present_total(hits)
    return told


def shown(row: SavedSearch) -> Response:
    response = answer(present(row))
    response.set_etag(version_tag(row))
    return response


@blueprint.get("/saved-searches")
@requires(Permission.SEE_SAVED_SEARCH, Permission.SEE_IMAGE)
@rated(Rate.SEARCH)
@takes(query=ListQuery)
@gives(schemas.SavedSearchList)
def list_searches(query: ListQuery) -> Response:
    """The caller's saved searches, newest first, at most 30 on a page."""
    viewer = oneself()
    page = queries.searches_of(viewer, query.wanted())
    new = service.count_new(index(), viewer, page.rows)
    items = present_searches(page.rows, viewer, new=new, language=caller_language())
    return answer(schemas.SavedSearchList(items=items, next=page.next))


@blueprint.post("/saved-searches")
@requires(Permission.EDIT_SAVED_SEARCH, Permission.SEE_IMAGE)
@takes(body=schemas.NewSavedSearch)
@gives(schemas.SavedSearchOut, status=201)
def save_search(body: schemas.NewSavedSearch) -> Response:
    """Keep a search under a name."""

    def create() -> tuple[schemas.SavedSearchOut, int, str]:
        row = service.save(oneself(), name=body.name, query=body.query, follow=body.follow)
        return present(row), 201, f"/api/v1/saved-searches/{row.id}"

    return answer_once(fingerprint_of(body), create)


@blueprint.get("/saved-searches/<saved_id>")
@requires(Permission.SEE_SAVED_SEARCH, Permission.SEE_IMAGE)
@rated(Rate.SEARCH)
@gives(schemas.SavedSearchOut)
def show_search(saved_id: str) -> Response:
    """One saved search, with how much it finds now."""
    return shown(load(saved_id))


@blueprint.patch("/saved-searches/<saved_id>")
@requires(Permission.EDIT_SAVED_SEARCH, Permission.SEE_SAVED_SEARCH, Permission.SEE_IMAGE)
@takes(body=schemas.SavedSearchChange)
@gives(schemas.SavedSearchOut)
def change_search(saved_id: str, body: schemas.SavedSearchChange) -> Response:
    """Change a saved search, or say that it was opened."""
    row = load_to_change(saved_id)
    service.change(oneself(), row, {name: getattr(body, name) for name in body.model_fields_set})
    return shown(row)


@blueprint.delete("/saved-searches/<saved_id>")
@requires(Permission.EDIT_SAVED_SEARCH, Permission.SEE_SAVED_SEARCH)
@gives(None, status=204)
def delete_search(saved_id: str) -> Response:
    """Keep a search no more; no picture goes with it."""
    service.remove(load_to_change(saved_id))
    return no_content()


@blueprint.get("/saved-searches/<saved_id>/images")
@requires(Permission.SEE_SAVED_SEARCH, Permission.SEE_IMAGE)
@rated(Rate.SEARCH)
@takes(query=ListQuery)
@gives(ImageList)
def list_found(saved_id: str, query: ListQuery) -> Response:
    """What a saved search finds now, newest first or in the order that was saved."""
    viewer, wish = oneself(), wish_of(service.search_of(load(saved_id)))
    wish = replace(wish, cursor=query.cursor, limit=query.limit, is_counted=False)
    outcome = search.search(index(), viewer, wish)
    items = present_images(outcome.images, viewer, language=caller_language())
    return answer(ImageList(items=items, next=outcome.next))


@blueprint.post("/saved-searches/<saved_id>/freeze")
@requires(Permission.ADD_ALBUM, Permission.SEE_SAVED_SEARCH, Permission.SEE_IMAGE, Permission.EDIT_IMAGE)
@rated(Rate.SEARCH)
@takes(body=schemas.Freezing)
@gives(schemas.FrozenAlbum, status=201)
def freeze_search(saved_id: str, body: schemas.Freezing) -> Response:
    """Make an ordinary album of the caller's own pictures that a saved search finds now."""
    return answer_once(fingerprint_of(body), lambda: _frozen(saved_id, body))


def _frozen(saved_id: str, body: schemas.Freezing) -> tuple[schemas.FrozenAlbum, int, str]:
    """Pictures are looked for before the lock is taken: that may take a while."""
    viewer = oneself()
    with reading():
        found = service.find_to_freeze(index(), viewer, load(saved_id))
    album = service.freeze(viewer, found, title=body.title, privacy=body.privacy)
    told = present_album(album.id, viewer).model_dump(exclude_unset=True)
    frozen = schemas.FrozenAlbum(**told, left_out=present_total(found.left_out))
    return frozen, 201, f"/api/v1/albums/{album.id}"
