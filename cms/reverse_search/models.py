"""Questions by picture and what was found. A row lives for an hour; its id is the secret of who asked."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Float, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from cms.extensions import Base, Key, Moment, db, now


class SearchState(StrEnum):
    PENDING = "pending"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class ReverseSearch(db.Model, Base):  # type: ignore[name-defined,misc]
    """What was asked with: bytes that came (`upload_key`), or an image that is here (`image_id`), or a box in either.

    `asker_id` is the account, none for a visitor; `query_key` the picture shown again as WebP, none for a whole image
    that is here. `matches` holds id, distance and kind of what the asker might see when it was found, nearest first;
    whoever reads them is asked about anew.
    """

    __tablename__ = "reverse_searches"

    id: Mapped[str] = mapped_column(Key(26), primary_key=True)
    asker_id: Mapped[str | None] = mapped_column(Key(26), index=True)
    image_id: Mapped[str | None] = mapped_column(Key(26))
    storage: Mapped[str] = mapped_column(Key(16), default="")
    upload_key: Mapped[str | None] = mapped_column(Key(200))
    query_key: Mapped[str | None] = mapped_column(Key(200))
    box: Mapped[list[float] | None] = mapped_column(JSON(none_as_null=True))
    state: Mapped[str] = mapped_column(Key(16), default=SearchState.PENDING)
    progress: Mapped[float] = mapped_column(Float, default=0.0)
    problem: Mapped[str | None] = mapped_column(String(500))
    problem_code: Mapped[str | None] = mapped_column(Key(40))
    matches: Mapped[list[Any]] = mapped_column(JSON, default=list)
    took_ms: Mapped[int | None] = mapped_column(Integer)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now, index=True)
