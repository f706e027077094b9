"""Who follows which tags and albums, and until when they have seen what came of it. People are followed in accounts."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from cms.accounts.models import account_column
from cms.extensions import Base, Key, Moment, db, now


class TagFollow(db.Model, Base):  # type: ignore[name-defined,misc]
    """Somebody follows a tag, whoever gives it to what."""

    __tablename__ = "tag_follows"

    account_id: Mapped[str] = account_column(is_key=True)
    key: Mapped[str] = mapped_column(Key(240), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class AlbumFollow(db.Model, Base):  # type: ignore[name-defined,misc]
    """Somebody follows an album, as long as they may see it."""

    __tablename__ = "album_follows"

    account_id: Mapped[str] = account_column(is_key=True)
    album_id: Mapped[str] = mapped_column(
        Key(26), ForeignKey("albums.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class FeedMark(db.Model, Base):  # type: ignore[name-defined,misc]
    """Until when an account has seen its feed, on whichever device."""

    __tablename__ = "feed_marks"

    account_id: Mapped[str] = mapped_column(Key(26), ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    seen_until: Mapped[datetime] = mapped_column(Moment)
