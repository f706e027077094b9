"""Own classes that others may use: by name, and as long as their owner and they themselves like."""

from sqlalchemy import delete, select

from cms.access.viewer import Viewer
from cms.accounts.models import Account
from cms.accounts.queries import lock_owner
from cms.classes import queries
from cms.classes.models import ClassHit, ClassShare, OwnClass
from cms.classes.service import MOST_CLASSES, UNSYNCHRONISED
from cms.errors import Problem, invalid
from cms.events import Blocked
from cms.extensions import db
from cms.images.changes import change_all
from cms.images.models import Image
from cms.jobs.names import APPLY_CLASS
from cms.work.service import ask

MOST_RECEIVERS = 50
"""Accounts with whom one class is shared. An account is given as many classes by others as it may make itself."""


def share(viewer: Viewer, row: OwnClass, receiver: Account, *, has_examples: bool) -> ClassShare:
    """Let somebody use a class; it is looked for in their pictures. Raises 409 where there is one too many."""
    if receiver.id == viewer.id:
        raise invalid("name", "That is you.")
    for account_id in sorted((viewer.id, receiver.id)):
        lock_owner(account_id)
    known = queries.share_with(row.id, receiver.name)
    if known is not None:
        known.has_examples = has_examples
        return known
    _refuse_too_many(row, receiver)
    made = ClassShare(class_id=row.id, owner_id=row.owner_id, receiver_id=receiver.id, has_examples=has_examples)
    db.session.add(made)
    db.session.flush()
    ask(APPLY_CLASS, made.id)
    return made


def _refuse_too_many(row: OwnClass, receiver: Account) -> None:
    if len(queries.receivers_of(row.id)) >= MOST_RECEIVERS:
        raise Problem(409, "too-many-receivers", f"A class is shared with at most {MOST_RECEIVERS} people.")
    if queries.count_received(receiver.id) >= MOST_CLASSES:
        raise Problem(409, "too-many-received", "They use as many shared classes as one can.")


def end(share: ClassShare) -> None:
    """From now on they know nothing of the class, and their pictures carry it no more."""
    queries.locked(share.class_id)
    theirs = select(Image.id).where(Image.owner_id == share.receiver_id)
    hits = (ClassHit.class_id == share.class_id, ClassHit.image_id.in_(theirs))
    change_all(share.receiver_id, Image.id.in_(select(ClassHit.image_id).where(*hits)))
    db.session.execute(delete(ClassHit).where(*hits), execution_options=UNSYNCHRONISED)
    db.session.delete(share)


def end_between(event: Blocked) -> None:
    """Who has blocked somebody shares nothing with them, nor they with them."""
    for share in queries.shares_between(event.blocker_id, event.blocked_id):
        end(share)
