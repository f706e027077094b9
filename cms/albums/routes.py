"""Albums over HTTP: parse, load, call, present."""

from collections.abc import Sequence

from flask import Blueprint, Response
from werkzeug.wrappers import Response as AnyResponse

from cms.access.guard import checked, current_viewer, oneself, refuse_unless_allowed, requires
from cms.access.permissions import Permission
from cms.access.policy import permits
from cms.access.rates import Rate, rated
from cms.access.viewer import Viewer
from cms.accounts.eyes import eyes_on, load_person
from cms.albums import presenting, queries, schemas, service
from cms.albums.eyes import look_into
from cms.errors import login_needed, not_found
from cms.images import queries as images
from cms.images.archive import archive_answer, packed_for
from cms.images.models import Album
from cms.images.presenting import present_images
from cms.images.schemas import ImageList, SeenQuery
from cms.wire.language import caller_language
from cms.wire.once import answer_once, fingerprint_of
from cms.wire.requests import answer, gives, no_content, refuse_other_version, takes

blueprint = Blueprint("albums", __name__, url_prefix="/api/v1")


def load(album_id: str, do: Permission | None = None) -> Album:
    """The one way to an album: it is there and this caller may see it (else 404) and do this (else 403)."""
    return checked(look_into(queries.album_by_id(album_id)), see=Permission.SEE_ALBUM, do=do)


def load_to_change(album_id: str, do: Permission = Permission.EDIT_ALBUM) -> Album:
    """An album that this caller may change so, in the version that they saw if they name one."""
    album = load(album_id, do)
    refuse_other_version(version_tag(album))
    return album


def load_parent(album_id: str | None) -> Album | None:
    """One's own album that another is put into."""
    return None if album_id is None else load(album_id, Permission.EDIT_ALBUM)


def version_tag(album: Album) -> str:
    return f"{album.id}-{album.version}"


def present_all(seen: Sequence[queries.SeenAlbum], viewer: Viewer | None) -> list[schemas.AlbumOut]:
    albums = [one.album for one in seen]
    tags, relatives = queries.tags_of(album.id for album in albums), queries.relatives(viewer, albums)
    language = caller_language()
    return [
        presenting.present_album(
            one,
            viewer,
            tags=tags.get(one.album.id, []),
            relatives=relatives,
            language=language,
        )
        for one in seen
    ]


def present(album_id: str, viewer: Viewer | None) -> schemas.AlbumOut:
    seen = queries.seen_album(viewer, album_id)
    if seen is None:
        raise not_found()
    return present_all([seen], viewer)[0]


def shown(album: Album, status: int = 200) -> Response:
    response = answer(present(album.id, current_viewer()), status)
    response.set_etag(version_tag(album))
    return response


@blueprint.post("/albums")
@requires(Permission.ADD_ALBUM)
@takes(body=schemas.NewAlbum)
@gives(schemas.AlbumOut, status=201)
def add_album(body: schemas.NewAlbum) -> Response:
    """Make an album, perhaps in another, perhaps with images in it."""
    return answer_once(fingerprint_of(body), lambda: _added(body))


def _added(body: schemas.NewAlbum) -> tuple[schemas.AlbumOut, int, str | None]:
    viewer = current_viewer()
    if viewer is None:
        raise login_needed()
    if body.images:
        refuse_unless_allowed(viewer, Permission.EDIT_IMAGE)
    album = service.create(viewer, body.model_dump(), parent=load_parent(body.parent), image_ids=body.images)
    return present(album.id, viewer), 201, f"/api/v1/albums/{album.id}"


@blueprint.get("/albums/<album_id>")
@requires(Permission.SEE_ALBUM)
@takes(query=schemas.AlbumQuery)
@gives(schemas.AlbumOut)
def show_album(album_id: str, query: schemas.AlbumQuery) -> Response:
    """One album; its owner may look with the eyes of others."""
    seen = queries.seen_album(current_viewer(), album_id)
    if seen is not None and seen.has_role:
        look_into(seen.album)
        seen = queries.seen_album(current_viewer(), album_id)
    album = checked(seen.album if seen else None, see=Permission.SEE_ALBUM)
    if query.eyes is not None:
        viewer = eyes_on(album.owner, query.eyes)
        refuse_unseen(album, viewer)
        return answer(present(album.id, viewer))
    assert seen is not None
    response = answer(present_all([seen], current_viewer())[0])
    response.set_etag(version_tag(album))
    return response


def refuse_unseen(album: Album, viewer: Viewer | None) -> None:
    """Answer what others would get: 404 where they may not see the album."""
    if not permits(viewer, Permission.SEE_ALBUM, album):
        raise not_found()


@blueprint.patch("/albums/<album_id>")
@requires(Permission.ARRANGE_ALBUM)
@takes(body=schemas.AlbumChange)
@gives(schemas.AlbumOut)
def change_album(album_id: str, body: schemas.AlbumChange) -> Response:
    """Change an album; a new level or place, which its owner alone gives, is in force for all below it at once."""
    fields = body.named()
    is_owners = not fields.keys().isdisjoint(schemas.FOR_OWNERS)
    album = load_to_change(album_id, Permission.EDIT_ALBUM if is_owners else Permission.ARRANGE_ALBUM)
    if "parent" in fields:
        service.move(album, load_parent(body.parent))
    service.change(album, fields, by=oneself().id)
    return shown(album)


@blueprint.delete("/albums/<album_id>")
@requires(Permission.EDIT_ALBUM)
@takes(query=schemas.RemovalQuery)
@gives(None, status=204)
def delete_album(album_id: str, query: schemas.RemovalQuery) -> Response:
    """Delete an album and keep its pictures, or delete it with all below and trash them."""
    if query.images == "trash":
        refuse_unless_allowed(current_viewer(), Permission.EDIT_IMAGE)
    service.remove(load_to_change(album_id), trash_images=query.images == "trash")
    return no_content()


@blueprint.get("/albums/<album_id>/images")
@requires(Permission.SEE_ALBUM, Permission.SEE_IMAGE)
@takes(query=SeenQuery)
@gives(ImageList)
def list_album_images(album_id: str, query: SeenQuery) -> Response:
    """The images of an album that the caller may see."""
    album = load(album_id)
    viewer = eyes_on(album.owner, query.eyes)
    refuse_unseen(album, viewer)
    page = images.images_in(viewer, album.id, query.wanted())
    items = present_images(page.rows, viewer, language=caller_language())
    return answer(ImageList(items=items, next=page.next))


@blueprint.put("/albums/<album_id>/images")
@requires(Permission.FILL_ALBUM, Permission.EDIT_IMAGE)
@takes(body=schemas.ImageIds)
@gives(schemas.AlbumOut)
def put_images(album_id: str, body: schemas.ImageIds) -> Response:
    """Move own images into an album."""
    album = load_to_change(album_id, Permission.FILL_ALBUM)
    service.put_images(album, body.ids, by=oneself().id)
    return shown(album)


@blueprint.delete("/albums/<album_id>/images")
@requires(Permission.FILL_ALBUM, Permission.EDIT_IMAGE)
@takes(body=schemas.ImageIds)
@gives(schemas.AlbumOut)
def take_images_out(album_id: str, body: schemas.ImageIds) -> Response:
    """Take images out of an album; who only adds to it takes out their own."""
    album, viewer = load_to_change(album_id, Permission.FILL_ALBUM), oneself()
    if not permits(viewer, Permission.ARRANGE_ALBUM, album):
        service.refuse_foreign(viewer.id, body.ids)
    service.take_images_out(album, body.ids, by=viewer.id)
    return shown(album)


@blueprint.post("/albums/<album_id>/classification")
@requires(Permission.EDIT_ALBUM, Permission.EDIT_IMAGE)
@gives(schemas.Asked, status=202)
def understand_album(album_id: str) -> Response:
    """Have the models read all pictures of an album anew."""
    return answer(schemas.Asked(count=service.understand_again(load_to_change(album_id))), 202)


@blueprint.get("/albums/<album_id>/zip")
@requires(Permission.SEE_ALBUM, Permission.SEE_ORIGINAL)
@rated(Rate.ARCHIVE)
@gives("application/zip")
def download_album(album_id: str) -> AnyResponse:
    """The originals that the caller may have, with a table of captions; `Range` goes on with a broken download."""
    album, viewer = load(album_id), current_viewer()
    return archive_answer(packed_for(images.whole_album(viewer, album.id), viewer), title=album.title)


@blueprint.get("/people/<name>/albums")
@requires(Permission.SEE_PERSON)
@takes(query=schemas.AlbumsQuery)
@gives(schemas.AlbumList)
def list_albums(name: str, query: schemas.AlbumsQuery) -> Response:
    """Somebody's albums that the caller may see, newest first; with `parent` those right below it, or `top`."""
    owner = load_person(name)
    viewer = eyes_on(owner, query.eyes)
    within = None if query.parent is None else queries.directly_in(None if query.parent == "top" else query.parent)
    page = queries.albums_of(viewer, owner.id, query.wanted(), within=within)
    return answer(schemas.AlbumList(items=present_all(page.rows, viewer), next=page.next))
