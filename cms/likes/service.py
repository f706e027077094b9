"""Like and take it back: each may be done twice and is then as if done once."""

from contextlib import suppress

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from cms.access.policy import is_own
from cms.access.viewer import Viewer
from cms.events import Occurred, TakenBack, announce
from cms.extensions import db
from cms.images.models import Album, Image
from cms.reactions.models import Kind, Like
from cms.reactions.service import count_like


def like(viewer: Viewer, kind: Kind, thing: Image | Album) -> None:
    """Like it; its owner is told, and counted once however often it is asked for."""
    with suppress(IntegrityError):
        with db.session.begin_nested():
            db.session.add(Like(account_id=viewer.id, thing_id=thing.id, kind=kind))
        count_like(kind, thing.id, 1)
        if not is_own(viewer, thing):
            announce(Occurred("like", thing.owner_id, viewer.id, kind, thing.id))


def unlike(viewer: Viewer, kind: Kind, thing: Image | Album) -> None:
    gone = db.session.execute(delete(Like).where(Like.account_id == viewer.id, Like.thing_id == thing.id))
    if gone.rowcount:  # type: ignore[attr-defined]
        count_like(kind, thing.id, -1)
        announce(TakenBack("like", viewer.id, kind, thing.id))
