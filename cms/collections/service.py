"""Collections: made, changed, filled, put in order. No HTTP, no commits; what is asked for twice is as if once."""

from collections.abc import Sequence
from contextlib import suppress

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from cms.access.audience import Privacy, is_public
from cms.access.policy import is_own
from cms.access.viewer import Viewer
from cms.accounts.queries import lock_owner
from cms.accounts.standing import refuse_limited
from cms.collections import queries
from cms.errors import Problem, invalid
from cms.events import CollectionErased, Occurred, OwnerSuspended, TakenBack, announce
from cms.extensions import db, now
from cms.images.models import Album, Image
from cms.reactions.models import Collection, CollectionItem, Kind
from cms.reactions.queries import is_collected_by
from cms.reactions.service import tally

MOST_COLLECTIONS, MOST_ITEMS = 1000, 10_000


def create(viewer: Viewer, fields: dict[str, object]) -> Collection:
    """Make a collection. Raises 409 for one too many."""
    lock_owner(viewer.id)
    if queries.number_of_collections(viewer.id) >= MOST_COLLECTIONS:
        raise Problem(409, "too-many-collections", f"One has at most {MOST_COLLECTIONS} collections.")
    if is_public(str(fields.get("privacy", ""))):
        refuse_limited(viewer.id)
    row = Collection(owner_id=viewer.id, **fields)
    settle(row)
    db.session.add(row)
    db.session.flush()
    return row


def default_for(viewer: Viewer) -> Collection:
    """What one tap collects into; made when it is needed first."""
    found = queries.default_of(viewer.id)
    if found is None:
        with suppress(IntegrityError), db.session.begin_nested():
            db.session.add(Collection(owner_id=viewer.id, default_of=viewer.id))
        found = queries.default_of(viewer.id)
    assert found is not None
    return found


def change(collection: Collection, fields: dict[str, object]) -> None:
    """Set what was named. Raises 422 for a title of nothing, 403 for whoever may not publish at present."""
    if is_public(str(fields.get("privacy", ""))) and not is_public(collection.privacy):
        refuse_limited(collection.owner_id)
    for name, value in fields.items():
        setattr(collection, name, value)
    settle(collection)


def settle(collection: Collection) -> None:
    """Bring what is in effect in line with what was chosen: who may see what a moderator hid is its owner alone."""
    chosen = collection.privacy or Privacy.PRIVATE
    collection.effective_privacy = Privacy.PRIVATE if collection.is_hidden else chosen


def hide(collection: Collection, *, is_hidden: bool) -> None:
    """A moderator keeps a collection for its owner alone; or gives it back the level it had."""
    collection.is_hidden = is_hidden
    settle(collection)


def remove(collection: Collection) -> None:
    """Remove a collection, not what is in it. Raises 409 for the one that one tap collects into."""
    if collection.default_of is not None:
        raise Problem(409, "default-collection", "This is what one tap collects into. Empty it instead.")
    lock_owner(collection.owner_id)
    things = list(db.session.scalars(select(CollectionItem).where(CollectionItem.collection_id == collection.id)))
    for item in things:
        _take_out(collection, item)
    announce(CollectionErased(collection.id))
    db.session.execute(delete(Collection).where(Collection.id == collection.id))


def put_in(viewer: Viewer, collection: Collection, kind: Kind, thing: Image | Album) -> None:
    """Put a thing first; its owner is told, and it is counted once however many collections of theirs have it."""
    lock_owner(collection.owner_id)
    if queries.item_of(collection.id, thing.id) is not None:
        return
    if queries.items_count(collection.id) >= MOST_ITEMS:
        raise Problem(409, "collection-full", f"A collection holds at most {MOST_ITEMS} things.")
    is_new = not is_collected_by(collection.owner_id, thing.id)
    place = queries.first_place(collection.id) - 1
    db.session.add(CollectionItem(collection_id=collection.id, thing_id=thing.id, kind=kind, place=place))
    collection.updated_at = now()
    db.session.flush()
    if is_new:
        tally(thing.id, collects=1)
    if is_new and not is_own(viewer, thing):
        announce(Occurred("collected", thing.owner_id, collection.owner_id, kind, thing.id))


def take_out(collection: Collection, kind: Kind, thing_id: str) -> None:
    """Take a thing out, also one that is not there any more."""
    lock_owner(collection.owner_id)
    item = queries.item_of(collection.id, thing_id)
    if item is not None and item.kind == kind:
        _take_out(collection, item)
        collection.updated_at = now()


def collect_no_more(viewer: Viewer, kind: Kind, thing_id: str) -> None:
    """Take a thing out of all collections of this account."""
    for collection in queries.collections_with(viewer.id, thing_id):
        take_out(collection, kind, thing_id)


def _take_out(collection: Collection, item: CollectionItem) -> None:
    kind: Kind = "image" if item.kind == "image" else "album"
    thing_id = item.thing_id
    db.session.delete(item)
    db.session.flush()
    if not is_collected_by(collection.owner_id, thing_id):
        tally(thing_id, collects=-1)
        announce(TakenBack("collected", collection.owner_id, kind, thing_id))


def put_in_order(collection: Collection, ids: Sequence[str]) -> None:
    """Have these things stand in this order, in the places that they have together. Raises 422 for others."""
    lock_owner(collection.owner_id)
    inside = select(CollectionItem).where(CollectionItem.collection_id == collection.id)
    items = {one.thing_id: one for one in db.session.scalars(inside.where(CollectionItem.thing_id.in_(ids)))}
    if set(ids) - items.keys():
        raise invalid("ids", "Some of these are not in the collection.")
    wanted = list(dict.fromkeys(ids))
    for thing_id, place in zip(wanted, sorted(one.place for one in items.values()), strict=True):
        items[thing_id].place = place
    collection.updated_at = now()


def follow_owner(event: OwnerSuspended) -> None:
    """Hide or show the collections of an account that was suspended or released."""
    theirs = update(Collection).where(Collection.owner_id == event.account_id)
    db.session.execute(theirs.values(is_owner_suspended=event.is_suspended))
