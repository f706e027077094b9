"""Where a picture was found, as often as it was: page, address, author, licence and its proof, for ever."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cms.extensions import Base, Key, Moment, db, new_id, now


class ImageSource(db.Model, Base):  # type: ignore[name-defined,misc]
    """One line of an image's ledger, from 1 on. `url_sha256` is that of page and image address together.

    `licence` is empty where none was stated. `proof` holds the statement as it stood there, its place, its hash and
    when it was read; `validators` what the server said by which a change is seen. `hash` covers all of it and the hash
    of the line before.
    """

    __tablename__ = "image_sources"
    __table_args__ = (UniqueConstraint("image_id", "number"), UniqueConstraint("image_id", "url_sha256"))

    id: Mapped[str] = mapped_column(Key(26), primary_key=True, default=new_id)
    image_id: Mapped[str] = mapped_column(Key(26), ForeignKey("images.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(Integer)
    url_sha256: Mapped[str] = mapped_column(Key(64))
    page_url: Mapped[str] = mapped_column(String(2000))
    image_url: Mapped[str] = mapped_column(String(2000))
    title: Mapped[str] = mapped_column(String(500))
    author: Mapped[str] = mapped_column(String(200))
    licence: Mapped[str] = mapped_column(Key(40))
    proof: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    validators: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    bytes_sha256: Mapped[str] = mapped_column(Key(64))
    fetched_at: Mapped[datetime] = mapped_column(Moment, default=now)
    crawl_id: Mapped[str | None] = mapped_column(Key(26))
    previous: Mapped[str] = mapped_column(Key(64))
    hash: Mapped[str] = mapped_column(Key(64))
