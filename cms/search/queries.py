"""Reads for search: what the index is told, what it has not heard yet, and words looked up without it."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, distinct, false, func, not_, or_, select, true, tuple_
from sqlalchemy.orm import joinedload

from cms.access.audience import image_audience
from cms.access.sql import to_sql
from cms.access.viewer import Viewer
from cms.accounts.models import Account
from cms.classes.queries import carried_by
from cms.extensions import db, now
from cms.images.models import Album, Classification, Detection, Detector, Embedding, Image, ImageTag
from cms.images.queries import tags_of, visible
from cms.index.base import Count, Last, Order, Origin
from cms.index.words import Both, Either, Expression, Phrase, Prefix, Without, Words
from cms.jobs.names import INDEX_IMAGE, INDEX_OWNER
from cms.reactions.models import Tally
from cms.search.document import likes_told_of, told_of
from cms.search.told import Told, milliseconds
from cms.work.models import Work
from cms.work.queries import waiting

MOST_UNHEARD = 1000
EARLIEST = datetime(1, 1, 1)


@dataclass(frozen=True)
class Unheard:
    """Images, and owners of images, of which the index has not heard the last."""

    image_ids: frozenset[str]
    owner_ids: frozenset[str]


def unheard() -> Unheard:
    """What waits for the index. Where that is much, whole owners are named."""
    rows = waiting((INDEX_IMAGE.kind, INDEX_OWNER.kind), limit=MOST_UNHEARD + 1)
    images = frozenset(subject for kind, subject in rows if kind == INDEX_IMAGE.kind)
    owners = frozenset(subject for kind, subject in rows if kind == INDEX_OWNER.kind)
    if len(rows) <= MOST_UNHEARD:
        return Unheard(images, owners)
    waits = select(Work.subject_id).where(Work.kind == INDEX_IMAGE.kind, Work.state != "done")
    theirs = select(Image.owner_id).distinct().where(Image.id.in_(waits))
    return Unheard(frozenset(), owners | frozenset(db.session.scalars(theirs)))


def told(ids: Sequence[str], *, with_vectors: bool) -> list[Told]:
    """Everything about those of these images that are not in the trash."""
    query = (
        select(Image)
        .options(joinedload(Image.owner), joinedload(Image.album), joinedload(Image.tally))
        .where(Image.id.in_(ids))
    )
    images = db.session.scalars(query.where(Image.is_trashed == false())).all()
    tags = tags_of(image.id for image in images)
    seen = {
        row.image_id: row for row in db.session.scalars(select(Classification).filter(Classification.image_id.in_(ids)))
    }
    lines, classes = lines_of(ids), carried_by(ids)
    vectors = vectors_of(ids) if with_vectors else {}
    return [
        told_of(
            image,
            tags.get(image.id, []),
            seen.get(image.id),
            lines.get(image.id, []),
            classes.get(image.id, []),
            vectors.get(image.id),
        )
        for image in images
    ]


def lines_of(ids: Sequence[str]) -> dict[str, list[str]]:
    """The lines of writing that were read in these images."""
    rows = db.session.scalars(select(Detection).where(Detection.image_id.in_(ids), Detection.detector == Detector.TEXT))
    return {row.image_id: [text for text, *_ in row.found] for row in rows}


def vectors_of(ids: Sequence[str]) -> dict[str, list[float]]:
    rows = db.session.scalars(select(Embedding).where(Embedding.image_id.in_(ids)))
    return {row.image_id: list(struct.unpack(f"<{row.dimensions}e", row.vector)) for row in rows}


def ids_of(owner_id: str, *, after: str, limit: int) -> list[tuple[str, int]]:
    """Ids of an account's images outside the trash behind this one, with their versions."""
    mine = select(Image.id, Image.version).where(Image.owner_id == owner_id, Image.is_trashed == false())
    return [
        (row.id, row.version)
        for row in db.session.execute(mine.where(Image.id > after).order_by(Image.id).limit(limit))
    ]


def versions(after: str, *, limit: int) -> list[tuple[str, int]]:
    """Ids of all images outside the trash behind this one, with their versions."""
    alive = select(Image.id, Image.version).where(Image.is_trashed == false(), Image.id > after)
    return [(row.id, row.version) for row in db.session.execute(alive.order_by(Image.id).limit(limit))]


def lately_changed(ids: Sequence[str], *, within: timedelta) -> set[str]:
    """Which of these images changed just now, or wait for the index since just now."""
    since = now() - within
    rows = select(Image.id).where(Image.id.in_(ids), Image.updated_at > since)
    kinds = (INDEX_IMAGE.kind, INDEX_OWNER.kind)
    rung = select(Work.subject_id).where(Work.kind.in_(kinds), Work.subject_id.in_(ids), Work.due_at > since)
    return {*db.session.scalars(rows), *db.session.scalars(rung)}


def look_up(
    viewer: Viewer | None,
    *,
    words: Expression | None,
    origin: Origin | None,
    conditions: Sequence[ColumnElement[bool]],
    order: Order,
    after: Last | None,
    limit: int,
) -> list[tuple[Image, int]]:
    """Images by words in the tables alone, with what they are sorted by; without points, so the newest come first."""
    column, value = _sorted_by(order)
    query = visible(viewer).where(*conditions, _holds(words, origin) if words is not None else true())
    if after is not None:
        place = tuple_(column, Image.id)
        here = tuple_(_of_value(order, after), after.id)
        query = query.where(place > here if order == Order.OLDEST else place < here)
    way = (column.asc(), Image.id.asc()) if order == Order.OLDEST else (column.desc(), Image.id.desc())
    found = query.join(Image.owner).join(Album, Image.album_id == Album.id, isouter=True)
    return [(image, value(image)) for image in db.session.scalars(found.order_by(*way).limit(limit))]


def _sorted_by(order: Order) -> tuple[Any, Any]:
    if order == Order.TAKEN:
        column = func.coalesce(Image.taken_at, EARLIEST)
        return column, lambda image: milliseconds(image.taken_at or EARLIEST)
    if order == Order.RATING:
        return func.coalesce(Image.rating, 0), lambda image: image.rating or 0
    if order == Order.LIKES:
        told = select(Tally.likes).where(Tally.thing_id == Image.id, Account.hide_counts == false())
        return func.coalesce(told.correlate(Image, Account).scalar_subquery(), 0), likes_told_of
    return Image.id, lambda image: milliseconds(image.created_at)  # ids are in the order of time


def _of_value(order: Order, last: Last) -> Any:
    if order in (Order.RATING, Order.LIKES):
        return last.value
    if order == Order.TAKEN:
        return max(
            EARLIEST, datetime(1970, 1, 1) + timedelta(milliseconds=min(max(last.value, -6 * 10**13), 25 * 10**13))
        )
    return last.id


def _holds(words: Expression, origin: Origin | None) -> ColumnElement[bool]:
    match words:
        case Words(text):
            return and_(true(), *(_somewhere(word, origin) for word in text.split()))
        case Phrase(text) | Prefix(text):
            return _somewhere(text, origin)
        case Without(part):
            return not_(_holds(part, origin))
        case Both(parts):
            return and_(true(), *(_holds(part, origin) for part in parts))
        case Either(parts):
            return or_(false(), *(_holds(part, origin) for part in parts))


def _somewhere(word: str, origin: Origin | None) -> ColumnElement[bool]:
    """In the columns of people's words, or in tags: of what machines made the tables tell no more."""
    columns = (
        Image.title,
        Image.description,
        Image.alt_text,
        Image.author,
        Account.name,
        Account.display_name,
        func.coalesce(Album.title, ""),
    )
    tags = select(ImageTag.image_id).where(ImageTag.label.contains(word, autoescape=True))
    if origin is not None:
        tags = tags.where(ImageTag.score.is_(None) if origin == Origin.WRITTEN else ImageTag.score.is_not(None))
    tagged = Image.id.in_(tags)
    if origin == Origin.GENERATED:
        return tagged
    return or_(*(column.contains(word, autoescape=True) for column in columns), tagged)


def count_tags(viewer: Viewer | None, *, start: str, after: Last | None, limit: int) -> list[Count]:
    """Tags that begin so by how many images the viewer may see have them; for when the index is away."""
    count = func.count(distinct(ImageTag.image_id))
    query = (
        select(ImageTag.key, count)
        .join(Image, Image.id == ImageTag.image_id)
        .where(to_sql(image_audience(viewer), Image), Image.is_trashed == false())
        .where(ImageTag.key.startswith(start, autoescape=True))
        .group_by(ImageTag.key)
    )
    if after is not None:
        query = query.having(or_(count < after.value, and_(count == after.value, ImageTag.key > after.id)))
    rows = db.session.execute(query.order_by(count.desc(), ImageTag.key).limit(limit))
    return [Count("tag", key, number) for key, number in rows]
