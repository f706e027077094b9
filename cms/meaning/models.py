"""What the words that are told of an image mean, as a vector."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from cms.extensions import Base, Key, Moment, db, now


class Meaning(db.Model, Base):  # type: ignore[name-defined,misc]
    """The vectors of what people say of an image and of what models see in it, by one version of the text embedder.

    16-bit floats, unit length; empty where there are no words. `told` is the hash of the words they were made of.
    """

    __tablename__ = "meanings"
    __table_args__ = (Index("ix_meanings_made_at", "made_at", "image_id"),)

    image_id: Mapped[str] = mapped_column(Key(26), ForeignKey("images.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[str] = mapped_column(Key(80))
    told: Mapped[str] = mapped_column(Key(64))
    said: Mapped[bytes] = mapped_column(LargeBinary)
    seen: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
