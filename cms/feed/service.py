"""Following tags and albums, and having seen the feed. No HTTP, no commits."""

from contextlib import suppress
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from cms.access.viewer import Viewer
from cms.errors import Problem, not_found
from cms.events import Followed, Unfollowed, announce
from cms.extensions import db, now
from cms.feed.models import AlbumFollow, FeedMark, TagFollow
from cms.images.models import Album
from cms.tags.keys import tag_key
from cms.tags.queries import relations

LONGEST_KEY = 240
MOST_FOLLOWED = 500
"""Tags, and as many albums: each is asked for its newest image by every page of the feed."""


def tag_named(word: str) -> str:
    """The key of the tag that is meant, by whichever spelling. Raises 404 for what can be none."""
    key = relations().key(tag_key(word))
    if not key or len(key.encode()) > LONGEST_KEY or not key.isprintable():
        raise not_found()
    return key


def follow_tag(viewer: Viewer, key: str) -> None:
    put(TagFollow, viewer, {"key": key})
    announce(Followed(viewer.id, "tag", key))


def unfollow_tag(viewer: Viewer, key: str) -> None:
    db.session.execute(delete(TagFollow).filter_by(account_id=viewer.id, key=key))
    announce(Unfollowed(viewer.id, "tag", key))


def follow_album(viewer: Viewer, album: Album) -> None:
    put(AlbumFollow, viewer, {"album_id": album.id})
    announce(Followed(viewer.id, "album", album.id))


def unfollow_album(viewer: Viewer, album: Album) -> None:
    db.session.execute(delete(AlbumFollow).filter_by(account_id=viewer.id, album_id=album.id))
    announce(Unfollowed(viewer.id, "album", album.id))


def put(kind: Any, viewer: Viewer, what: dict[str, str]) -> None:
    """Follow this unless it is followed already. Raises 409 for one too many."""
    known = db.session.scalar(select(func.count()).select_from(kind).filter_by(account_id=viewer.id, **what))
    followed = db.session.scalar(select(func.count()).select_from(kind).filter_by(account_id=viewer.id)) or 0
    if known:
        return
    if followed >= MOST_FOLLOWED:
        raise Problem(409, "too-many", f"One follows at most {MOST_FOLLOWED} of these.")
    with suppress(IntegrityError), db.session.begin_nested():
        db.session.add(kind(account_id=viewer.id, **what))


def see_until(viewer: Viewer, until: datetime) -> datetime:
    """The viewer has seen what was added until then; what was seen before stays seen."""
    until = min(until, now())
    mark = db.session.get(FeedMark, viewer.id)
    if mark is None:
        with suppress(IntegrityError), db.session.begin_nested():
            db.session.add(FeedMark(account_id=viewer.id, seen_until=until))
        mark = db.session.get(FeedMark, viewer.id, populate_existing=True)
        assert mark is not None
    mark.seen_until = max(mark.seen_until, until)
    return mark.seen_until
