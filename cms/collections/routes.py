"""Collections, and copies for one's own library, over HTTP: parse, load, call, present."""

from collections.abc import Sequence
from typing import Literal

from flask import Blueprint, Response, current_app

from cms.access.guard import checked, current_viewer, oneself, requires
from cms.access.permissions import Permission
from cms.access.policy import is_own
from cms.access.rates import Rate, rated
from cms.access.viewer import Viewer
from cms.accounts.eyes import eyes_on, load_person
from cms.albums.queries import album_by_id
from cms.albums.routes import present_all as present_albums
from cms.collections import presenting, queries, schemas, service
from cms.collections.queries import SeenCollection
from cms.images.arrivals import receive_copy
from cms.images.copying import copy_at_hand, fields_of, refuse_unless_copyable
from cms.images.models import Album, Image
from cms.images.queries import image_by_id, images_by_ids
from cms.images.routes import load as load_image
from cms.images.routes import shown as shown_image
from cms.images.schemas import ImageOut, ListQuery
from cms.images.service import add_image
from cms.pagination import Page
from cms.provenance.service import pass_on
from cms.reactions.models import Collection, Kind
from cms.reactions.queries import count_of
from cms.transaction import reading
from cms.wire.addresses import here
from cms.wire.language import caller_language
from cms.wire.once import answer_once, fingerprint_of
from cms.wire.requests import answer, gives, no_content, takes

blueprint = Blueprint("collections", __name__, url_prefix="/api/v1")
AnyKind = Literal["image", "album"]


def load(collection_id: str, do: Permission | None = None) -> Collection:
    """The one way to a collection: this caller may see it (else 404) and do this (else 403)."""
    return checked(queries.collection_by_id(collection_id), see=Permission.SEE_COLLECTION, do=do)


def load_thing(kind: Kind, thing_id: str) -> Image | Album:
    """An image or an album that this caller may see, else 404."""
    if kind == "image":
        return checked(image_by_id(thing_id), see=Permission.SEE_IMAGE)
    return checked(album_by_id(thing_id), see=Permission.SEE_ALBUM)


def present_all(seen: Sequence[SeenCollection], viewer: Viewer | None) -> list[schemas.CollectionOut]:
    covers = {image.id: image for image in images_by_ids(viewer, [one.cover_id for one in seen if one.cover_id])}
    return [presenting.present_collection(one, viewer, covers) for one in seen]


def present(row: Collection) -> schemas.CollectionOut:
    viewer = current_viewer()
    return present_all([queries.seen_collection(viewer, row)], viewer)[0]


def present_list(page: Page[SeenCollection], viewer: Viewer | None, holding: frozenset[str] | None = None) -> Response:
    items = present_all(page.rows, viewer)
    if holding is not None:
        for one in items:
            one.holds = one.id in holding
    return answer(schemas.CollectionList(items=items, next=page.next))


def told(thing: Image | Album, *, collected: bool) -> Response:
    is_told = is_own(oneself(), thing) or not thing.owner.hide_counts
    return answer(schemas.Collected(collected=collected, count=count_of(thing.id, "collects") if is_told else None))


@blueprint.get("/collections")
@requires(Permission.SEE_OWN_COLLECTIONS)
@takes(query=schemas.OwnQuery)
@gives(schemas.CollectionList)
def list_own(query: schemas.OwnQuery) -> Response:
    """The caller's collections: that of one tap, then the newest first; with `thing` which of them hold it."""
    viewer = oneself()
    page = queries.collections_of(viewer, viewer.id, query.wanted())
    holding = queries.collections_holding(viewer.id, frozenset(query.thing)) if query.thing else None
    return present_list(page, viewer, holding)


@blueprint.get("/people/<name>/collections")
@requires(Permission.SEE_COLLECTION, Permission.SEE_PERSON)
@takes(query=schemas.SeenCollectionsQuery)
@gives(schemas.CollectionList)
def list_collections_of(name: str, query: schemas.SeenCollectionsQuery) -> Response:
    """Somebody's collections that the caller may see, newest first; their owner may look with the eyes of others."""
    owner = load_person(name)
    viewer = eyes_on(owner, query.eyes)
    return present_list(queries.collections_of(viewer, owner.id, query.wanted()), viewer)


@blueprint.post("/collections")
@requires(Permission.COLLECT)
@takes(body=schemas.NewCollection)
@gives(schemas.CollectionOut, status=201)
def add_collection(body: schemas.NewCollection) -> Response:
    """Make a collection."""
    return answer_once(fingerprint_of(body), lambda: _added(body))


def _added(body: schemas.NewCollection) -> tuple[schemas.CollectionOut, int, str | None]:
    row = service.create(oneself(), body.model_dump())
    return present(load(row.id)), 201, f"/api/v1/collections/{row.id}"


@blueprint.get("/collections/<collection_id>")
@requires(Permission.SEE_COLLECTION)
@gives(schemas.CollectionOut)
def show_collection(collection_id: str) -> Response:
    """One collection."""
    return answer(present(load(collection_id)))


@blueprint.patch("/collections/<collection_id>")
@requires(Permission.EDIT_COLLECTION)
@takes(body=schemas.CollectionChange)
@gives(schemas.CollectionOut)
def change_collection(collection_id: str, body: schemas.CollectionChange) -> Response:
    """Change what is said of a collection, and who may see it."""
    row = load(collection_id, Permission.EDIT_COLLECTION)
    service.change(row, body.named())
    return answer(present(row))


@blueprint.delete("/collections/<collection_id>")
@requires(Permission.EDIT_COLLECTION)
@gives(None, status=204)
def delete_collection(collection_id: str) -> Response:
    """Delete a collection; what is in it stays where it is."""
    service.remove(load(collection_id, Permission.EDIT_COLLECTION))
    return no_content()


@blueprint.get("/collections/<collection_id>/items")
@requires(Permission.SEE_COLLECTION, Permission.SEE_IMAGE, Permission.SEE_ALBUM)
@takes(query=ListQuery)
@gives(schemas.ItemList)
def list_items(collection_id: str, query: ListQuery) -> Response:
    """What is in a collection, in its order: to its owner with placeholders, to others what they may see."""
    viewer = current_viewer()
    page = queries.items_of(viewer, load(collection_id), query.wanted())
    albums = {one.id: one for one in present_albums([item.album for item in page.rows if item.album], viewer)}
    items = presenting.present_items(page.rows, albums, viewer, language=caller_language())
    return answer(schemas.ItemList(items=items, next=page.next))


@blueprint.put("/collections/<collection_id>/order")
@requires(Permission.EDIT_COLLECTION)
@takes(body=schemas.ThingsInOrder)
@gives(None, status=204)
def order_items(collection_id: str, body: schemas.ThingsInOrder) -> Response:
    """Have some things stand in this order."""
    service.put_in_order(load(collection_id, Permission.EDIT_COLLECTION), body.ids)
    return no_content()


@blueprint.put("/collections/<collection_id>/items/<any('image', 'album'):kind>/<thing_id>")
@requires(Permission.EDIT_COLLECTION, Permission.SEE_IMAGE, Permission.SEE_ALBUM)
@gives(None, status=204)
def put_item(collection_id: str, kind: AnyKind, thing_id: str) -> Response:
    """Put an image or an album into a collection."""
    collection = load(collection_id, Permission.EDIT_COLLECTION)
    service.put_in(oneself(), collection, kind, load_thing(kind, thing_id))
    return no_content()


@blueprint.delete("/collections/<collection_id>/items/<any('image', 'album'):kind>/<thing_id>")
@requires(Permission.EDIT_COLLECTION)
@gives(None, status=204)
def remove_item(collection_id: str, kind: AnyKind, thing_id: str) -> Response:
    """Take something out of a collection, seen or not."""
    service.take_out(load(collection_id, Permission.EDIT_COLLECTION), kind, thing_id)
    return no_content()


@blueprint.put("/images/<image_id>/collect")
@requires(Permission.COLLECT, Permission.SEE_IMAGE)
@gives(schemas.Collected)
def collect_image(image_id: str) -> Response:
    """Put an image into the collection of one tap."""
    return collected("image", image_id)


@blueprint.put("/albums/<album_id>/collect")
@requires(Permission.COLLECT, Permission.SEE_ALBUM)
@gives(schemas.Collected)
def collect_album(album_id: str) -> Response:
    """Put an album into the collection of one tap."""
    return collected("album", album_id)


def collected(kind: Kind, thing_id: str) -> Response:
    thing = load_thing(kind, thing_id)
    service.put_in(oneself(), service.default_for(oneself()), kind, thing)
    return told(thing, collected=True)


@blueprint.delete("/images/<image_id>/collect")
@requires(Permission.COLLECT, Permission.SEE_IMAGE)
@gives(schemas.Collected)
def drop_image(image_id: str) -> Response:
    """Take an image out of all of one's collections."""
    return dropped("image", image_id)


@blueprint.delete("/albums/<album_id>/collect")
@requires(Permission.COLLECT, Permission.SEE_ALBUM)
@gives(schemas.Collected)
def drop_album(album_id: str) -> Response:
    """Take an album out of all of one's collections."""
    return dropped("album", album_id)


def dropped(kind: Kind, thing_id: str) -> Response:
    thing = load_thing(kind, thing_id)
    service.collect_no_more(oneself(), kind, thing_id)
    return told(thing, collected=False)


@blueprint.post("/images/<image_id>/copy")
@requires(Permission.ADD_IMAGE, Permission.SEE_ORIGINAL)
@rated(Rate.ADD)
@gives(ImageOut, status=201)
@gives(ImageOut)
def copy_image(image_id: str) -> Response:
    """Take a picture into one's own library where its licence lets everybody copy it; 200 where one has it already."""
    viewer, extensions = oneself(), current_app.extensions
    with reading():
        image = load_image(image_id, Permission.SEE_ORIGINAL)
        if is_own(viewer, image):
            return shown_image(image)
        refuse_unless_copyable(viewer, image)
        if (own := copy_at_hand(viewer, image)) is not None:
            return shown_image(own)
        arrival, fields = receive_copy(image, viewer), fields_of(image, site=extensions["settings"].address)
    added = add_image(viewer.id, arrival, fields, storage=extensions["backends"].storage)
    pass_on(image_id, to=added.image.id)
    response = shown_image(added.image, 200 if added.is_duplicate else 201)
    response.headers["Location"] = here(f"/api/v1/images/{added.image.id}")
    return response
