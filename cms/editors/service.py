"""Roles in albums of others: given, taken, ended by a block; and the list of what was changed. No HTTP, no commits."""

from cms.access.viewer import Viewer
from cms.accounts.models import Account
from cms.accounts.queries import lock_owners
from cms.accounts.standing import refuse_limited
from cms.editors import queries
from cms.editors.models import AlbumChange, AlbumEditor, AlbumRole
from cms.errors import Problem, invalid
from cms.events import AlbumChanged, Blocked, Occurred, announce
from cms.extensions import db
from cms.images import placing
from cms.images.models import Album

MOST_PEOPLE = 100
"""In one album."""


def give_role(viewer: Viewer, album: Album, person: Account, role: AlbumRole) -> AlbumEditor:
    """Let somebody into an album of the viewer's, or change what they may do there; they are told.

    Raises 422 for its owner, 409 for one person too many, 403 for whoever may not publish at present.
    """
    if person.id == viewer.id:
        raise invalid("name", "That is you: the album is yours.")
    lock_owners(viewer.id, person.id)
    refuse_limited(viewer.id)
    known = queries.role_of(album.id, person.name)
    if known is not None:
        known.role = role
        return known
    if queries.number_of_people(album.id) >= MOST_PEOPLE:
        raise Problem(409, "too-many-people", f"At most {MOST_PEOPLE} people have a role in one album.")
    made = AlbumEditor(album_id=album.id, account_id=person.id, role=role)
    db.session.add(made)
    db.session.flush()
    announce(Occurred("invited", person.id, viewer.id, "album", album.id))
    return made


def take_role(album: Album, given: AlbumEditor, *, by: str) -> None:
    """Somebody has no part in an album any more, and takes their images along.

    Unless they leave by themselves none of these is more visible by that.
    """
    lock_owners(album.owner_id, given.account_id)
    placing.take_guest_out(album.id, given.account_id, keeps_level=given.account_id != by)
    db.session.delete(given)
    db.session.flush()


def end_between(event: Blocked) -> None:
    """Who has blocked somebody has no part in their albums, nor they in theirs."""
    for album, given in queries.roles_between(event.blocker_id, event.blocked_id):
        take_role(album, given, by=event.blocker_id)


def record(event: AlbumChanged) -> None:
    """Keep what was changed in an album that others than its owner have a part in."""
    if queries.has_people(event.album_id):
        told = {"field": event.field, "before": event.before, "after": event.after}
        db.session.add(AlbumChange(album_id=event.album_id, person_id=event.person_id, **told))
        db.session.flush()
