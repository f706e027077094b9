"""Share links. Of the secret in a link only a hash is kept, so nobody reads links out of the database."""

from datetime import datetime
from typing import Literal

from sqlalchemy import Boolean, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cms.accounts.models import Account
from cms.extensions import Base, Key, Moment, db, new_id, now

Kind = Literal["image", "album", "collection"]


class ShareLink(db.Model, Base):  # type: ignore[name-defined,misc]
    """A link to a thing of its owner. `views` counts each time that it was opened, and never passes `max_views`.

    With `has_upload` guests add pictures; `uploads` counts those that wait or were taken, up to `max_uploads`.
    """

    __tablename__ = "share_links"

    id: Mapped[str] = mapped_column(Key(26), primary_key=True, default=new_id)
    owner_id: Mapped[str] = mapped_column(Key(26), ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    owner: Mapped[Account] = relationship(lazy="raise")
    kind: Mapped[str] = mapped_column(Key(16))
    thing_id: Mapped[str] = mapped_column(Key(26), index=True)
    token_hash: Mapped[str] = mapped_column(Key(64), unique=True)
    password: Mapped[str | None] = mapped_column(String(255))
    expires_at: Mapped[datetime | None] = mapped_column(Moment)
    max_views: Mapped[int | None] = mapped_column(Integer)
    views: Mapped[int] = mapped_column(Integer, default=0)
    has_download: Mapped[bool] = mapped_column(Boolean(name="has_download"), default=False)
    has_metadata: Mapped[bool] = mapped_column(Boolean(name="has_metadata"), default=False)
    has_upload: Mapped[bool] = mapped_column(Boolean(name="has_upload"), default=False)
    max_uploads: Mapped[int] = mapped_column(Integer, default=0)
    uploads: Mapped[int] = mapped_column(Integer, default=0)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    last_viewed_at: Mapped[datetime | None] = mapped_column(Moment)

    @property
    def is_owner_active(self) -> bool:
        """Whether the account of its owner is in force: what decides who may open it."""
        return bool(self.owner.active)

    @property
    def is_over(self) -> bool:
        return self.expires_at is not None and self.expires_at <= now()

    @property
    def is_used_up(self) -> bool:
        return self.max_views is not None and self.views >= self.max_views
