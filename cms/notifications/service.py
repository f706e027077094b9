"""Telling accounts what happened, once; reading it; saying what one wants to be told. No HTTP, no commits."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import get_args

from flask import current_app
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from cms.access.audience import told_account
from cms.access.sql import to_sql
from cms.access.viewer import Viewer
from cms.albums.queries import titles_of
from cms.backends import Backends
from cms.errors import invalid
from cms.events import AlbumErased, ImageErased, Noticed, Occasion, Occurred, announce
from cms.extensions import db, now
from cms.jobs.base import LiveEvent, QueueDown
from cms.notifications import queries
from cms.notifications.models import MutedAlbum, Notification, NotificationActor, NotificationSettings, Often
from cms.transaction import after_commit

log = logging.getLogger(__name__)
OCCASIONS: tuple[Occasion, ...] = get_args(Occasion)
TOGETHER = ("like", "collected", "comment", "hit", "invited", "guest")
"""Told together for each thing they happen to; the others are told each for itself."""

KEPT_FOR = timedelta(days=90)
"""After it was read."""

MOST_MUTED = 200


@dataclass(frozen=True)
class Ways:
    """How an account wants to be told of one kind of thing; `push`: what is told in the app is shown by devices too."""

    app: bool = True
    mail: bool = False
    push: bool = True


def notice(event: Occurred) -> None:
    """Tell the account unless it does not want to be, may not know who it was, or was told before."""
    ears = queries.ears_for(event) if event.actor_id != event.account_id else None
    if ears is None or ears.is_between or ears.is_muted or ears.is_album_muted:
        return
    ways = ways_of(ears.kinds)[event.occasion]
    if not (ways.app or ways.mail):
        return
    row, is_first = row_for(event, is_in_app=ways.app)
    if is_new(event, row, is_first=is_first):
        row.detail_id, row.updated_at, row.read_at = event.detail_id, now(), None
        announce(Noticed(event.account_id, row.id, event.occasion))
        if ways.app:
            told = {"id": row.id, "kind": event.occasion}
            after_commit(lambda: tell(event.account_id, told))


def row_for(event: Occurred, *, is_in_app: bool) -> tuple[Notification, bool]:
    """The notification that this belongs to, made where there is none; whether it was.

    What is for mails alone is told apart, so that what was told in the app stays there as it was.
    """
    key = group_key(event) + ("" if is_in_app else "/mail")
    wanted = select(Notification).filter_by(account_id=event.account_id, group_key=key)
    row = db.session.scalar(wanted)
    if row is not None:
        return row, False
    about = {"subject_kind": event.subject_kind, "subject_id": event.subject_id, "is_in_app": is_in_app}
    row = Notification(account_id=event.account_id, occasion=event.occasion, group_key=key, **about)
    try:
        with db.session.begin_nested():
            db.session.add(row)
        return row, True
    except IntegrityError:
        return db.session.execute(wanted.with_for_update()).scalar_one(), False


def group_key(event: Occurred) -> str:
    """What is told together: what happens to one thing, or a single event."""
    single = event.detail_id or event.actor_id or ""
    return f"{event.occasion}/{event.subject_id if event.occasion in TOGETHER else single}"


def is_new(event: Occurred, row: Notification, *, is_first: bool) -> bool:
    """Whether this adds something: somebody who was not there yet, or something more that they said."""
    if event.actor_id is None:
        return is_first or event.occasion == "hit" or row.detail_id != event.detail_id
    known = db.session.get(NotificationActor, (row.id, event.actor_id))
    if known is None:
        return added(NotificationActor(notification_id=row.id, actor_id=event.actor_id, detail_id=event.detail_id))
    if known.detail_id == event.detail_id:
        return False
    known.detail_id, known.created_at = event.detail_id, now()
    return True


def added(row: object) -> bool:
    """Whether this row was not there yet."""
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        return False
    return True


def tell(account_id: str, data: dict[str, str]) -> None:
    """Tell the open pages of this account; nobody minds when it is lost. Only for what is committed."""
    backends: Backends = current_app.extensions["backends"]
    try:
        backends.queue.publish(account_id, LiveEvent("notification", data))
    except QueueDown as error:
        log.debug("event lost: %s", error)


def mark_read(viewer: Viewer, *, ids: Sequence[str] | None = None, until: datetime | None = None) -> None:
    """These of the viewer's, or what was added to until then, or all of them, are read."""
    mine = update(Notification).where(to_sql(told_account(viewer), Notification), Notification.read_at.is_(None))
    if ids is not None:
        mine = mine.where(Notification.id.in_(ids))
    if until is not None:
        mine = mine.where(Notification.updated_at <= until)
    db.session.execute(mine.values(read_at=now()), execution_options={"synchronize_session": False})
    tell_later = {"id": "", "kind": "read"}
    after_commit(lambda: tell(viewer.id, tell_later))


def ways_of(said: Mapping[str, Mapping[str, bool]] | None) -> dict[Occasion, Ways]:
    """How an account is told of each kind of thing, by what it said."""
    return {one: Ways(**(said or {}).get(one, {})) for one in OCCASIONS}


def change_settings(
    viewer: Viewer,
    *,
    kinds: Mapping[Occasion, Mapping[str, bool]] | None,
    muted_albums: Sequence[str] | None,
    digest: Often | None,
) -> None:
    """Say what is wanted of some kinds, how often by mail, and which albums are muted: those that the viewer sees."""
    if digest is not None:
        settings_for(viewer).digest = digest
    if kinds is not None:
        row = settings_for(viewer)
        row.kinds = row.kinds | {one: {**row.kinds.get(one, {}), **ways} for one, ways in kinds.items()}
    if muted_albums is not None:
        mute_albums(viewer, list(dict.fromkeys(muted_albums)))


def settings_for(viewer: Viewer) -> NotificationSettings:
    row = queries.settings_of(viewer.id)
    if row is None and not added(NotificationSettings(account_id=viewer.id, kinds={})):
        db.session.expire_all()
    found = row or queries.settings_of(viewer.id)
    assert found is not None
    return found


def mute_albums(viewer: Viewer, ids: Sequence[str]) -> None:
    """Raises Problem 422 for albums that the viewer may not know of, and for too many."""
    seen, before = titles_of(viewer, ids), queries.muted_albums_of(viewer)
    if len(seen) < len(ids) or len(ids) > MOST_MUTED:
        raise invalid("muted_albums", f"At most {MOST_MUTED} albums that are there.")
    gone = [one for one in before if one not in seen]
    db.session.execute(delete(MutedAlbum).filter_by(account_id=viewer.id).where(MutedAlbum.album_id.in_(gone)))
    for one in ids:
        if one not in before:
            added(MutedAlbum(account_id=viewer.id, album_id=one))


def forget_subject(event: ImageErased | AlbumErased) -> None:
    """Nobody is told any more of what is gone; what moderators decided stays."""
    subject_id = event.image_id if isinstance(event, ImageErased) else event.album_id
    about = delete(Notification).where(Notification.subject_id == subject_id)
    about = about.where(Notification.occasion.not_in(queries.BY_THE_SITE))
    db.session.execute(about, execution_options={"synchronize_session": False})


def forget_old_notifications() -> None:
    """What was read long ago goes."""
    old = delete(Notification).where(Notification.read_at < now() - KEPT_FOR)
    db.session.execute(old, execution_options={"synchronize_session": False})
