"""Reads of people and of what stands between them. A list of people holds only whom the viewer may know of."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, false, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from cms.access.audience import album_audience, image_audience, nothing_between, person_audience
from cms.access.sql import to_sql
from cms.access.viewer import Viewer
from cms.accounts.models import Account, Block, Follow, FollowRequest, Mute
from cms.extensions import db
from cms.images.models import Album, Image
from cms.pagination import Page, Wanted, decode_cursor, encode_cursor, moment_of


@dataclass(frozen=True)
class Between:
    """What stands between the viewer and somebody."""

    is_following: bool
    is_requested: bool
    follows_viewer: bool
    is_blocked: bool
    is_muted: bool


@dataclass(frozen=True)
class Counts:
    """How much of somebody's the viewer may see."""

    images: int
    albums: int
    followers: int
    following: int


@dataclass(frozen=True)
class SeenPerson:
    """Somebody as the viewer sees them; `picture` only where the viewer may see that image."""

    account: Account
    picture: Image | None
    between: Between
    counts: Counts | None = None


def person(viewer: Viewer | None, name: str) -> SeenPerson | None:
    """Somebody by name with the counts of this viewer, in one statement; nothing is checked here."""
    query = people_for(viewer).add_columns(*counts_for(viewer)).where(Account.name == name.lower())
    row = db.session.execute(query).first()
    return None if row is None else SeenPerson(row[0], row[1], Between(*row[2:7]), Counts(*row[7:]))


def people_called(viewer: Viewer, start: str, *, limit: int) -> list[SeenPerson]:
    """People whose name begins so: first whom the viewer follows, then by name. Nobody across a block."""
    name = Account.name.startswith(start.lower(), autoescape=True)
    shown = func.lower(Account.display_name).startswith(start.lower(), autoescape=True)
    query = people_for(viewer).where(or_(name, shown), to_sql(nothing_between(viewer), Account))
    following = exists().where(Follow.follower_id == viewer.id, Follow.followed_id == Account.id)
    rows = db.session.execute(query.order_by(following.desc(), Account.name).limit(limit))
    return [SeenPerson(row[0], row[1], Between(*row[2:7])) for row in rows]


def people_for(viewer: Viewer | None) -> Select[Any]:
    """Accounts, the pictures that they chose where this viewer may see them, and what stands between."""
    picture = aliased(Image)
    may_see = to_sql(image_audience(viewer), picture), picture.is_trashed == false()
    chosen = (picture.id == Account.picture_id) & (picture.owner_id == Account.id)
    columns: list[Any] = [Account, picture, *between_columns("" if viewer is None else viewer.id)]
    query: Select[Any] = select(*columns).select_from(Account)
    return query.outerjoin(picture, chosen & may_see[0] & may_see[1])


def between_columns(viewer_id: str) -> list[ColumnElement[bool]]:
    """The columns of `Between`, in its order."""
    following, requested, followed = aliased(Follow), aliased(FollowRequest), aliased(Follow)
    block, mute = aliased(Block), aliased(Mute)
    edges = (
        (following.follower_id, following.followed_id),
        (requested.asker_id, requested.asked_id),
        (followed.followed_id, followed.follower_id),
        (block.blocker_id, block.blocked_id),
        (mute.muter_id, mute.muted_id),
    )
    return [exists().where(one == viewer_id, other == Account.id) for one, other in edges]


def counts_for(viewer: Viewer | None) -> list[Any]:
    """The columns of `Counts`, in its order."""
    image, album = aliased(Image), aliased(Album)
    images = select(func.count()).select_from(image).where(image.owner_id == Account.id, image.is_trashed == false())
    albums = select(func.count()).select_from(album).where(album.owner_id == Account.id)
    columns = [
        images.where(to_sql(image_audience(viewer), image)),
        albums.where(to_sql(album_audience(viewer), album)),
        known_others(viewer, Follow.followed_id, Follow.follower_id),
        known_others(viewer, Follow.follower_id, Follow.followed_id),
    ]
    return [column.correlate(Account).scalar_subquery() for column in columns]


def known_others(viewer: Viewer | None, end: Any, other_end: Any) -> Select[Any]:
    """How many accounts at the other end of a follow the viewer may know of."""
    other = aliased(Account)
    known = select(func.count()).select_from(Follow).join(other, other.id == other_end)
    return known.where(end == Account.id, to_sql(person_audience(viewer), other))


def followers_of(viewer: Viewer | None, account_id: str, wanted: Wanted) -> Page[SeenPerson]:
    edge = (Follow.follower_id, Follow.followed_id == account_id, Follow.created_at)
    return page_of_people(viewer, edge, wanted)


def followed_by(viewer: Viewer | None, account_id: str, wanted: Wanted) -> Page[SeenPerson]:
    edge = (Follow.followed_id, Follow.follower_id == account_id, Follow.created_at)
    return page_of_people(viewer, edge, wanted)


def requests_to(viewer: Viewer, wanted: Wanted) -> Page[SeenPerson]:
    """Who would like to follow the viewer."""
    edge = (FollowRequest.asker_id, FollowRequest.asked_id == viewer.id, FollowRequest.created_at)
    return page_of_people(viewer, edge, wanted)


def blocked_by(viewer: Viewer, wanted: Wanted) -> Page[SeenPerson]:
    """Whom the viewer has blocked, those who have blocked them since too."""
    edge = (Block.blocked_id, Block.blocker_id == viewer.id, Block.created_at)
    return page_of_people(None, edge, wanted)


def muted_by(viewer: Viewer, wanted: Wanted) -> Page[SeenPerson]:
    edge = (Mute.muted_id, Mute.muter_id == viewer.id, Mute.created_at)
    return page_of_people(viewer, edge, wanted)


def page_of_people(
    viewer: Viewer | None, edge: tuple[Any, ColumnElement[bool], Any], wanted: Wanted
) -> Page[SeenPerson]:
    """People at one end of some edges, the newest edge first, as far as the viewer may know of them."""
    end, of_one, since = edge
    query = people_for(viewer).add_columns(since).join(end.class_, end == Account.id)
    query = query.where(of_one, to_sql(person_audience(viewer), Account))
    if wanted.cursor is not None:
        moment, last = decode_cursor(wanted.cursor, parts=2)
        query = query.where(tuple_(since, Account.id) < (moment_of(moment), last))
    rows = db.session.execute(query.order_by(since.desc(), Account.id.desc()).limit(wanted.limit + 1)).all()
    shown = [SeenPerson(row[0], row[1], Between(*row[2:7])) for row in rows[: wanted.limit]]
    end_row = rows[wanted.limit - 1] if len(rows) > wanted.limit else None
    return Page(shown, encode_cursor(end_row[7].isoformat(), end_row[0].id) if end_row else None)
