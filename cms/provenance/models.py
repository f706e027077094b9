"""Where a picture was found, as often as it was: page, address, author, licence and its proof, for ever."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cms.extensions import Base, Key, Moment, db, new_id, now

FIRST = "0" * 64
"""What stands for the hash before the first line."""


class ImageSource(db.Model, Base):  # type: ignore[name-defined,misc]
    """One line of an image's ledger, from 1 on. `url_sha256` is that of page and image address together.

    `licence` is empty where none was stated. `proof` holds the statement as it stood there, its place, its hash and
    when it was read; `validators` what the server said by which a change is seen. `hash` covers all of it and the hash
    of the line before.
    """

    __tablename__ = "image_sources"
    __table_args__ = (
        UniqueConstraint("image_id", "number"),
        UniqueConstraint("image_id", "url_sha256"),
        Index("ix_image_sources_page_host", "page_host"),
        Index("ix_image_sources_image_host", "image_host"),
        Index("ix_image_sources_bytes_sha256", "bytes_sha256"),
    )

    id: Mapped[str] = mapped_column(Key(26), primary_key=True, default=new_id)
    image_id: Mapped[str] = mapped_column(Key(26), ForeignKey("images.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(Integer)
    url_sha256: Mapped[str] = mapped_column(Key(64))
    page_url: Mapped[str] = mapped_column(String(2000))
    image_url: Mapped[str] = mapped_column(String(2000))
    title: Mapped[str] = mapped_column(String(500))
    author: Mapped[str] = mapped_column(String(200))
    licence: Mapped[str] = mapped_column(Key(40))
    proof: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    validators: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    bytes_sha256: Mapped[str] = mapped_column(Key(64))
    fetched_at: Mapped[datetime] = mapped_column(Moment, default=now)
    crawl_id: Mapped[str | None] = mapped_column(Key(26))
    previous: Mapped[str] = mapped_column(Key(64))
    hash: Mapped[str] = mapped_column(Key(64))
    page_host: Mapped[str] = mapped_column(Key(255), default="")
    image_host: Mapped[str] = mapped_column(Key(255), default="")


class LedgerHead(db.Model, Base):  # type: ignore[name-defined,misc]
    """How long the ledger of an image is and the hash of its last line: a ledger that was cut off is seen by it."""

    __tablename__ = "ledger_heads"

    image_id: Mapped[str] = mapped_column(Key(26), ForeignKey("images.id", ondelete="CASCADE"), primary_key=True)
    length: Mapped[int] = mapped_column(Integer, default=0)
    hash: Mapped[str] = mapped_column(Key(64), default=FIRST)


class Publication(db.Model, Base):  # type: ignore[name-defined,misc]
    """A picture from the web was made public though no licence that was found lets everybody: who wanted it, when.

    `licences` are those of the ledger at that time, empty where none was stated.
    """

    __tablename__ = "publications"
    __table_args__ = (Index("ix_publications_image", "image_id", "id"),)

    id: Mapped[str] = mapped_column(Key(26), primary_key=True, default=new_id)
    image_id: Mapped[str] = mapped_column(Key(26), ForeignKey("images.id", ondelete="CASCADE"))
    account_id: Mapped[str] = mapped_column(Key(26))
    licences: Mapped[list[str]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(Moment, default=now)


class BlockKind(StrEnum):
    ADDRESS = "address"
    DOMAIN = "domain"
    HASH = "hash"


class BlockState(StrEnum):
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    LIFTED = "lifted"


class SourceBlock(db.Model, Base):  # type: ignore[name-defined,misc]
    """Nothing is taken from here any more, and what was taken goes: an address, a domain, or the SHA-256 of bytes.

    `mark` is the SHA-256 of kind and value while the block is in force, and empty (NULL) once it is lifted.
    """

    __tablename__ = "source_blocks"
    __table_args__ = (UniqueConstraint("mark"),)

    id: Mapped[str] = mapped_column(Key(26), primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(Key(16))
    value: Mapped[str] = mapped_column(String(2000))
    mark: Mapped[str | None] = mapped_column(Key(64))
    reason: Mapped[str] = mapped_column(String(500))
    moderator_id: Mapped[str] = mapped_column(Key(26))
    state: Mapped[str] = mapped_column(Key(16), default=BlockState.RUNNING)
    removed: Mapped[int] = mapped_column(Integer, default=0)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
