"""What people did with pictures, how they want that used, and which pictures are alike."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from cms.extensions import Base, Key, Moment, db, now
from cms.images.models import flag


class Deed(StrEnum):
    """What somebody did with a picture. The last three are answers to a recommendation."""

    LIKE = "like"
    COLLECT = "collect"
    COMMENT = "comment"
    VIEW = "view"
    MORE = "more"
    LESS = "less"
    HIDE = "hide"


class Behaviour(db.Model, Base):  # type: ignore[name-defined,misc]
    """Somebody did this with a picture, last at that moment."""

    __tablename__ = "behaviours"
    __table_args__ = (Index("ix_behaviours_account", "account_id", "at"),)

    account_id: Mapped[str] = mapped_column(Key(26), ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    image_id: Mapped[str] = mapped_column(
        Key(26), ForeignKey("images.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    deed: Mapped[str] = mapped_column(Key(16), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, default=now)


class TasteSettings(db.Model, Base):  # type: ignore[name-defined,misc]
    """How an account steers what it is recommended; without a row everything is on and nothing adjusted.

    `unrecorded`: deeds that are not recorded, with spaces between. `adjusted`: tag to factor, as JSON text.
    """

    __tablename__ = "taste_settings"

    account_id: Mapped[str] = mapped_column(Key(26), ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    is_on: Mapped[bool] = flag("is_on", default=True)
    unrecorded: Mapped[str] = mapped_column(Key(100), default="")
    adjusted: Mapped[str] = mapped_column(Text, default="{}")


class Neighbour(db.Model, Base):  # type: ignore[name-defined,misc]
    """Of a picture that somebody likes: one of the nearest that everyone may see; the nearest has rank 0."""

    __tablename__ = "neighbours"

    image_id: Mapped[str] = mapped_column(Key(26), ForeignKey("images.id", ondelete="CASCADE"), primary_key=True)
    neighbour_id: Mapped[str] = mapped_column(
        Key(26), ForeignKey("images.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    rank: Mapped[int] = mapped_column(Integer)
    found_at: Mapped[datetime] = mapped_column(Moment, default=now)
