"""Guests send pictures for an album; its owner takes or refuses them. No HTTP, no commits.

A guest learns nothing of what the owner keeps: the same bytes again are counted and answered as if they were new.
"""

from collections import Counter
from collections.abc import Sequence
from functools import partial

from sqlalchemy import or_, update

from cms.access.audience import Privacy, is_public
from cms.accounts.queries import lock_owner
from cms.accounts.quota import give_back_space, take_space
from cms.accounts.standing import refuse_limited
from cms.albums.service import album_as_it_is, put_images
from cms.errors import Problem, not_found
from cms.events import Occurred, announce
from cms.extensions import db, now
from cms.guests import queries
from cms.guests.models import GuestPicture
from cms.images.changes import change_all
from cms.images.models import Album, Image
from cms.images.service import Arrival, add_image, erase
from cms.shares.models import ShareLink
from cms.storage.base import Storage

TOGETHER = 100
"""So many pictures are decided in one call."""

OF_THE_OWNER = {"limited", "quota-full"}
"""Why an owner can add nothing: nobody else's business."""


def send(link: ShareLink, arrival: Arrival, *, guest: str, storage: Storage) -> None:
    """Keep a picture for the owner of the album of this link, who is told. Raises 409 where no more are taken."""
    link_id, album_id, owner_id = link.id, link.thing_id, link.owner_id
    admit = partial(count, link_id, owner_id, size=arrival.inspection.size)
    try:
        added = add_image(owner_id, arrival, {}, storage=storage, admit=admit)
    except Problem as problem:
        raise full() if problem.code in OF_THE_OWNER else problem from problem
    if added.is_duplicate:
        return
    row = GuestPicture(image_id=added.image.id, album_id=album_id, link_id=link_id, guest=guest)
    db.session.add(row)
    db.session.flush()
    announce(Occurred("guest", owner_id, None, "album", album_id, added.image.id))


def count(link_id: str, owner_id: str, *, size: int) -> None:
    """Count one more, whoever else sends at the same time; also what is there already needs room.

    Raises 404 where the link has ended meanwhile, else 409 or 413.
    """
    lock_owner(owner_id)
    take_space(owner_id, size)
    give_back_space(owner_id, size)
    in_time = or_(ShareLink.expires_at.is_(None), ShareLink.expires_at > now())
    is_it = (ShareLink.id == link_id) & in_time
    one = update(ShareLink).where(is_it, ShareLink.uploads < ShareLink.max_uploads)
    done = db.session.execute(
        one.values(uploads=ShareLink.uploads + 1), execution_options={"synchronize_session": False}
    )
    if not done.rowcount:  # type: ignore[attr-defined]
        raise full() if db.session.query(ShareLink.id).where(is_it).first() else not_found()


def full() -> Problem:
    return Problem(
        409, "guests-full", "This album takes no more pictures of guests at present. Tell who sent the link."
    )


def take(album: Album, ids: Sequence[str] | None) -> int:
    """These, or the oldest of all, enter the album and are seen as far as it is; how many."""
    lock_owner(album.owner_id)
    album = album_as_it_is(album)
    if is_public(album.effective_privacy):
        refuse_limited(album.owner_id)
    taken = [row.image_id for row, _image in queries.some_waiting(album, ids, limit=TOGETHER)]
    if taken:
        change_all(album.owner_id, Image.id.in_(taken), privacy=Privacy(album.effective_privacy))
        put_images(album, taken, by=album.owner_id)
        told = update(GuestPicture).where(GuestPicture.image_id.in_(taken)).values(taken_at=now())
        db.session.execute(told, execution_options={"synchronize_session": False})
    return len(taken)


def refuse(album: Album, ids: Sequence[str] | None) -> int:
    """These, or the oldest of all, go for ever, and as many may come by their links again; how many."""
    lock_owner(album.owner_id)
    found = queries.some_waiting(album, ids, limit=TOGETHER)
    for link_id, number in Counter(row.link_id for row, _image in found).items():
        link = update(ShareLink).where(ShareLink.id == link_id, ShareLink.uploads >= number)
        db.session.execute(
            link.values(uploads=ShareLink.uploads - number), execution_options={"synchronize_session": False}
        )
    for _row, image in found:
        erase(image)
    return len(found)
