"""Reads of crawls: always one account's, but for the turns of workers."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, false, func, select, tuple_

from cms.crawls.models import (
    AddressState,
    Crawl,
    CrawlAddress,
    CrawlHost,
    CrawlPreview,
    CrawlRobots,
    CrawlSource,
    CrawlState,
    Visit,
)
from cms.extensions import db
from cms.images.models import Image
from cms.pagination import Page, Wanted, decode_cursor, encode_cursor, number_of

FRESH = {"populate_existing": True}
UNDER_WAY = (CrawlState.PENDING, CrawlState.RUNNING)
OVER = (CrawlState.DONE, CrawlState.FAILED, CrawlState.CANCELLED)
SHOWN = (
    AddressState.FOUND,
    AddressState.DUPLICATE,
    AddressState.SAVING,
    AddressState.SAVED,
    AddressState.FAILED,
)
"""What of its pictures is shown: those that were judged."""

MOST_REFUSALS = 100
LOOKED_THROUGH, MOST_BEFORE = 20, 500
"""So many of the newest crawls, and so many pictures of them, are looked through for what was found before."""

FARTHEST = 1e9
MOST_BYTES = 2_000_000_000
"""Of pictures that are looked at in one crawl, kept or not."""


def crawl_by_id(crawl_id: str) -> Crawl | None:
    """For checking loaders only: nothing is checked here."""
    return db.session.get(Crawl, crawl_id)


def locked(crawl_id: str) -> Crawl | None:
    """The row as it is now, kept from changing until the end of the transaction."""
    fresh = select(Crawl).filter_by(id=crawl_id).with_for_update().execution_options(**FRESH)
    found: Crawl | None = db.session.scalar(fresh)
    return found


def crawls_of(owner_id: str, wanted: Wanted) -> Page[Crawl]:
    """An account's crawls, the newest first."""
    query = select(Crawl).filter_by(owner_id=owner_id)
    if wanted.cursor is not None:
        (last,) = decode_cursor(wanted.cursor, parts=1)
        query = query.where(Crawl.id < last)
    rows = db.session.scalars(query.order_by(Crawl.id.desc()).limit(wanted.limit + 1)).all()
    shown = rows[: wanted.limit]
    return Page(shown, encode_cursor(shown[-1].id) if len(rows) > wanted.limit else None)


def number_under_way(owner_id: str) -> int:
    """How many crawls of this account are at work or rest for a while."""
    states = (*UNDER_WAY, CrawlState.PAUSED)
    query = select(func.count()).select_from(Crawl).filter_by(owner_id=owner_id).where(Crawl.state.in_(states))
    return db.session.scalar(query) or 0


def number_at_work(owner_id: str) -> int:
    """How many crawls of this account take turns."""
    query = select(func.count()).select_from(Crawl).filter_by(owner_id=owner_id).where(Crawl.state.in_(UNDER_WAY))
    return db.session.scalar(query) or 0


def number_waiting(crawl: Crawl) -> int:
    """How many of its addresses are still to be asked."""
    query = select(func.count()).select_from(CrawlAddress).where(CrawlAddress.state.in_(states_left(crawl)))
    return db.session.scalar(query.where(CrawlAddress.crawl_id == crawl.id)) or 0


def refusals_of(crawl: Crawl) -> Sequence[CrawlAddress]:
    """Addresses that were not asked or may not be used, in the order in which they were found."""
    query = select(CrawlAddress).filter_by(crawl_id=crawl.id, state=AddressState.REFUSED)
    return db.session.scalars(query.order_by(CrawlAddress.position).limit(MOST_REFUSALS)).all()


def candidates_of(crawl: Crawl, wanted: Wanted) -> Page[CrawlAddress]:
    """Pictures that were found, the nearest first where they were compared, then in the order of their pages."""
    apart = func.coalesce(CrawlAddress.distance, FARTHEST)
    query = judged().filter_by(crawl_id=crawl.id)
    if wanted.cursor is not None:
        distance, position = map(number_of, decode_cursor(wanted.cursor, parts=2))
        query = query.where(tuple_(apart, CrawlAddress.position) > (distance, position))
    rows = db.session.scalars(query.order_by(apart, CrawlAddress.position).limit(wanted.limit + 1)).all()
    end = rows[wanted.limit - 1] if len(rows) > wanted.limit else None
    return Page(rows[: wanted.limit], encode_cursor(*place_of(end)) if end is not None else None)


def place_of(row: CrawlAddress) -> tuple[str, str]:
    return str(FARTHEST if row.distance is None else row.distance), str(row.position)


def judged() -> Select[Any]:
    """Pictures of crawls that were looked at and are shown."""
    return select(CrawlAddress).where(CrawlAddress.sha256.is_not(None), CrawlAddress.state.in_(SHOWN))


def found_by(owner_id: str) -> Sequence[CrawlAddress]:
    """What the newest crawls of this account have found, the newest first."""
    mine = select(Crawl.id).filter_by(owner_id=owner_id).order_by(Crawl.id.desc()).limit(LOOKED_THROUGH)
    crawls = db.session.scalars(mine).all()
    found = judged().where(CrawlAddress.crawl_id.in_(crawls)).order_by(CrawlAddress.id.desc())
    return db.session.scalars(found.limit(MOST_BEFORE)).all()


def seen_before(crawl: Crawl, address: CrawlAddress) -> CrawlAddress | None:
    """What the newest other crawl of the same account saw at this address: a page that it kept, or a picture."""
    other = select(CrawlAddress).join(Crawl, Crawl.id == CrawlAddress.crawl_id).filter_by(owner_id=crawl.owner_id)
    same = other.where(CrawlAddress.asked_sha256 == address.asked_sha256, CrawlAddress.url == address.url)
    found: CrawlAddress | None = db.session.scalar(
        same.where(Crawl.id != crawl.id).order_by(CrawlAddress.id.desc()).limit(1)
    )
    return found


def picture_seen(address_id: str) -> tuple[CrawlAddress, bytes] | None:
    """A picture that was judged, with what is shown of it."""
    query = select(CrawlAddress, CrawlPreview.shown).join(CrawlPreview, CrawlPreview.address_id == CrawlAddress.id)
    row = db.session.execute(query.where(CrawlAddress.id == address_id)).first()
    return None if row is None else (row[0], row[1])


def page_seen(address_id: str) -> CrawlAddress | None:
    return db.session.get(CrawlAddress, address_id)


def candidates_by_ids(crawl: Crawl, ids: Sequence[str]) -> Sequence[CrawlAddress]:
    """Those of these that were found by this crawl, kept from changing."""
    query = judged().where(CrawlAddress.id.in_(ids), CrawlAddress.crawl_id == crawl.id)
    return db.session.scalars(query.order_by(CrawlAddress.position).with_for_update()).all()


def preview_of(crawl: Crawl, candidate_id: str) -> bytes | None:
    """The small picture of a candidate of this crawl."""
    query = select(CrawlPreview.shown).join(CrawlAddress, CrawlAddress.id == CrawlPreview.address_id)
    found: bytes | None = db.session.scalar(
        query.where(CrawlAddress.crawl_id == crawl.id, CrawlAddress.id == candidate_id)
    )
    return found


def preview_shown(address_id: str) -> bytes:
    """The small picture of a candidate that somebody may see; empty where there is none."""
    return db.session.scalar(select(CrawlPreview.shown).filter_by(address_id=address_id)) or b""


def adopted_from(crawl: Crawl, owner_id: str) -> Crawl | None:
    """What this account took over of that crawl before, kept from changing."""
    theirs = select(Crawl).filter_by(owner_id=owner_id, project_id=crawl.project_id).with_for_update()
    return next((one for one in db.session.scalars(theirs) if one.wish.get("of") == crawl.id), None)


def ids_by_mark(crawl: Crawl, marks: Sequence[str]) -> dict[str, str]:
    """The ids of those of these addresses that the crawl has already."""
    query = select(CrawlAddress.asked_sha256, CrawlAddress.id).where(CrawlAddress.asked_sha256.in_(marks))
    rows = db.session.execute(query.where(CrawlAddress.crawl_id == crawl.id))
    return {row.asked_sha256: row.id for row in rows}


def next_address(crawl: Crawl, at: datetime) -> CrawlAddress | None:
    """What is asked for next: the first whose host is free or held by this very crawl; what is to be saved first."""
    is_free = (CrawlHost.next_at <= at) | CrawlHost.next_at.is_(None) | (CrawlHost.held_by == crawl.id)
    query = open_addresses(crawl).outerjoin(CrawlHost, CrawlHost.host == CrawlAddress.host).where(is_free)
    order = (CrawlAddress.state, CrawlAddress.position)
    found: CrawlAddress | None = db.session.scalar(query.order_by(*order).limit(1).execution_options(**FRESH))
    return found


def next_moment(crawl: Crawl) -> datetime | None:
    """When the first host may be asked again, of those that hold this crawl up; None where nothing is left to ask."""
    hosts = open_addresses(crawl).join(CrawlHost, CrawlHost.host == CrawlAddress.host)
    found: datetime | None = db.session.scalar(
        hosts.with_only_columns(CrawlHost.next_at).order_by(CrawlHost.next_at).limit(1)
    )
    return found


def open_addresses(crawl: Crawl) -> Select[Any]:
    """What is to be asked now: of a crawl that rests only what is to be saved."""
    states = (AddressState.SAVING,) if crawl.state == CrawlState.PAUSED else states_left(crawl)
    return select(CrawlAddress).where(CrawlAddress.crawl_id == crawl.id, CrawlAddress.state.in_(states))


def states_left(crawl: Crawl) -> tuple[AddressState, ...]:
    """Of addresses that are to be asked: only those to be saved, once it is over or has all that it may have."""
    is_full = crawl.counts.get("found", 0) >= crawl.most or crawl.counts.get("bytes", 0) >= MOST_BYTES
    is_over = crawl.state in OVER or is_full
    return (AddressState.SAVING,) if is_over else (AddressState.SAVING, AddressState.WAITING)


def address_now(address_id: str) -> CrawlAddress | None:
    fresh = select(CrawlAddress).filter_by(id=address_id).with_for_update().execution_options(**FRESH)
    found: CrawlAddress | None = db.session.scalar(fresh)
    return found


def known_marks(crawl: Crawl, marks: Sequence[str]) -> set[str]:
    """Which of these addresses the crawl has already."""
    query = select(CrawlAddress.asked_sha256).where(CrawlAddress.asked_sha256.in_(marks))
    return set(db.session.scalars(query.where(CrawlAddress.crawl_id == crawl.id)))


def numbers_of(crawl: Crawl) -> tuple[int, int]:
    """How many addresses it has in all, and how many of them are pages."""
    query = select(CrawlAddress.visit, func.count()).filter_by(crawl_id=crawl.id).group_by(CrawlAddress.visit)
    counts = {str(visit): int(number) for visit, number in db.session.execute(query)}
    total = sum(counts.values())
    return total, total - counts.get(Visit.PICTURE, 0)


class Mark(NamedTuple):
    """What a picture that was found is known again by."""

    id: str
    same_as: str | None
    sha256: str | None
    fingerprint: bytes | None


def marks_of(crawl: Crawl) -> list[Mark]:
    """Of all that this crawl has found, copies among them."""
    columns = (CrawlAddress.id, CrawlAddress.same_as, CrawlAddress.sha256, CrawlAddress.fingerprint)
    is_known = CrawlAddress.state.in_(SHOWN) | CrawlAddress.same_as.is_not(None)
    query = select(*columns).where(CrawlAddress.crawl_id == crawl.id, CrawlAddress.sha256.is_not(None), is_known)
    return [Mark(*row) for row in db.session.execute(query)]


def copies_of(ids: Sequence[str]) -> Sequence[CrawlAddress]:
    """The other places of these candidates, in the order in which they were found."""
    crawls = select(CrawlAddress.crawl_id).where(CrawlAddress.id.in_(ids))
    query = select(CrawlAddress).where(CrawlAddress.crawl_id.in_(crawls), CrawlAddress.same_as.in_(ids))
    return db.session.scalars(query.order_by(CrawlAddress.position)).all()


def own_marks(owner_id: str) -> list[tuple[str, bytes]]:
    """Ids and fingerprints of an account's images outside the trash."""
    query = select(Image.id, Image.fingerprint).filter_by(owner_id=owner_id).where(Image.is_trashed == false())
    return [(image_id, mark) for image_id, mark in db.session.execute(query) if mark is not None]


def own_image(owner_id: str, image_id: str) -> Image | None:
    """This image, while it is this account's and not in the trash."""
    query = select(Image).filter_by(owner_id=owner_id, id=image_id).where(Image.is_trashed == false())
    found: Image | None = db.session.scalar(query)
    return found


def host_locked(host: str) -> CrawlHost | None:
    fresh = select(CrawlHost).filter_by(host=host).with_for_update().execution_options(**FRESH)
    found: CrawlHost | None = db.session.scalar(fresh)
    return found


def robots_of(origin: str) -> CrawlRobots | None:
    return db.session.get(CrawlRobots, origin, populate_existing=True)


def source_rows(keys: Collection[str]) -> dict[str, CrawlSource]:
    """What is known of these sources, as it is now."""
    query = select(CrawlSource).where(CrawlSource.key.in_(keys)).execution_options(**FRESH)
    return {row.key: row for row in db.session.scalars(query)}


def source_locked(key: str) -> CrawlSource | None:
    fresh = select(CrawlSource).filter_by(key=key).with_for_update().execution_options(**FRESH)
    found: CrawlSource | None = db.session.scalar(fresh)
    return found


def number_beside(crawl_id: str) -> int:
    """How many other crawls are at work on this whole site."""
    query = select(func.count()).select_from(Crawl).where(Crawl.state.in_(UNDER_WAY), Crawl.id != crawl_id)
    return db.session.scalar(query) or 0


def made_before(moment: datetime, *, limit: int) -> Sequence[str]:
    """Crawls that were begun before this moment and are not at work."""
    old = select(Crawl.id).where(Crawl.created_at < moment, Crawl.state.not_in(UNDER_WAY))
    return db.session.scalars(old.order_by(Crawl.created_at).limit(limit)).all()
