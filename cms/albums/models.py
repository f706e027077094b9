"""The words of albums; the albums themselves stand beside the images, which name them."""

from sqlalchemy import ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from cms.extensions import Base, Key, db


class AlbumTag(db.Model, Base):  # type: ignore[name-defined,misc]
    """A word for an album, by its owner, in their order."""

    __tablename__ = "album_tags"

    album_id: Mapped[str] = mapped_column(Key(26), ForeignKey("albums.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(Key(240), primary_key=True, index=True)
    label: Mapped[str] = mapped_column(String(60))
    position: Mapped[int] = mapped_column(Integer, default=0)
