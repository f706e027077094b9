"""Reads of notifications: always one account's, and only what it may still see of what they are about."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true, tuple_
from sqlalchemy.orm import aliased

from cms.access.audience import (
    album_audience,
    comment_audience,
    image_audience,
    nothing_between,
    person_audience,
    told_account,
)
from cms.access.sql import to_sql
from cms.access.viewer import Viewer
from cms.accounts.models import Account, Block, Mute
from cms.albums.queries import titles_of
from cms.comments.models import Comment
from cms.events import Occurred
from cms.extensions import db
from cms.images.models import Album, Image
from cms.notifications.models import Digest, MutedAlbum, Notification, NotificationActor, NotificationSettings, Often
from cms.pagination import Page, Wanted, decode_cursor, encode_cursor, moment_of
from cms.saved_searches.models import SavedSearch

BY_THE_SITE = ("decision", "appeal")
"""Told even where what they are about is not there any more, and then without it."""

MOST_ACTORS = 3
"""So many are named, the newest; the others are counted."""

MOST_UNREAD = 100


@dataclass(frozen=True)
class Actors:
    """The newest who did it, as name and display name, how many they are, and the comment of the first if it is one."""

    newest: Sequence[tuple[str, str]] = ()
    count: int = 0
    comment_id: str | None = None
    text: str | None = None


@dataclass(frozen=True)
class Told:
    """A notification with what it is about, where the account may see that."""

    row: Notification
    image: Image | None
    album: Album | None
    search: SavedSearch | None
    actors: Actors


def told_to(viewer: Viewer, wanted: Wanted) -> Page[Told]:
    """What the viewer is told, what was added to last first."""
    query = shown_to(viewer, Notification, Image, Album, SavedSearch)
    if wanted.cursor is not None:
        moment, last = decode_cursor(wanted.cursor, parts=2)
        query = query.where(tuple_(Notification.updated_at, Notification.id) < (moment_of(moment), last))
    order = (Notification.updated_at.desc(), Notification.id.desc())
    rows = db.session.execute(query.order_by(*order).limit(wanted.limit + 1)).all()
    shown = with_actors(viewer, rows[: wanted.limit])
    end = shown[-1].row if len(rows) > wanted.limit else None
    return Page(shown, encode_cursor(end.updated_at.isoformat(), end.id) if end else None)


def told_one(viewer: Viewer, notification_id: str) -> Told | None:
    """This one of the viewer's, for mails alone or not; None where there is nothing to tell of it now."""
    query = seen_by(viewer, Notification, Image, Album, SavedSearch).where(Notification.id == notification_id)
    shown = with_actors(viewer, db.session.execute(query).all())
    return shown[0] if shown else None


def with_actors(viewer: Viewer, rows: Sequence[Any]) -> list[Told]:
    actors = actors_of(viewer, [row[0].id for row in rows])
    return [Told(row[0], row[1], row[2], row[3], actors.get(row[0].id, Actors())) for row in rows]


def told_between(viewer: Viewer, digest: Digest, occasions: Sequence[str], *, limit: int) -> list[Told]:
    """What the viewer was told in the time of this digest and has not read, the newest first."""
    within = (Notification.updated_at > digest.since, Notification.updated_at <= digest.until)
    query = seen_by(viewer, Notification, Image, Album, SavedSearch).where(*within, Notification.read_at.is_(None))
    some = query.where(Notification.occasion.in_(occasions))
    rows = db.session.execute(some.order_by(Notification.updated_at.desc(), Notification.id.desc()).limit(limit))
    return with_actors(viewer, rows.all())


def unread_by(viewer: Viewer) -> int:
    """How many the viewer has not read, up to MOST_UNREAD."""
    unread = shown_to(viewer, Notification.id).where(Notification.read_at.is_(None)).limit(MOST_UNREAD)
    return db.session.scalar(select(func.count()).select_from(unread.subquery())) or 0


def shown_to(viewer: Viewer, *columns: Any) -> Select[Any]:
    """Those of the viewer's notifications that are not for mails alone."""
    return seen_by(viewer, *columns).where(Notification.is_in_app == true())


def seen_by(viewer: Viewer, *columns: Any) -> Select[Any]:
    """The viewer's notifications with their subjects. What may not be seen now is as if it had never been told."""
    subjects = ((Image, image_audience(viewer)), (Album, album_audience(viewer)))
    query: Select[Any] = select(*columns).select_from(Notification)
    for model, audience in subjects:
        is_it = is_about(model.__name__.lower()) & (model.id == Notification.subject_id)
        may_see = to_sql(audience, model)
        kept = Image.is_trashed == false() if model is Image else may_see
        query = query.outerjoin(model, and_(is_it, may_see, kept))
    query = query.outerjoin(SavedSearch, is_about("search") & (SavedSearch.id == Notification.subject_id))
    seen = or_(Image.id.is_not(None), Album.id.is_not(None), is_about("person")) & is_by_somebody(viewer)
    by_guests = Album.id.is_not(None) & (Notification.occasion == "guest")
    by_nobody = or_(SavedSearch.id.is_not(None), by_guests, Notification.occasion.in_(BY_THE_SITE))
    return query.where(to_sql(told_account(viewer), Notification), or_(seen, by_nobody))


def is_about(kind: str) -> ColumnElement[bool]:
    return Notification.subject_kind == kind


def is_by_somebody(viewer: Viewer) -> ColumnElement[bool]:
    """Whether somebody did it whom the viewer may know of."""
    somebody = known_to(viewer, NotificationActor.actor_id)
    return somebody.where(NotificationActor.notification_id == Notification.id).exists()


def known_to(viewer: Viewer, *columns: Any) -> Select[Any]:
    """Who did what the viewer is told, apart from who is muted or behind a block and whose comment is not shown."""
    muted = select(Mute.muted_id).where(Mute.muter_id == viewer.id)
    people = to_sql(nothing_between(viewer), Account) & Account.id.not_in(muted)
    is_it = (Comment.id == NotificationActor.detail_id) & to_sql(comment_audience(viewer, ""), Comment)
    rows: Select[Any] = select(*columns).select_from(NotificationActor)
    rows = rows.join(Account, Account.id == NotificationActor.actor_id).outerjoin(Comment, is_it)
    return rows.where(people, or_(NotificationActor.detail_id == "", Comment.id.is_not(None)))


def actors_of(viewer: Viewer, ids: Sequence[str]) -> dict[str, Actors]:
    """Who did these, as far as the viewer may know of them, by notification."""
    if not ids:
        return {}
    own = NotificationActor.notification_id
    place = func.row_number().over(
        partition_by=own, order_by=(NotificationActor.created_at.desc(), NotificationActor.actor_id)
    )
    said = (Comment.id.label("comment_id"), Comment.text)
    columns = (own, Account.name, Account.display_name, func.count().over(partition_by=own).label("count"), *said)
    some = known_to(viewer, *columns, place.label("place")).where(own.in_(ids)).subquery()
    rows = db.session.execute(select(some).where(some.c.place <= MOST_ACTORS).order_by(some.c.place))
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.notification_id].append(row)
    return {one: as_actors(rows) for one, rows in found.items()}


def as_actors(rows: Sequence[Any]) -> Actors:
    newest = rows[0]
    return Actors([(row.name, row.display_name) for row in rows], newest.count, newest.comment_id, newest.text)


@dataclass(frozen=True)
class Ears:
    """Whether an account hears of something: what it said of each occasion, and what stands in between."""

    kinds: dict[str, Any] | None
    is_between: bool
    is_muted: bool
    is_album_muted: bool


def ears_for(event: Occurred) -> Ears | None:
    """In one statement; None where the account is not there."""
    actor, account = event.actor_id or "", event.account_id
    blocks = or_(
        and_(Block.blocker_id == actor, Block.blocked_id == account),
        and_(Block.blocker_id == account, Block.blocked_id == actor),
    )
    mute = select(Mute.muted_id).where(Mute.muter_id == account, Mute.muted_id == actor)
    inside = aliased(Image)
    albums = select(inside.album_id).where(inside.id == event.subject_id)
    muted = select(MutedAlbum.album_id).filter_by(account_id=account)
    album = muted.where(or_(MutedAlbum.album_id == event.subject_id, MutedAlbum.album_id.in_(albums)))
    said = select(NotificationSettings.kinds).filter_by(account_id=account).scalar_subquery()
    columns = (said, select(Block.blocker_id).where(blocks).exists(), mute.exists(), album.exists())
    row = db.session.execute(select(*columns).select_from(Account).where(Account.id == account)).first()
    return None if row is None else Ears(*row)


def settings_of(account_id: str) -> NotificationSettings | None:
    return db.session.get(NotificationSettings, account_id)


def muted_albums_of(viewer: Viewer) -> dict[str, str]:
    """The titles of those of the muted albums that the viewer may see, by id."""
    ids = db.session.scalars(select(MutedAlbum.album_id).filter_by(account_id=viewer.id)).all()
    return titles_of(viewer, ids)


def readers_of_digests(after: str, *, limit: int) -> Sequence[Any]:
    """Accounts that may get mails, behind this one by id: with what they want, how often, and their time zone."""
    said = (NotificationSettings.account_id, NotificationSettings.kinds, NotificationSettings.digest)
    query = select(*said, Account.time_zone).join(Account, Account.id == NotificationSettings.account_id)
    query = query.where(to_sql(person_audience(None), Account), Account.email.is_not(None))
    query = query.where(NotificationSettings.digest != Often.OFF, NotificationSettings.account_id > after)
    return db.session.execute(query.order_by(NotificationSettings.account_id).limit(limit)).all()


def last_digests(account_ids: Sequence[str]) -> dict[str, datetime]:
    """Until when the last digest of each of these accounts went, if there was one."""
    last = select(Digest.account_id, func.max(Digest.until).label("until")).group_by(Digest.account_id)
    rows = db.session.execute(last.where(Digest.account_id.in_(account_ids)))
    return {row.account_id: row.until for row in rows}


def waiting_for_mail(account_ids: Sequence[str], *, since: datetime) -> dict[str, list[Any]]:
    """What kinds of things these accounts were told since and have not read: the first and the last of each."""
    moments = (func.min(Notification.updated_at).label("first"), func.max(Notification.updated_at).label("last"))
    query = select(Notification.account_id, Notification.occasion, *moments)
    query = query.where(Notification.account_id.in_(account_ids), Notification.read_at.is_(None))
    rows = db.session.execute(
        query.where(Notification.updated_at > since).group_by(Notification.account_id, Notification.occasion)
    )
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.account_id].append(row)
    return found


def digest_by_id(digest_id: str) -> Digest | None:
    return db.session.get(Digest, digest_id)
