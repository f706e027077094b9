"""Counters that are kept exactly, and what goes with things and people that go."""

from datetime import timedelta

from sqlalchemy import delete, insert, update
from sqlalchemy.exc import IntegrityError

from cms.events import AlbumErased, ImageErased
from cms.extensions import db
from cms.jobs.names import INDEX_LIKES
from cms.reactions.models import Kind, Like, Tally
from cms.reactions.queries import things_collected_by, things_liked_by
from cms.work.service import ask_later

UNSYNCHRONISED = {"synchronize_session": False}
LIKES_ARE_TOLD_WITHIN = timedelta(seconds=30)
"""To the search index: a picture that everybody likes at once is told of as seldom as any other."""


def tally(thing_id: str, *, views: int = 0, likes: int = 0, comments: int = 0, collects: int = 0) -> None:
    """Add to what is counted of a thing, whoever else does at the same time; of one that is gone nothing is taken."""
    more = {"views": views, "likes": likes, "comments": comments, "collects": collects}
    known = update(Tally).where(Tally.thing_id == thing_id)
    added = known.values({name: getattr(Tally, name) + count for name, count in more.items() if count})
    if db.session.execute(added, execution_options=UNSYNCHRONISED).rowcount:  # type: ignore[attr-defined]
        return
    if min(more.values()) < 0:
        return
    try:
        with db.session.begin_nested():
            db.session.execute(insert(Tally).values(thing_id=thing_id, **more))
    except IntegrityError:
        db.session.execute(added, execution_options=UNSYNCHRONISED)


def count_like(kind: Kind, thing_id: str, by: int) -> None:
    """One like more or less; of images search is told, which sorts by likes."""
    tally(thing_id, likes=by)
    if kind == "image":
        ask_later(INDEX_LIKES, thing_id, within=LIKES_ARE_TOLD_WITHIN)


def forget_image(event: ImageErased) -> None:
    """Counters and likes go with an image; collections keep that something was there."""
    _forget(event.image_id)


def forget_album(event: AlbumErased) -> None:
    _forget(event.album_id)


def _forget(thing_id: str) -> None:
    db.session.execute(delete(Like).where(Like.thing_id == thing_id))
    db.session.execute(delete(Tally).where(Tally.thing_id == thing_id))


def forget_account(account_id: str) -> None:
    """What an account that goes liked and collected is counted no more; the rows go with it."""
    for kind, thing_id in things_liked_by(account_id):
        count_like(kind, thing_id, -1)
    for thing_id in things_collected_by(account_id):
        tally(thing_id, collects=-1)
    db.session.execute(delete(Like).where(Like.account_id == account_id))
