"""What people did with pictures, how they want that used, and which pictures are alike."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Float, ForeignKey, Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from cms.accounts.models import account_column
from cms.extensions import Base, Key, Moment, db, now
from cms.images.models import flag


class Deed(StrEnum):
    """What somebody did: three are answers to a recommendation, a search is no deed with a picture."""

    LIKE = "like"
    COLLECT = "collect"
    COMMENT = "comment"
    VIEW = "view"
    FOLLOW = "follow"
    SEARCH = "search"
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


class Interest(db.Model, Base):  # type: ignore[name-defined,misc]
    """Somebody followed a tag or searched for a label; `at` is the beginning of that day, so that a day counts once."""

    __tablename__ = "interests"

    account_id: Mapped[str] = account_column(is_key=True)
    key: Mapped[str] = mapped_column(Key(240), primary_key=True)
    deed: Mapped[str] = mapped_column(Key(16), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, primary_key=True)


class TasteSettings(db.Model, Base):  # type: ignore[name-defined,misc]
    """How an account steers what it is recommended; without a row everything is on and nothing adjusted.

    `unrecorded`: deeds that are not recorded, with spaces between. `adjusted`: tag to factor, as JSON text.
    """

    __tablename__ = "taste_settings"

    account_id: Mapped[str] = mapped_column(Key(26), ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    is_on: Mapped[bool] = flag("is_on", default=True)
    unrecorded: Mapped[str] = mapped_column(Key(100), default="")
    adjusted: Mapped[str] = mapped_column(Text, default="{}")


class Affinity(db.Model, Base):  # type: ignore[name-defined,misc]
    """A picture that an account may like by what others did who did the same; `score` is between 0 and 1."""

    __tablename__ = "affinities"

    account_id: Mapped[str] = account_column(is_key=True)
    image_id: Mapped[str] = mapped_column(
        Key(26), ForeignKey("images.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    score: Mapped[float] = mapped_column(Float)
    found_at: Mapped[datetime] = mapped_column(Moment, default=now)


class Neighbour(db.Model, Base):  # type: ignore[name-defined,misc]
    """Of a picture that somebody likes: one of the nearest that everyone may see; the nearest has rank 0."""

    __tablename__ = "neighbours"

    image_id: Mapped[str] = mapped_column(Key(26), ForeignKey("images.id", ondelete="CASCADE"), primary_key=True)
    neighbour_id: Mapped[str] = mapped_column(
        Key(26), ForeignKey("images.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    rank: Mapped[int] = mapped_column(Integer)
    found_at: Mapped[datetime] = mapped_column(Moment, default=now)
