"""What guests sent to albums of others."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from cms.extensions import Base, Key, Moment, db, now

LONGEST_NAME = 60


class GuestPicture(db.Model, Base):  # type: ignore[name-defined,misc]
    """A picture that somebody without an account sent for an album; it belongs to the owner of that album.

    `guest` is what they call themselves. It waits until `taken_at`, as long as it is in no album and not in the trash.
    """

    __tablename__ = "guest_pictures"
    __table_args__ = (Index("ix_guest_pictures_newest", "album_id", "image_id"),)

    image_id: Mapped[str] = mapped_column(Key(26), ForeignKey("images.id", ondelete="CASCADE"), primary_key=True)
    album_id: Mapped[str] = mapped_column(Key(26), ForeignKey("albums.id", ondelete="CASCADE"))
    link_id: Mapped[str | None] = mapped_column(Key(26), ForeignKey("share_links.id", ondelete="SET NULL"), index=True)
    guest: Mapped[str] = mapped_column(String(LONGEST_NAME), default="")
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    taken_at: Mapped[datetime | None] = mapped_column(Moment)
