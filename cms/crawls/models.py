"""What is looked for on the web, every address of it, and what hosts want of those who ask there."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Double, ForeignKey, Index, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.dialects import mysql
from sqlalchemy.orm import Mapped, mapped_column

from cms.extensions import Base, Key, Moment, db, new_id, now, small_bytes


class CrawlState(StrEnum):
    PENDING = "pending"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Visit(StrEnum):
    """What is asked for at an address; `source` is an answer for programs, `sitemap` a list of pages of a site."""

    PAGE = "page"
    PICTURE = "picture"
    SOURCE = "source"
    SITEMAP = "sitemap"


class AddressState(StrEnum):
    """`read` is a page that was; the others are of pictures, but for `refused` and `failed`, which either may be."""

    WAITING = "waiting"
    READ = "read"
    FOUND = "found"
    DUPLICATE = "duplicate"
    SAVING = "saving"
    SAVED = "saved"
    REFUSED = "refused"
    FAILED = "failed"


class Crawl(db.Model, Base):  # type: ignore[name-defined,misc]
    """One search of the web, from one address or by words. `most`: so many pictures are wanted; `depth`: so far links
    are followed. `wish` holds the words, the keys of the sources, and the kinds of licences, of which none means any.
    The people of the project see what is found.

    `counts` holds pages, found, saved, duplicate, refused and failed, in the transaction that changes them. Found are
    new pictures, also those saved since; duplicates are repeats, and what the owner has and did not save anew. And
    bytes: of all pictures that were looked at.
    """

    __tablename__ = "crawls"
    __table_args__ = (
        Index("ix_crawls_owner", "owner_id", "id"),
        Index("ix_crawls_created_at", "created_at"),
        Index("ix_crawls_project", "project_id", "id"),
    )

    id: Mapped[str] = mapped_column(Key(26), primary_key=True, default=new_id)
    owner_id: Mapped[str] = mapped_column(Key(26), ForeignKey("accounts.id", ondelete="CASCADE"))
    project_id: Mapped[str | None] = mapped_column(Key(26))
    kind: Mapped[str] = mapped_column(Key(16))
    url: Mapped[str] = mapped_column(String(2000))
    wish: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    depth: Mapped[int] = mapped_column(Integer)
    most: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(Key(16), default=CrawlState.PENDING)
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)


class CrawlAddress(db.Model, Base):  # type: ignore[name-defined,misc]
    """An address of a crawl, once each: `asked` as it was found, `url` where it has led to after `hops`.

    `depth` is how many links it is away from the start. `page_url` and `told` say where and as what a picture was
    found: title, author, licence, proof. What it really is stands in the fields from `width` on, once it was judged:
    `distance` is how far it is from the picture that was asked with, `same_as` the candidate that it is a copy of.
    """

    __tablename__ = "crawl_addresses"
    __table_args__ = (
        UniqueConstraint("crawl_id", "asked_sha256"),
        Index("ix_crawl_addresses_place", "crawl_id", "position"),
        Index("ix_crawl_addresses_state", "crawl_id", "state", "position"),
    )

    id: Mapped[str] = mapped_column(Key(26), primary_key=True, default=new_id)
    crawl_id: Mapped[str] = mapped_column(Key(26), ForeignKey("crawls.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(Integer)
    visit: Mapped[str] = mapped_column(Key(16))
    state: Mapped[str] = mapped_column(Key(16), default=AddressState.WAITING)
    asked: Mapped[str] = mapped_column(String(2000))
    asked_sha256: Mapped[str] = mapped_column(Key(64))
    url: Mapped[str] = mapped_column(String(2000))
    host: Mapped[str] = mapped_column(Key(255))
    depth: Mapped[int] = mapped_column(Integer, default=0)
    hops: Mapped[int] = mapped_column(Integer, default=0)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    reason: Mapped[str | None] = mapped_column(String(200))

    page_url: Mapped[str] = mapped_column(String(2000), default="")
    told: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    width: Mapped[int | None] = mapped_column(Integer)
    height: Mapped[int | None] = mapped_column(Integer)
    size: Mapped[int | None] = mapped_column(Integer)
    format: Mapped[str | None] = mapped_column(Key(16))
    sha256: Mapped[str | None] = mapped_column(Key(64))
    fingerprint: Mapped[bytes | None] = mapped_column(small_bytes(16))
    distance: Mapped[float | None] = mapped_column(Double)
    same_as: Mapped[str | None] = mapped_column(Key(26))
    image_id: Mapped[str | None] = mapped_column(Key(26))
    album_id: Mapped[str | None] = mapped_column(Key(26))
    collection_id: Mapped[str | None] = mapped_column(Key(26))


class CrawlPreview(db.Model, Base):  # type: ignore[name-defined,misc]
    """A picture that was found, as a small WebP: nobody's browser has to ask the other site to see it."""

    __tablename__ = "crawl_previews"

    address_id: Mapped[str] = mapped_column(
        Key(26), ForeignKey("crawl_addresses.id", ondelete="CASCADE"), primary_key=True
    )
    shown: Mapped[bytes] = mapped_column(LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql"))


class CrawlHost(db.Model, Base):  # type: ignore[name-defined,misc]
    """Nobody of us asks this host before `next_at`; while a crawl does, that is when it is given up for dead."""

    __tablename__ = "crawl_hosts"

    host: Mapped[str] = mapped_column(Key(255), primary_key=True)
    next_at: Mapped[datetime] = mapped_column(Moment, default=now, index=True)
    held_by: Mapped[str | None] = mapped_column(Key(26))


class CrawlRobots(db.Model, Base):  # type: ignore[name-defined,misc]
    """The robots.txt of an origin, after so many `hops` from there. `status` is 0 where no answer came.

    It is read (again) while `read_at` is missing or too long ago.
    """

    __tablename__ = "crawl_robots"

    origin: Mapped[str] = mapped_column(Key(300), primary_key=True)
    url: Mapped[str] = mapped_column(String(2000))
    hops: Mapped[int] = mapped_column(Integer, default=0)
    status: Mapped[int] = mapped_column(Integer, default=0)
    text: Mapped[str] = mapped_column(Text().with_variant(mysql.MEDIUMTEXT(), "mysql"), default="")
    read_at: Mapped[datetime | None] = mapped_column(Moment, index=True)


class CheckState(StrEnum):
    """Whether a source answered as it documents when it was asked last."""

    WAITING = "waiting"
    WELL = "well"
    WRONG = "wrong"


class CrawlSource(db.Model, Base):  # type: ignore[name-defined,misc]
    """A source of crawls by words as an operator had it asked last, for these words; `seen_at`: last seen working."""

    __tablename__ = "crawl_sources"

    key: Mapped[str] = mapped_column(Key(26), primary_key=True)
    words: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(Key(16), default=CheckState.WAITING)
    problem: Mapped[str | None] = mapped_column(String(300))
    asked_at: Mapped[datetime] = mapped_column(Moment, default=now)
    seen_at: Mapped[datetime | None] = mapped_column(Moment)
