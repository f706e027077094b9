"""The roles that people have in albums of others, and the list of what was changed in an album."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from cms.extensions import Base, Key, Moment, db, new_id, now


class AlbumRole(StrEnum):
    """What one may do in an album of somebody else; each may what those before it may."""

    VIEWER = "viewer"
    CONTRIBUTOR = "contributor"
    EDITOR = "editor"


class AlbumEditor(db.Model, Base):  # type: ignore[name-defined,misc]
    """Somebody whom the owner of an album lets into it."""

    __tablename__ = "album_editors"

    album_id: Mapped[str] = mapped_column(Key(26), ForeignKey("albums.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[str] = mapped_column(
        Key(26), ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    role: Mapped[str] = mapped_column(Key(16))
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class AlbumChange(db.Model, Base):  # type: ignore[name-defined,misc]
    """One thing that somebody changed in an album that several people have a part in.

    Of images only those are named that came (`after`) or went (`before`). Who did it is None once that account is gone.
    """

    __tablename__ = "album_changes"
    __table_args__ = (Index("ix_album_changes_newest", "album_id", "id"),)

    id: Mapped[str] = mapped_column(Key(26), primary_key=True, default=new_id)
    album_id: Mapped[str] = mapped_column(Key(26), ForeignKey("albums.id", ondelete="CASCADE"))
    person_id: Mapped[str | None] = mapped_column(Key(26), ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    field: Mapped[str] = mapped_column(Key(16))
    before: Mapped[Any] = mapped_column(JSON)
    after: Mapped[Any] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
