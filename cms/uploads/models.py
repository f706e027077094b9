"""Files on their way: how much of each is here, and where its parts lie."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from cms.extensions import Base, Key, Moment, db, new_id, now


class UploadKind(StrEnum):
    """A picture, or an archive that is to be imported."""

    IMAGE = "image"
    IMPORT = "import"


class UploadState(StrEnum):
    """`whole` waits for somebody to import it; `handed` is read by an import; of what is `done` no bytes are kept."""

    OPEN = "open"
    WHOLE = "whole"
    HANDED = "handed"
    DONE = "done"


class Upload(db.Model, Base):  # type: ignore[name-defined,misc]
    """A file of `length` bytes, of which the first `received` are here. `fields` is what was said of it, as sent.

    `touched_at` is when a byte came last.
    """

    __tablename__ = "uploads"
    __table_args__ = (Index("ix_uploads_owner", "owner_id", "state"),)

    id: Mapped[str] = mapped_column(Key(26), primary_key=True, default=new_id)
    owner_id: Mapped[str] = mapped_column(Key(26), ForeignKey("accounts.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(Key(16))
    file_name: Mapped[str] = mapped_column(String(255))
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
    length: Mapped[int] = mapped_column(BigInteger)
    received: Mapped[int] = mapped_column(BigInteger, default=0)
    state: Mapped[str] = mapped_column(Key(16), default=UploadState.OPEN)
    image_id: Mapped[str | None] = mapped_column(Key(26))
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    touched_at: Mapped[datetime] = mapped_column(Moment, default=now, index=True)


class UploadPart(db.Model, Base):  # type: ignore[name-defined,misc]
    """What one request brought: `size` bytes from `start` on. Together they are the file as far as it is here."""

    __tablename__ = "upload_parts"

    upload_id: Mapped[str] = mapped_column(Key(26), ForeignKey("uploads.id", ondelete="CASCADE"), primary_key=True)
    start: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    size: Mapped[int] = mapped_column(Integer)
    storage: Mapped[str] = mapped_column(Key(16))
    key: Mapped[str] = mapped_column(Key(200))
