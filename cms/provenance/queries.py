"""Reads of ledgers: of images whose reader was checked before."""

from collections import defaultdict
from collections.abc import Sequence
from hashlib import sha256
from urllib.parse import urlsplit

from sqlalchemy import select

from cms.extensions import db
from cms.provenance.models import BlockKind, ImageSource, LedgerHead, Publication, SourceBlock

TOGETHER = 500


def sources_of(image_id: str) -> Sequence[ImageSource]:
    """Every line of this image's ledger, the first first."""
    return db.session.scalars(select(ImageSource).filter_by(image_id=image_id).order_by(ImageSource.number)).all()


def sources_of_all(image_ids: Sequence[str]) -> dict[str, list[ImageSource]]:
    """The same of many images, by their ids; of one that was not found on the web nothing."""
    found = defaultdict[str, list[ImageSource]](list)
    for start in range(0, len(image_ids), TOGETHER):
        these = ImageSource.image_id.in_(image_ids[start : start + TOGETHER])
        for line in db.session.scalars(select(ImageSource).where(these).order_by(ImageSource.number)):
            found[line.image_id].append(line)
    return found


def head_of(image_id: str) -> LedgerHead | None:
    """Where the ledger of this image ends."""
    return db.session.get(LedgerHead, image_id)


def head_locked(image_id: str) -> LedgerHead | None:
    """The same, for whoever adds a line."""
    found: LedgerHead | None = db.session.scalar(
        select(LedgerHead).filter_by(image_id=image_id).with_for_update().execution_options(populate_existing=True)
    )
    return found


def licences_of(image_id: str) -> list[str]:
    """What every line says of the licence, in their order; empty where none was stated."""
    query = select(ImageSource.licence).filter_by(image_id=image_id).order_by(ImageSource.number)
    return list(db.session.scalars(query))


def block_mark(kind: str, value: str) -> str:
    """By which a block in force is found."""
    return sha256(f"{kind}\n{value}".encode()).hexdigest()


def is_blocked_source(urls: Sequence[str]) -> bool:
    """Whether moderators want nothing to be taken from one of these addresses, or from its domain or one above."""
    marks = {mark for url in urls for mark in _marks_of(url)}
    return db.session.scalar(select(SourceBlock.id).where(SourceBlock.mark.in_(marks)).limit(1)) is not None


def _marks_of(url: str) -> list[str]:
    try:
        host = (urlsplit(url).hostname or "").strip(".")
    except ValueError:
        host = ""
    parts = host.split(".")
    domains = [".".join(parts[start:]) for start in range(len(parts) - 1)]
    return [block_mark(BlockKind.ADDRESS, url), *(block_mark(BlockKind.DOMAIN, domain) for domain in domains)]


def publications_of(image_id: str) -> Sequence[Publication]:
    """When this image was made public against what its licences say, the first first."""
    return db.session.scalars(select(Publication).filter_by(image_id=image_id).order_by(Publication.id)).all()


def is_noted(image_id: str, url_sha256: str) -> bool:
    """Whether the ledger holds this page and address already."""
    query = select(ImageSource.id).filter_by(image_id=image_id, url_sha256=url_sha256)
    return db.session.scalar(query) is not None
