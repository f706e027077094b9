"""Comments on images and albums, what they said before they were changed, and who likes them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cms.accounts.models import Account
from cms.extensions import Base, Key, Moment, db, new_id, now
from cms.images.models import flag


class Comment(db.Model, Base):  # type: ignore[name-defined,misc]
    """One comment on an image or album. A thread is a comment of depth 0, its root, with all below it.

    `position` is its place in the thread, each before those below it; `span` of a root is how many places were given.
    `replies` is how many below it are not deleted. A deleted one stays, empty and nobody's, while it has any.
    """

    __tablename__ = "comments"
    __table_args__ = (
        Index("ix_comments_thing", "kind", "thing_id", "depth", "id"),
        Index("ix_comments_liked", "kind", "thing_id", "depth", "likes", "id"),
        Index("ix_comments_thread", "root_id", "position", "depth"),
        Index("ix_comments_author_id", "author_id", "id"),
    )

    id: Mapped[str] = mapped_column(Key(26), primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(Key(8))
    thing_id: Mapped[str] = mapped_column(Key(26))
    author_id: Mapped[str | None] = mapped_column(Key(26), ForeignKey("accounts.id", ondelete="SET NULL"))
    author: Mapped[Account | None] = relationship(lazy="raise")
    parent_id: Mapped[str | None] = mapped_column(Key(26))
    root_id: Mapped[str] = mapped_column(Key(26))
    depth: Mapped[int] = mapped_column(Integer, default=0)
    position: Mapped[int] = mapped_column(Integer, default=0)
    span: Mapped[int] = mapped_column(Integer, default=1)
    replies: Mapped[int] = mapped_column(Integer, default=0)
    likes: Mapped[int] = mapped_column(Integer, default=0)
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    is_hidden: Mapped[bool] = flag("is_hidden", default=False)
    is_held: Mapped[bool] = flag("is_held", default=False)
    is_author_suspended: Mapped[bool] = flag("is_author_suspended", default=False)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    edited_at: Mapped[datetime | None] = mapped_column(Moment)
    deleted_at: Mapped[datetime | None] = mapped_column(Moment)


class CommentVersion(db.Model, Base):  # type: ignore[name-defined,misc]
    """What a comment said until it was changed or deleted: for moderators."""

    __tablename__ = "comment_versions"

    id: Mapped[str] = mapped_column(Key(26), primary_key=True, default=new_id)
    comment_id: Mapped[str] = mapped_column(Key(26), ForeignKey("comments.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text)
    ended_at: Mapped[datetime] = mapped_column(Moment, default=now)


class CommentLike(db.Model, Base):  # type: ignore[name-defined,misc]
    """Somebody likes a comment."""

    __tablename__ = "comment_likes"

    comment_id: Mapped[str] = mapped_column(Key(26), ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True)
    liker_id: Mapped[str] = mapped_column(
        Key(26), ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
