"""Reads of the feed and of what it is made of. A page costs the same whoever is followed and however seldom they post.

First the sources by their newest image, then only images that are as new as the page goes: no source gives more than
a page of them, since the last image that a page can hold is known of each.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Select, case, literal, select, tuple_, union, union_all

from cms.access.audience import album_audience, shown_of_others
from cms.access.sql import to_sql
from cms.access.viewer import Viewer
from cms.accounts.models import Account, Follow, Mute
from cms.extensions import db
from cms.feed.models import AlbumFollow, FeedMark, TagFollow
from cms.images.marks import marked_for
from cms.images.models import Album, Image, ImageTag
from cms.images.queries import WHOLE, by_index
from cms.pagination import Page, Wanted, decode_cursor, encode_cursor, moment_of

Kind = Literal["person", "tag", "album"]
Seen = tuple[Any, Any]
KINDS: tuple[Kind, ...] = ("person", "tag", "album")
SPARE = 70
"""So many more sources than images are asked for, since several may have the same newest image."""


@dataclass(frozen=True)
class Source:
    """What is followed, by its newest image and the last of its images that the page can hold, if it has so many."""

    kind: Kind
    ref: str
    newest: str
    last: str | None


@dataclass(frozen=True)
class FeedPage(Page[Image]):
    """Images with what brought them here."""

    sources: Sequence[Source] = field(default=())
    seen_until: datetime | None = None

    def refs(self, kind: Kind) -> set[str]:
        return {source.ref for source in self.sources if source.kind == kind}


def feed_of(viewer: Viewer, wanted: Wanted) -> FeedPage:
    """What others added that the viewer follows and may see, newest first, each once."""
    before = None if wanted.cursor is None else decode_cursor(wanted.cursor, parts=1)[0]
    most = wanted.limit + SPARE
    seen = seen_by(viewer)
    seen_until, sources = sources_of(viewer, seen, before, length=wanted.limit + 1, most=most)
    if not sources:
        return FeedPage([], None, seen_until=seen_until)
    floor = floor_of(sources, length=wanted.limit + 1, is_cut=len(sources) == most)
    images = images_from(viewer, seen, sources, before, floor)
    rows = db.session.scalars(images.limit(wanted.limit + 1)).all()
    shown = rows[: wanted.limit]
    goes_on = bool(shown) and (len(rows) > wanted.limit or floor is not None)
    return FeedPage(shown, encode_cursor(shown[-1].id) if goes_on else None, sources, seen_until)


def seen_by(viewer: Viewer) -> Seen:
    """Of others, what the viewer may see and has not muted. Made once a page: it stands in a statement many times."""
    muted = select(Mute.muted_id).where(Mute.muter_id == viewer.id)
    return to_sql(shown_of_others(viewer), Image), Image.owner_id.not_in(muted)


def sources_of(
    viewer: Viewer, seen: Seen, before: str | None, *, length: int, most: int
) -> tuple[datetime | None, list[Source]]:
    """What the viewer follows and has something for the page, the newest first; until when they saw it.

    One statement, and one more for who follows nothing.
    """
    people = select(literal("person").label("kind"), Follow.followed_id.label("ref"))
    tags = select(literal("tag"), TagFollow.key)
    albums = select(literal("album"), AlbumFollow.album_id)
    parts = (
        people.add_columns(nth("person", Follow.followed_id, seen, before)).where(Follow.follower_id == viewer.id),
        tags.add_columns(nth("tag", TagFollow.key, seen, before)).filter_by(account_id=viewer.id),
        albums.add_columns(nth("album", AlbumFollow.album_id, seen, before)).filter_by(account_id=viewer.id),
    )
    followed = union_all(*parts).subquery()
    kind, ref, newest = followed.c
    top = select(kind.label("kind"), ref.label("ref"), newest.label("newest"))
    top_rows = top.order_by(newest.desc()).limit(most).subquery()
    ways = [(top_rows.c.kind == one, nth(one, top_rows.c.ref, seen, before, n=length - 1)) for one in KINDS]
    mark = select(FeedMark.seen_until).filter_by(account_id=viewer.id)
    rows = db.session.execute(select(top_rows, case(*ways).label("last"), mark.scalar_subquery().label("mark"))).all()
    found = [Source(row.kind, row.ref, row.newest, row.last) for row in rows if row.newest is not None]
    seen_until = rows[0].mark if rows else db.session.scalar(mark)
    return seen_until, sorted(found, key=lambda source: source.newest, reverse=True)


def floor_of(sources: Sequence[Source], *, length: int, is_cut: bool) -> str | None:
    """No image older than this can be on the page; None where all may be."""
    newest = sorted({source.newest for source in sources}, reverse=True)
    floors = [source.last for source in sources if source.last is not None]
    if len(newest) >= length:
        floors.append(newest[length - 1])
    elif is_cut:
        floors.append(newest[-1])
    return max(floors, default=None)


def nth(kind: Kind, ref: Any, seen: Seen, before: str | None, *, n: int = 0) -> Any:
    """The id of the nth newest image of a source, counted from none.

    An image that a person and a model gave the same tag counts twice: then the page is shorter. No DISTINCT, since
    SQLite forgets the OFFSET of such a subquery.
    """
    column, images = ids_of(kind, seen)
    images = images.where(REFS[kind] == ref)
    if before is not None:
        images = images.where(column < before)
    return images.order_by(column.desc()).limit(1).offset(n).scalar_subquery()


REFS: dict[Kind, Any] = {"person": Image.owner_id, "tag": ImageTag.key, "album": Image.album_id}
INDEXES: dict[Kind, str] = {"person": "ix_images_owner_shown", "album": "ix_images_album"}


def ids_of(kind: Kind, seen: Seen) -> tuple[Any, Select[Any]]:
    """The column of ids and the images that are seen, by the right index."""
    if kind != "tag":
        return Image.id, by_index(select(Image.id).where(*seen), INDEXES[kind])
    tagged = select(ImageTag.image_id).join(Image, Image.id == ImageTag.image_id).where(*seen)
    return ImageTag.image_id, tagged


def images_from(
    viewer: Viewer, seen: Seen, sources: Sequence[Source], before: str | None, floor: str | None
) -> Select[Any]:
    """Whole images of these sources, from the newest down to the floor."""
    parts = []
    for kind in KINDS:
        refs = [source.ref for source in sources if source.kind == kind]
        column, images = ids_of(kind, seen)
        images = images.where(REFS[kind].in_(refs)).distinct()
        images = images if before is None else images.where(column < before)
        parts += [images if floor is None else images.where(column >= floor)] if refs else []
    ids = union(*parts).subquery()
    whole = select(Image).options(*WHOLE, *marked_for(viewer)).select_from(ids).join(Image, Image.id == ids.c[0])
    return whole.prefix_with("STRAIGHT_JOIN", dialect="mysql").order_by(Image.id.desc())


def follows_tag(viewer: Viewer, key: str) -> bool:
    return db.session.get(TagFollow, (viewer.id, key)) is not None


def follows_album(viewer: Viewer, album_id: str) -> bool:
    return db.session.get(AlbumFollow, (viewer.id, album_id)) is not None


def followed_tags(viewer: Viewer, wanted: Wanted) -> Page[TagFollow]:
    """What the viewer follows, the newest first."""
    return page_of(select(TagFollow).filter_by(account_id=viewer.id), TagFollow.created_at, TagFollow.key, wanted)


def followed_albums(viewer: Viewer, wanted: Wanted) -> Page[Any]:
    """Those that the viewer follows and may see, with owners, the newest followed first."""
    columns: tuple[Any, ...] = (AlbumFollow, Album, Account)
    query = select(*columns).filter_by(account_id=viewer.id).join(Album, Album.id == AlbumFollow.album_id)
    mine = query.join(Album.owner).where(to_sql(album_audience(viewer), Album))
    return page_of(mine, AlbumFollow.created_at, AlbumFollow.album_id, wanted)


def page_of(query: Select[Any], since: Any, key: Any, wanted: Wanted) -> Page[Any]:
    """A page of what is followed, by when it began."""
    if wanted.cursor is not None:
        moment, last = decode_cursor(wanted.cursor, parts=2)
        query = query.where(tuple_(since, key) < (moment_of(moment), last))
    query = query.order_by(since.desc(), key.desc()).limit(wanted.limit + 1)
    rows = db.session.execute(query).all()
    shown = rows[: wanted.limit]
    end = shown[-1][0] if len(rows) > wanted.limit else None
    following = encode_cursor(end.created_at.isoformat(), getattr(end, key.key)) if end else None
    return Page([row[0] if len(row) == 1 else row for row in shown], following)
