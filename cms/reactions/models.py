"""Likes, collections and counters. They stand below images, for every image tells of them; so they name no table there.

A thing is an image or an album, by its kind and its id; ids are never used twice, whatever they name.
"""

from datetime import datetime
from typing import Literal

from sqlalchemy import Boolean, Float, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cms.accounts.models import Account
from cms.extensions import Base, Key, Moment, db, new_id, now

Kind = Literal["image", "album"]


class Tally(db.Model, Base):  # type: ignore[name-defined,misc]
    """How often something happened to a thing; kept with every change, never counted anew. No row is all zeros."""

    __tablename__ = "tallies"

    thing_id: Mapped[str] = mapped_column(Key(26), primary_key=True)
    views: Mapped[int] = mapped_column(Integer, default=0)
    likes: Mapped[int] = mapped_column(Integer, default=0)
    comments: Mapped[int] = mapped_column(Integer, default=0)
    collects: Mapped[int] = mapped_column(Integer, default=0)


class Like(db.Model, Base):  # type: ignore[name-defined,misc]
    """Somebody likes a thing."""

    __tablename__ = "likes"

    account_id: Mapped[str] = mapped_column(Key(26), ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    thing_id: Mapped[str] = mapped_column(Key(26), primary_key=True, index=True)
    kind: Mapped[str] = mapped_column(Key(8))
    at: Mapped[datetime] = mapped_column(Moment, default=now)


class Collection(db.Model, Base):  # type: ignore[name-defined,misc]
    """Things of anyone that somebody put together. `default_of`: of whom it is what one tap collects into."""

    __tablename__ = "collections"

    id: Mapped[str] = mapped_column(Key(26), primary_key=True, default=new_id)
    owner_id: Mapped[str] = mapped_column(Key(26), ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    owner: Mapped[Account] = relationship(lazy="raise")
    title: Mapped[str] = mapped_column(String(200), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    privacy: Mapped[str] = mapped_column(Key(16), default="private")
    is_hidden: Mapped[bool] = mapped_column(Boolean(name="is_hidden"), default=False)
    effective_privacy: Mapped[str] = mapped_column(Key(16), default="private")
    default_of: Mapped[str | None] = mapped_column(Key(26), unique=True)
    is_owner_suspended: Mapped[bool] = mapped_column(Boolean(name="is_owner_suspended"), default=False)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    updated_at: Mapped[datetime] = mapped_column(Moment, default=now, onupdate=now)


class CollectionItem(db.Model, Base):  # type: ignore[name-defined,misc]
    """A thing in a collection; it stays when the thing goes, and says that something was there. Lowest place first."""

    __tablename__ = "collection_items"

    collection_id: Mapped[str] = mapped_column(
        Key(26), ForeignKey("collections.id", ondelete="CASCADE"), primary_key=True
    )
    thing_id: Mapped[str] = mapped_column(Key(26), primary_key=True, index=True)
    kind: Mapped[str] = mapped_column(Key(8))
    place: Mapped[float] = mapped_column(Float(53))
    added_at: Mapped[datetime] = mapped_column(Moment, default=now)
