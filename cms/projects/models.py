"""What a designer works on: the brief, who takes part, and what was said of each picture that was proposed."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from cms.extensions import Base, Key, Moment, db, new_id, now


class ProjectRole(StrEnum):
    """A viewer looks; an editor also changes the brief, looks on the web, takes and hides."""

    VIEWER = "viewer"
    EDITOR = "editor"


class Shelf(StrEnum):
    """Where a picture is proposed from."""

    LIBRARY = "library"
    WEB = "web"


class Verdict(StrEnum):
    TAKEN = "taken"
    HIDDEN = "hidden"


class Project(db.Model, Base):  # type: ignore[name-defined,misc]
    """One of an account; `brief` holds text, words, swatches, licences (none means any), and the ids of examples."""

    __tablename__ = "projects"
    __table_args__ = (Index("ix_projects_owner", "owner_id", "id"),)

    id: Mapped[str] = mapped_column(Key(26), primary_key=True, default=new_id)
    owner_id: Mapped[str] = mapped_column(Key(26), ForeignKey("accounts.id", ondelete="CASCADE"))
    title: Mapped[str] = mapped_column(String(200))
    brief: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    changed_at: Mapped[datetime] = mapped_column(Moment, default=now)


class ProjectMember(db.Model, Base):  # type: ignore[name-defined,misc]
    """Somebody whom the owner of a project lets into it."""

    __tablename__ = "project_members"

    project_id: Mapped[str] = mapped_column(Key(26), ForeignKey("projects.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[str] = mapped_column(
        Key(26), ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    role: Mapped[str] = mapped_column(Key(16))
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class ProjectVerdict(db.Model, Base):  # type: ignore[name-defined,misc]
    """The last word on a picture: `key` is the id of an image, or the hash of the bytes that the web showed.

    `told` says whom a picture of the web is owed to, since candidates are forgotten after a month: title, author,
    licence, page_url. Who said it is None once that account is gone.
    """

    __tablename__ = "project_verdicts"
    __table_args__ = (Index("ix_project_verdicts_newest", "project_id", "at"),)

    project_id: Mapped[str] = mapped_column(Key(26), ForeignKey("projects.id", ondelete="CASCADE"), primary_key=True)
    place: Mapped[str] = mapped_column(Key(8), primary_key=True)
    key: Mapped[str] = mapped_column(Key(64), primary_key=True)
    verdict: Mapped[str] = mapped_column(Key(8))
    person_id: Mapped[str | None] = mapped_column(Key(26), ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    told: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    at: Mapped[datetime] = mapped_column(Moment, default=now)
