"""Reads of searches by picture, and of what they compare with: fingerprints and vectors."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import false, select, tuple_

from cms.access.audience import ImageState
from cms.access.viewer import Viewer
from cms.extensions import db
from cms.images.models import Embedding, Image
from cms.reverse_search.models import ReverseSearch

BEGINNING = (datetime.fromisoformat("1970-01-01T00:00:00+00:00"), "")
"""Before whatever was changed first."""


@dataclass(frozen=True)
class Changed:
    """An image as it was changed last; the fingerprint is None while it cannot be shown."""

    id: str
    updated_at: datetime
    fingerprint: bytes | None


@dataclass(frozen=True)
class Own:
    """What is known of one picture without opening it; `colour` is the middle of its palette."""

    id: str
    mark: bytes
    pixels: int
    bytes: int
    rating: int
    colour: tuple[float, float, float]


def search_by_id(search_id: str) -> ReverseSearch | None:
    return db.session.get(ReverseSearch, search_id)


def locked(search_id: str) -> ReverseSearch | None:
    """The row as it is now, kept from changing until the end of the transaction."""
    fresh = select(ReverseSearch).filter_by(id=search_id).with_for_update().execution_options(populate_existing=True)
    found: ReverseSearch | None = db.session.scalar(fresh)
    return found


def made_before(moment: datetime, *, limit: int) -> Sequence[ReverseSearch]:
    """Searches that began before this moment."""
    old = select(ReverseSearch).where(ReverseSearch.created_at < moment).limit(limit).with_for_update()
    found: Sequence[ReverseSearch] = db.session.scalars(old).all()
    return found


def asked_by(account_id: str) -> Sequence[ReverseSearch]:
    mine = select(ReverseSearch).filter_by(asker_id=account_id).with_for_update()
    found: Sequence[ReverseSearch] = db.session.scalars(mine).all()
    return found


def changed_images(after: tuple[datetime, str], *, limit: int) -> list[Changed]:
    """Images that were changed after that moment (or at it, with a greater id), in this order."""
    changed = select(Image.id, Image.updated_at, Image.fingerprint, Image.state)
    rows = db.session.execute(
        changed.where(tuple_(Image.updated_at, Image.id) > after).order_by(Image.updated_at, Image.id).limit(limit)
    )
    return [Changed(row.id, row.updated_at, row.fingerprint if row.state == ImageState.READY else None) for row in rows]


def vectors_of(ids: Sequence[str], *, version: str) -> dict[str, bytes]:
    """The vectors of these images by this version of the model: little-endian 16-bit floats."""
    rows = db.session.execute(
        select(Embedding.image_id, Embedding.vector).where(Embedding.image_id.in_(ids), Embedding.version == version)
    )
    return {row.image_id: row.vector for row in rows}


def keys_of(ids: Collection[str]) -> set[str]:
    """Under which keys these searches have bytes."""
    rows = db.session.execute(
        select(ReverseSearch.upload_key, ReverseSearch.query_key).where(ReverseSearch.id.in_(ids))
    )
    return {key for row in rows for key in row if key is not None}


def those_there(ids: Iterable[str]) -> set[str]:
    """Which of these images are still here at all, whoever may see them."""
    return set(db.session.scalars(select(Image.id).where(Image.id.in_(list(ids)))))


def own_pictures(viewer: Viewer) -> list[Own]:
    """What is compared of all the viewer's pictures that can be shown and are not in the trash."""
    told = select(Image.id, Image.fingerprint, Image.width, Image.height, Image.size, Image.rating, Image.colours)
    rows = db.session.execute(
        told.where(
            Image.owner_id == viewer.id,
            Image.is_trashed == false(),
            Image.state == ImageState.READY,
            Image.fingerprint.is_not(None),
        ).order_by(Image.id)
    )
    return [
        Own(
            id=row.id,
            mark=row.fingerprint,
            pixels=row.width * row.height,
            bytes=row.size,
            rating=row.rating or 0,
            colour=middle_of(row.colours),
        )
        for row in rows
    ]


def middle_of(palette: Sequence[tuple[str, float]]) -> tuple[float, float, float]:
    """Red, green and blue of a palette together, each colour by its share."""
    whole = sum(share for _code, share in palette) or 1.0
    red, green, blue = (
        sum(int(code[start : start + 2], 16) * share for code, share in palette) / whole for start in (1, 3, 5)
    )
    return red, green, blue
