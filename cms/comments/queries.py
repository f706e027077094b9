"""Reads of comments. A page of threads is one statement, however many comments it holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, tuple_
from sqlalchemy.orm import aliased, contains_eager

from cms.access.audience import comment_audience, nothing_between
from cms.access.sql import to_sql
from cms.access.viewer import Viewer
from cms.accounts.models import Account, Mute
from cms.comments.models import Comment, CommentLike, CommentVersion
from cms.errors import invalid
from cms.extensions import db, first_id
from cms.images.models import Album, Image
from cms.pagination import Page, Wanted, decode_cursor, encode_cursor

REPLIES_SHOWN = 30
"""So many places of each thread come with a page of threads."""


class ThreadSort(StrEnum):
    """Of threads: as they began, the latest first, or the most liked first."""

    THREAD = "thread"
    NEWEST = "newest"
    LIKED = "liked"


@dataclass(frozen=True)
class Place:
    """What is commented on, as the access room asks about it."""

    kind: str
    thing: Image | Album

    @property
    def thing_id(self) -> str:
        return self.thing.id

    @property
    def owner_id(self) -> str:
        return self.thing.owner_id

    @property
    def comments_closed(self) -> bool:
        return self.thing.comments_closed


@dataclass(frozen=True)
class SeenComment:
    """A comment as somebody sees it: one that is not shown keeps its place in the thread alone."""

    comment: Comment
    is_shown: bool
    is_liked: bool

    @property
    def is_passed_over(self) -> bool:
        """Nothing of it is to be seen, and nothing hangs on it."""
        return not self.is_shown and self.comment.replies == 0


@dataclass(frozen=True)
class Thread:
    """A root, what is below it in the order of the thread, and the cursor of the rest."""

    root: SeenComment
    below: Sequence[SeenComment]
    rest: str | None


def comment_by_id(comment_id: str) -> Comment | None:
    """For checking loaders alone: nothing is checked here."""
    found: Comment | None = db.session.scalar(select(Comment).filter_by(id=comment_id))
    return found


def comment_now(comment_id: str) -> Comment | None:
    """The row as it is now, whatever this session saw before."""
    query = select(Comment).filter_by(id=comment_id).execution_options(populate_existing=True)
    found: Comment | None = db.session.scalar(query)
    return found


def said_lately(
    author_id: str, comment_id: str, *, since: datetime, limit: int
) -> tuple[datetime, list[tuple[str, str]]] | None:
    """Since when this account is there; text and owner of the place of this comment, first, and of what it said since.

    What is on its own things, or deleted, is left out; None where nothing is left. One statement.
    """
    owner, is_this = func.coalesce(Image.owner_id, Album.owner_id), Comment.id == comment_id
    said = select(Account.created_at, Comment.text, owner).join(Comment, Comment.author_id == Account.id)
    said = said.outerjoin(Image, and_(Comment.kind == "image", Image.id == Comment.thing_id))
    said = said.outerjoin(Album, and_(Comment.kind == "album", Album.id == Comment.thing_id))
    theirs = said.where(Comment.author_id == author_id, Comment.deleted_at.is_(None), owner != author_id)
    lately = theirs.where(or_(is_this, Comment.id >= first_id(since)))
    rows = db.session.execute(lately.order_by(is_this.desc(), Comment.id.desc()).limit(limit)).all()
    return (rows[0][0], [(row[1], row[2]) for row in rows]) if rows else None


def lock_thread(root_id: str) -> None:
    """Wait for whoever else changes this thread, and keep others waiting until the commit."""
    db.session.execute(select(Comment.id).filter_by(id=root_id).with_for_update())


def end_of(comment: Comment, last: int) -> int:
    """The place behind all that is below this comment; `last` is where its thread ends."""
    return db.session.scalar(select(func.coalesce(behind(comment), last))) or last


def behind(comment: Comment) -> Any:
    """The place of the first comment of the thread that is not below this one any more, if there is one."""
    other = aliased(Comment)
    later = select(func.min(other.position)).where(other.root_id == comment.root_id, other.depth <= comment.depth)
    return later.where(other.position > comment.position).scalar_subquery()


def places_above(comment: Comment) -> Select[Any]:
    """The places of all comments that this one answers: the last of each smaller depth before it."""
    other = aliased(Comment)
    before = select(func.max(other.position)).where(other.root_id == comment.root_id, other.depth < comment.depth)
    return before.where(other.position < comment.position).group_by(other.depth)


def comments_above(comment: Comment) -> Sequence[Comment]:
    """The comments that this one answers, the nearest first, as they are now."""
    above = select(Comment).where(Comment.root_id == comment.root_id, Comment.position.in_(places_above(comment)))
    query = above.order_by(Comment.depth.desc()).execution_options(populate_existing=True)
    found: Sequence[Comment] = db.session.scalars(query).all()
    return found


def seen_with_parents(viewer: Viewer | None, place: Place, comment: Comment) -> list[SeenComment]:
    """A comment, last, behind all that it answers from the root on."""
    near = or_(Comment.position.in_(places_above(comment)), Comment.id == comment.id)
    query = seen_by(viewer, place).where(Comment.root_id == comment.root_id, near)
    return [SeenComment(*row) for row in db.session.execute(query.order_by(Comment.depth))]


def seen(viewer: Viewer | None, place: Place, comment_id: str) -> SeenComment | None:
    row = db.session.execute(seen_by(viewer, place).where(Comment.id == comment_id)).first()
    return None if row is None else SeenComment(*row)


def threads_on(viewer: Viewer | None, place: Place, wanted: Wanted, sort: ThreadSort) -> Page[Thread]:
    """The threads on a thing, each with its first replies, in one statement."""
    tops = roots_on(viewer, place, wanted, sort).subquery()
    query = seen_by(viewer, place).join(tops, Comment.root_id == tops.c.id)
    query = query.where(Comment.position <= REPLIES_SHOWN, is_there(viewer, place))
    rows = db.session.execute(query.order_by(Comment.root_id, Comment.position)).all()
    threads: dict[str, list[SeenComment]] = {}
    for row in rows:
        threads.setdefault(row[0].root_id, []).append(SeenComment(*row))
    ordered = sorted(filter(has_root, threads.values()), key=lambda rows: order_of(rows[0].comment, sort))
    if sort is not ThreadSort.THREAD:
        ordered.reverse()
    page = [as_thread(rows) for rows in ordered[: wanted.limit]]
    last = cursor_behind(page[-1].root.comment) if len(ordered) > wanted.limit else None
    return Page([thread for thread in page if thread.root.is_shown or thread.below or thread.rest], last)


def roots_on(viewer: Viewer | None, place: Place, wanted: Wanted, sort: ThreadSort) -> Select[Any]:
    """The ids of the threads of a page, and of one more."""
    query = select(Comment.id).where(Comment.kind == place.kind, Comment.thing_id == place.thing_id, Comment.depth == 0)
    query = query.where(is_there(viewer, place))
    orders: list[Any] = [Comment.likes, Comment.id] if sort is ThreadSort.LIKED else [Comment.id]
    if wanted.cursor is not None:
        likes, last = decode_cursor(wanted.cursor, parts=2)
        at = (number_of(likes), last) if sort is ThreadSort.LIKED else (last,)
        query = query.where(tuple_(*orders) > at if sort is ThreadSort.THREAD else tuple_(*orders) < at)
    ordered = query.order_by(*(column if sort is ThreadSort.THREAD else column.desc() for column in orders))
    return ordered.limit(wanted.limit + 1)


def order_of(root: Comment, sort: ThreadSort) -> tuple[int, str]:
    return (root.likes if sort is ThreadSort.LIKED else 0, root.id)


def cursor_behind(comment: Comment) -> str:
    return encode_cursor(str(comment.likes), comment.id)


def has_root(rows: Sequence[SeenComment]) -> bool:
    return rows[0].comment.position == 0


def as_thread(rows: Sequence[SeenComment]) -> Thread:
    root = rows[0].comment
    is_whole = root.span <= REPLIES_SHOWN + 1
    below = without_empty(rows[1:], is_whole=is_whole)
    return Thread(rows[0], below, None if is_whole else encode_cursor(str(REPLIES_SHOWN), rows[-1].comment.id))


def replies_below(viewer: Viewer | None, place: Place, comment: Comment, wanted: Wanted) -> Page[SeenComment]:
    """What is below a comment, in the order of the thread."""
    inside = and_(Comment.root_id == comment.root_id, Comment.position > comment.position)
    end = behind(comment)
    query = seen_by(viewer, place).where(inside, is_there(viewer, place), or_(end.is_(None), Comment.position < end))
    if wanted.cursor is not None:
        query = query.where(Comment.position > place_of_cursor(comment.root_id, wanted.cursor))
    rows = db.session.execute(query.order_by(Comment.position).limit(wanted.limit + 1)).all()
    found = [SeenComment(*row) for row in rows[: wanted.limit]]
    is_whole = len(rows) <= wanted.limit
    last = None if is_whole else encode_cursor(str(found[-1].comment.position), found[-1].comment.id)
    return Page(without_empty(found, is_whole=is_whole), last)


def place_of_cursor(root_id: str, cursor: str) -> ColumnElement[int]:
    """Where the last one shown stands now; where it stood if it is gone. Answers in between have moved it on."""
    position, last = decode_cursor(cursor, parts=2)
    stood, other = number_of(position), aliased(Comment)
    at = select(other.position).where(other.id == last, other.root_id == root_id).scalar_subquery()
    return func.coalesce(at, stood)


def number_of(text: str) -> int:
    """A number in a cursor. Raises Problem 422 for any other text."""
    if not text.isdigit() or len(text) > 9:
        raise invalid("cursor", "This is not a cursor of a list.")
    return int(text)


def without_empty(rows: Sequence[SeenComment], *, is_whole: bool) -> list[SeenComment]:
    """Of these comments in the order of their thread those that are shown, and what they hang on."""
    kept: list[SeenComment] = []
    depth_behind = 0 if is_whole else max((row.comment.depth for row in rows), default=0) + 1
    for row in reversed(rows):
        if row.is_shown or depth_behind > row.comment.depth:
            kept.append(row)
            depth_behind = row.comment.depth
    return kept[::-1]


def seen_by(viewer: Viewer | None, place: Place) -> Select[Any]:
    """Comments with their authors, and the columns of SeenComment."""
    liked = exists().where(
        CommentLike.comment_id == Comment.id, CommentLike.liker_id == ("" if viewer is None else viewer.id)
    )
    columns: tuple[Any, ...] = (Comment, is_shown(viewer, place).label("shown"), liked.label("liked"))
    query: Select[Any] = select(*columns).outerjoin(Comment.author)
    return query.options(contains_eager(Comment.author))


def is_shown(viewer: Viewer | None, place: Place) -> ColumnElement[bool]:
    """Whether this viewer may read a comment, and wants to."""
    within = to_sql(comment_audience(viewer, place.owner_id), Comment)
    if viewer is None:
        return within
    muted = select(Mute.muted_id).where(Mute.muter_id == viewer.id)
    return and_(within, or_(Comment.author_id.is_(None), Comment.author_id.not_in(muted)))


def is_there(viewer: Viewer | None, place: Place) -> ColumnElement[bool]:
    """Whether a comment has a place in the lists of this viewer."""
    return or_(is_shown(viewer, place), Comment.replies > 0)


def known_names(viewer: Viewer, names: Sequence[str]) -> Sequence[Account]:
    """Those of these people whom the viewer may know of."""
    if not names:
        return []
    query = select(Account).where(Account.name.in_(names), to_sql(nothing_between(viewer), Account))
    found: Sequence[Account] = db.session.scalars(query).all()
    return found


def ids_by(author_id: str, *, limit: int) -> Sequence[str]:
    """Some comments of this account."""
    return db.session.scalars(select(Comment.id).filter_by(author_id=author_id).limit(limit)).all()


def versions_of(comment_id: str, wanted: Wanted) -> Page[CommentVersion]:
    """What a comment said before, the latest first."""
    query = select(CommentVersion).filter_by(comment_id=comment_id)
    if wanted.cursor is not None:
        (last,) = decode_cursor(wanted.cursor, parts=1)
        query = query.where(CommentVersion.id < last)
    found = db.session.scalars(query.order_by(CommentVersion.id.desc()).limit(wanted.limit + 1)).all()
    rows = found[: wanted.limit]
    return Page(rows, encode_cursor(rows[-1].id) if len(found) > wanted.limit else None)
