"""What moderators say of tags: a word that means a tag, a tag that is narrower than another, what kind a tag is."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from cms.extensions import Base, Key, Moment, db, new_id, now


class RelationKind(StrEnum):
    ALIAS = "alias"
    IMPLICATION = "implication"
    KIND = "kind"


class TagRelation(db.Model, Base):  # type: ignore[name-defined,misc]
    """A word and the tag that it means, a tag and a broader one, or a tag and its kind.

    A row is never deleted: it is the history. `slot` tells those in force apart; it is none once a relation is removed.
    """

    __tablename__ = "tag_relations"

    id: Mapped[str] = mapped_column(Key(26), primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(Key(16))
    slot: Mapped[str | None] = mapped_column(Key(500), unique=True)
    key: Mapped[str] = mapped_column(Key(240), index=True)
    label: Mapped[str] = mapped_column(String(60))
    target_key: Mapped[str] = mapped_column(Key(240), index=True)
    target_label: Mapped[str] = mapped_column(String(60))
    author_id: Mapped[str | None] = mapped_column(Key(26), ForeignKey("accounts.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    remover_id: Mapped[str | None] = mapped_column(Key(26), ForeignKey("accounts.id", ondelete="SET NULL"))
    removed_at: Mapped[datetime | None] = mapped_column(Moment)
