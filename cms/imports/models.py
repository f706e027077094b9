"""Imports of archives, and what became of each file in them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from cms.extensions import Base, Key, Moment, db, new_id, now

LONGEST_PATH = 1000


class ImportState(StrEnum):
    PENDING = "pending"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class MemberState(StrEnum):
    """`skipped` is what its owner has already; `failed` says why."""

    WAITING = "waiting"
    ADDED = "added"
    SKIPPED = "skipped"
    FAILED = "failed"


class Import(db.Model, Base):  # type: ignore[name-defined,misc]
    """One archive, which is an upload that is all here. What is in it goes below the album `album_id`, if there is one.

    `counts` holds members, images, albums, skipped and failed, in the transaction that changes them.
    """

    __tablename__ = "imports"
    __table_args__ = (Index("ix_imports_owner", "owner_id", "id"),)

    id: Mapped[str] = mapped_column(Key(26), primary_key=True, default=new_id)
    owner_id: Mapped[str] = mapped_column(Key(26), ForeignKey("accounts.id", ondelete="CASCADE"))
    upload_id: Mapped[str] = mapped_column(Key(26), unique=True)
    file_name: Mapped[str] = mapped_column(String(255))
    album_id: Mapped[str | None] = mapped_column(Key(26))
    privacy: Mapped[str] = mapped_column(Key(16))
    state: Mapped[str] = mapped_column(Key(16), default=ImportState.PENDING)
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    problem: Mapped[str | None] = mapped_column(String(500))
    created_at: Mapped[datetime] = mapped_column(Moment, default=now, index=True)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)


class ImportMember(db.Model, Base):  # type: ignore[name-defined,misc]
    """One file of an archive by its place there, so that two of one name are two."""

    __tablename__ = "import_members"
    __table_args__ = (Index("ix_import_members_state", "import_id", "state", "position"),)

    import_id: Mapped[str] = mapped_column(Key(26), ForeignKey("imports.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    path: Mapped[str] = mapped_column(String(LONGEST_PATH))
    state: Mapped[str] = mapped_column(Key(16), default=MemberState.WAITING)
    reason: Mapped[str | None] = mapped_column(String(500))
    image_id: Mapped[str | None] = mapped_column(Key(26))
