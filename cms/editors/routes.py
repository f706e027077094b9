"""The people of an album and its changes over HTTP: parse, load, call, present."""

from flask import Blueprint, Response

from cms.access.guard import checked, oneself, requires
from cms.access.permissions import Permission
from cms.access.rates import Rate, rated
from cms.accounts.eyes import load_person
from cms.accounts.queries import account_by_name
from cms.albums.eyes import look_into
from cms.albums.queries import album_by_id
from cms.albums.routes import present_all as present_albums
from cms.editors import presenting, queries, schemas, service, undoing
from cms.images.models import Album
from cms.images.schemas import ListQuery, Owner
from cms.wire.requests import answer, gives, no_content, takes

blueprint = Blueprint("editors", __name__, url_prefix="/api/v1")


def load(album_id: str, do: Permission) -> Album:
    """The one way to an album: the caller may see it (else 404) and do this (else 403)."""
    return checked(look_into(album_by_id(album_id)), see=Permission.SEE_ALBUM, do=do)


@blueprint.get("/me/albums/shared")
@requires(Permission.SEE_OWN_TIES, Permission.SEE_ALBUM, Permission.SEE_IMAGE)
@takes(query=ListQuery)
@gives(schemas.SharedAlbumList)
def list_shared(query: ListQuery) -> Response:
    """The albums of others that the caller has a part in, newest first, with their role in each."""
    viewer = oneself()
    page = queries.shared_with(viewer, query.wanted())
    albums = present_albums([seen for seen, _role in page.rows], viewer)
    items = presenting.present_shared(albums, [role for _seen, role in page.rows])
    return answer(schemas.SharedAlbumList(items=items, next=page.next))


@blueprint.get("/albums/<album_id>/editors")
@requires(Permission.LOOK_INTO_ALBUM, Permission.SEE_PERSON)
@gives(schemas.EditorList)
def list_editors(album_id: str) -> Response:
    """The owner of an album and everybody with a role in it; told to these alone."""
    album = load(album_id, Permission.LOOK_INTO_ALBUM)
    items = [presenting.present_editor(*one) for one in queries.people_of(oneself(), album.id)]
    owner = Owner(name=album.owner.name, display_name=album.owner.display_name)
    return answer(schemas.EditorList(owner=owner, items=items, next=None))


@blueprint.put("/albums/<album_id>/editors/<name>")
@requires(Permission.EDIT_ALBUM, Permission.SEE_PERSON)
@rated(Rate.BATCH)
@takes(body=schemas.RoleBody)
@gives(schemas.EditorOut)
def give_role(album_id: str, name: str, body: schemas.RoleBody) -> Response:
    """Let somebody into an album of one's own, or change what they may do there."""
    album = load(album_id, Permission.EDIT_ALBUM)
    person = checked(load_person(name), see=Permission.SEE_PERSON, do=Permission.SHARE_WITH)
    return answer(presenting.present_editor(service.give_role(oneself(), album, person, body.role), person))


@blueprint.delete("/albums/<album_id>/editors/<name>")
@requires(Permission.EDIT_ALBUM)
@gives(None, status=204)
def take_role(album_id: str, name: str) -> Response:
    """Take somebody's role in an album, and their pictures out of it; with one's own name: leave it."""
    viewer = oneself()
    do = Permission.LOOK_INTO_ALBUM if name == viewer.name else Permission.EDIT_ALBUM
    album, given = load(album_id, do), queries.role_of(album_id, name)
    if given is not None:
        service.take_role(album, given, by=viewer.id)
    return no_content()


@blueprint.get("/albums/<album_id>/changes")
@requires(Permission.ARRANGE_ALBUM, Permission.SEE_PERSON)
@takes(query=ListQuery)
@gives(schemas.ChangeList)
def list_changes(album_id: str, query: ListQuery) -> Response:
    """What was changed in an album since others have a part in it, newest first; for its owner and editors."""
    album = load(album_id, Permission.ARRANGE_ALBUM)
    page = queries.changes_of(oneself(), album.id, query.wanted())
    return answer(schemas.ChangeList(items=presenting.present_changes(page.rows, oneself()), next=page.next))


@blueprint.post("/albums/<album_id>/changes/undo")
@requires(Permission.EDIT_ALBUM, Permission.EDIT_IMAGE)
@rated(Rate.BATCH)
@takes(body=schemas.UndoBody)
@gives(schemas.UndoneOut)
def undo_changes(album_id: str, body: schemas.UndoBody) -> Response:
    """Take back what one person changed in an album of one's own; what others changed since remains."""
    album, person = load(album_id, Permission.EDIT_ALBUM), account_by_name(body.person)
    undone = undoing.undo(album, person.id) if person is not None else undoing.Undone(0, has_more=False)
    return answer(schemas.UndoneOut(undone=undone.count, more=undone.has_more))
