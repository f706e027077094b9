"""Reads of images. Every listing takes a viewer and passes through the one audience rule."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, false, func, select, tuple_
from sqlalchemy.orm import joinedload

from cms.access.audience import ImageState, image_audience
from cms.access.sql import to_sql
from cms.access.viewer import Viewer
from cms.accounts.models import Mute
from cms.extensions import db
from cms.images.marks import marked_for
from cms.images.models import Classification, Detection, Detector, DiscardedObject, Image, ImageTag, Tag, Understanding
from cms.pagination import Page, Wanted, decode_cursor, encode_cursor, moment_of

WHOLE = (joinedload(Image.owner), joinedload(Image.album))
"""What an image is never told without."""


def image_by_id(image_id: str) -> Image | None:
    """For checking loaders and jobs only: nothing is checked here."""
    found: Image | None = db.session.scalar(select(Image).options(*WHOLE).filter_by(id=image_id))
    return found


class Shown(NamedTuple):
    """What decides who may see an image, and where its renditions lie: all that sending one takes."""

    id: str
    owner_id: str
    effective_privacy: str
    privacy: str
    album_id: str | None
    album_privacy: str
    review: str
    state: str
    is_trashed: bool
    is_owner_suspended: bool
    rendition_keys: Mapping[str, str]


SHOWN = select(*(Image.__table__.c[name] for name in Shown._fields)).where(Image.__table__.c.id == bindparam("image"))
"""Made once, of bare columns: pages ask this thirty times each, and making whole images takes longer than the rest."""


def shown_by_id(image_id: str) -> Shown | None:
    """For the checking loader alone, like `image_by_id`."""
    row = db.session.connection().execute(SHOWN, {"image": image_id}).first()
    return None if row is None else Shown(*row)


def image_by_hash(owner_id: str, sha256: str) -> Image | None:
    found: Image | None = db.session.scalar(select(Image).options(*WHOLE).filter_by(owner_id=owner_id, sha256=sha256))
    return found


def known_hashes(viewer: Viewer, hashes: Sequence[str]) -> dict[str, str]:
    """Which of these bytes the viewer has already, trashed ones too, failed ones not: hash to id."""
    mine = select(Image.sha256, Image.id).where(Image.owner_id == viewer.id, Image.sha256.in_(hashes))
    rows = db.session.execute(mine.where(Image.state != ImageState.FAILED))
    return {row.sha256: row.id for row in rows}


def visible(viewer: Viewer | None) -> Select[Any]:
    """Images that this viewer may know of and that are not in the trash, with their owners.

    Owners come by an outer join although each image has one: else MariaDB begins with them and sorts all images.
    """
    whole = select(Image).options(*WHOLE, *marked_for(viewer))
    return whole.where(to_sql(image_audience(viewer), Image), Image.is_trashed == false())


def by_index(query: Select[Any], index: str) -> Select[Any]:
    """Have the database take this index and begin in it behind the cursor.

    For a page by ids they would walk through all images, or all public ones, and those asked for may be the oldest.
    """
    named = query.with_hint(Image, f"FORCE INDEX ({index})", "mysql")
    return named.with_hint(Image, f"INDEXED BY {index}", "sqlite")


def explore(viewer: Viewer | None, wanted: Wanted) -> Page[Image]:
    """What everyone may see, without what is behind a block and whom the viewer has muted."""
    everyone = by_index(visible(viewer).where(to_sql(image_audience(None), Image)), "ix_images_open")
    if viewer is not None:
        everyone = everyone.where(Image.owner_id.not_in(select(Mute.muted_id).where(Mute.muter_id == viewer.id)))
    return page_by_id(everyone, wanted)


def images_of(viewer: Viewer | None, owner_id: str, wanted: Wanted) -> Page[Image]:
    """One person's images that this viewer may see."""
    mine = by_index(visible(viewer).where(Image.owner_id == owner_id), "ix_images_owner_shown")
    return page_by_id(mine, wanted)


def images_in(viewer: Viewer | None, album_id: str, wanted: Wanted) -> Page[Image]:
    """The images of one album that this viewer may see."""
    inside = by_index(visible(viewer).where(Image.album_id == album_id), "ix_images_album")
    return page_by_id(inside, wanted)


def whole_album(viewer: Viewer | None, album_id: str) -> Sequence[Image]:
    """All images of one album that this viewer may see, oldest first."""
    inside = by_index(visible(viewer).where(Image.album_id == album_id), "ix_images_album")
    found: Sequence[Image] = db.session.scalars(inside.order_by(Image.id)).all()
    return found


def own_ids(owner_id: str, ids: Sequence[str]) -> set[str]:
    """Which of these images are this account's and not in the trash."""
    mine = select(Image.id).where(Image.owner_id == owner_id, Image.id.in_(ids), Image.is_trashed == false())
    return set(db.session.scalars(mine))


def images_by_ids(viewer: Viewer | None, ids: Sequence[str]) -> list[Image]:
    """Those of these images that this viewer may see, in the order asked for."""
    if not ids:
        return []  # SQLite would look through everything for an image that is in no list
    found = {image.id: image for image in db.session.scalars(visible(viewer).where(Image.id.in_(ids)))}
    return [found[image_id] for image_id in dict.fromkeys(ids) if image_id in found]


def visible_ids(viewer: Viewer | None, ids: Sequence[str]) -> set[str]:
    """Which of these images this viewer may see, apart from the trash."""
    if not ids:
        return set()
    seen = select(Image.id).where(to_sql(image_audience(viewer), Image), Image.is_trashed == false())
    return set(db.session.scalars(seen.where(Image.id.in_(ids))))


def page_by_id(query: Select[Any], wanted: Wanted) -> Page[Image]:
    """A page in the order of ids, which is the order of time."""
    if wanted.cursor is not None:
        (last,) = decode_cursor(wanted.cursor, parts=1)
        query = query.where(Image.id > last if wanted.oldest_first else Image.id < last)
    order = Image.id.asc() if wanted.oldest_first else Image.id.desc()
    rows = db.session.scalars(query.order_by(order).limit(wanted.limit + 1)).all()
    end = rows[wanted.limit - 1] if len(rows) > wanted.limit else None
    return Page(rows[: wanted.limit], encode_cursor(end.id) if end else None)


def trash_of(viewer: Viewer, wanted: Wanted) -> Page[Image]:
    """The viewer's trash, last thrown first."""
    whole = select(Image).options(*WHOLE, *marked_for(viewer))
    query = whole.where(Image.owner_id == viewer.id, Image.is_trashed.is_(True))
    if wanted.cursor is not None:
        moment, last = decode_cursor(wanted.cursor, parts=2)
        query = query.where(tuple_(Image.trashed_at, Image.id) < (moment_of(moment), last))
    rows = db.session.scalars(query.order_by(Image.trashed_at.desc(), Image.id.desc()).limit(wanted.limit + 1)).all()
    end = rows[wanted.limit - 1] if len(rows) > wanted.limit else None
    return Page(rows[: wanted.limit], encode_cursor(str(end.trashed_at), end.id) if end else None)


@dataclass(frozen=True)
class Timeline:
    """The skeleton of somebody's pictures, newest day first: enough to lay out every one before any is loaded."""

    days: list[tuple[date, int]]
    ids: list[str]
    aspects: list[float]


def timeline_of(viewer: Viewer) -> Timeline:
    """All of the viewer's images outside the trash by the day they were taken (or added)."""
    rows = db.session.execute(
        select(Image.id, Image.width, Image.height, Image.sort_at)
        .where(Image.owner_id == viewer.id, Image.is_trashed == false())
        .order_by(Image.sort_at.desc(), Image.id.desc())
    ).all()
    days: dict[date, int] = defaultdict(int)
    for row in rows:
        days[row.sort_at.date()] += 1
    return Timeline(list(days.items()), [row.id for row in rows], [round(row.width / row.height, 3) for row in rows])


def tags_of(ids: Iterable[str]) -> dict[str, list[Tag]]:
    """The tags of these images: a person's first, in their order, then the models', surest first."""
    order = (ImageTag.source.desc(), ImageTag.position, ImageTag.score.desc())
    columns = (ImageTag.image_id, ImageTag.key, ImageTag.label, ImageTag.source, ImageTag.score)
    rows = db.session.execute(select(*columns).where(ImageTag.image_id.in_(list(ids))).order_by(*order))
    found: dict[str, list[Tag]] = defaultdict(list)
    for image_id, key, label, source, score in rows:
        found[image_id].append(Tag(key, label, source, score))
    return found


def classification_of(image_id: str) -> Classification | None:
    return db.session.get(Classification, image_id)


def read_by_other_models(versions: Iterable[str], *, limit: int) -> Sequence[str]:
    """Ids of images that were read by another version of the models than these."""
    query = (
        select(Classification.image_id)
        .join(Image, Image.id == Classification.image_id)
        .where(Classification.version.not_in(["", *versions]), Image.understanding == "ready")
        .limit(limit)
    )
    return db.session.scalars(query).all()


def detection_of(image_id: str, detector: Detector) -> Detection | None:
    """As it is now, whatever this session saw before."""
    found: Detection | None = db.session.get(Detection, (image_id, detector), populate_existing=True)
    return found


def unseen_by(detector: Detector, *, version: str, limit: int) -> list[str]:
    """Ids of images that the models may read and that this version of a detector neither saw nor was asked to see."""
    theirs = (Detection.image_id == Image.id) & (Detection.detector == detector)
    is_new = Detection.image_id.is_(None) | (
        (Detection.version != version) & (Detection.state != Understanding.PENDING)
    )
    query = select(Image.id).outerjoin(Detection, theirs)
    wanted = query.where(Image.state == ImageState.READY, Image.understanding == Understanding.READY, is_new)
    return list(db.session.scalars(wanted.limit(limit)))


def long_trashed(before: datetime, *, limit: int) -> Sequence[Image]:
    """Images in the trash since before this moment; nobody brings them back until the transaction ends."""
    query = select(Image).where(Image.is_trashed.is_(True), Image.trashed_at < before).limit(limit).with_for_update()
    found: Sequence[Image] = db.session.scalars(query).all()
    return found


def any_of(owner_id: str, *, limit: int) -> Sequence[Image]:
    """Some images of this account, in the trash or not; nobody else touches them until the transaction ends."""
    query = select(Image).filter_by(owner_id=owner_id).limit(limit).with_for_update()
    found: Sequence[Image] = db.session.scalars(query).all()
    return found


def is_kept_by(owner_id: str, image_id: str) -> bool:
    """Whether this account has this image, and not in the trash."""
    wanted = select(Image.id).filter_by(id=image_id, owner_id=owner_id, is_trashed=False)
    return db.session.scalar(wanted) is not None


def discarded(batch_id: str) -> Sequence[DiscardedObject]:
    found: Sequence[DiscardedObject] = db.session.scalars(select(DiscardedObject).filter_by(batch_id=batch_id)).all()
    return found


class Kept(NamedTuple):
    """Where the bytes of an image lie, and what its original was when it came."""

    id: str
    original_key: str
    rendition_keys: Mapping[str, str]
    sha256: str

    @property
    def keys(self) -> list[str]:
        return [self.original_key, *self.rendition_keys.values()]


def kept_in(names: Collection[str], *, after: str, limit: int) -> Sequence[Kept]:
    """Images whose bytes are in these back ends, in the trash too, but not failed; behind this id, in their order."""
    columns = (Image.id, Image.original_key, Image.rendition_keys, Image.sha256)
    here = select(*columns).where(Image.storage.in_(names), Image.state != ImageState.FAILED, Image.id > after)
    return [Kept(*row) for row in db.session.execute(here.order_by(Image.id).limit(limit))]


def keys_of(ids: Collection[str]) -> set[str]:
    """Under which keys these images have bytes, in whichever back end."""
    rows = db.session.execute(select(Image.original_key, Image.rendition_keys).where(Image.id.in_(ids)))
    return {key for original, renditions in rows for key in (original, *renditions.values())}


def unfinished(*, before: datetime) -> list[tuple[str, str]]:
    """Images that were changed before this moment last and are on their way still, with their states."""
    under_way = Image.state.in_((ImageState.PENDING, ImageState.PROCESSING))
    unread = (Image.state == ImageState.READY) & (Image.understanding == Understanding.PENDING)
    rows = db.session.execute(select(Image.id, Image.state).where(under_way | unread, Image.updated_at < before))
    return [(row.id, row.state) for row in rows]


def used_by_owners(owner_id: str | None = None) -> dict[str, tuple[int, int]]:
    """Bytes and number of all images that have not failed, by owner; of one owner alone where one is named."""
    whole = select(Image.owner_id, func.sum(Image.size), func.count()).where(Image.state != ImageState.FAILED)
    if owner_id is not None:
        whole = whole.where(Image.owner_id == owner_id)
    return {owner: (int(size), count) for owner, size, count in db.session.execute(whole.group_by(Image.owner_id))}


def shown_and_trashed() -> tuple[int, int]:
    """How many images there are outside the trash and in it, failed ones too."""
    rows = db.session.execute(select(Image.is_trashed, func.count()).group_by(Image.is_trashed))
    found = {bool(is_trashed): count for is_trashed, count in rows}
    return found.get(False, 0), found.get(True, 0)
