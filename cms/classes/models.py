"""Classes of an account's own, learnt from examples, and which of its images carry them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Boolean, Float, ForeignKey, Index, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cms.extensions import Base, Key, Moment, db, new_id, now


class ClassState(StrEnum):
    """COLLECTING until there are enough examples."""

    COLLECTING = "collecting"
    TRAINING = "training"
    READY = "ready"
    FAILED = "failed"


class OwnClass(db.Model, Base):  # type: ignore[name-defined,misc]
    """A class that an account made. `weights` are those of a head over vectors of `model_version`: 32-bit floats.

    `revision` counts up whenever there is something new to learn from; the head is of the examples of
    `learnt_revision`. `accuracy` is the balanced one of a cross-validation.
    """

    __tablename__ = "own_classes"
    __table_args__ = (UniqueConstraint("owner_id", "name"),)

    id: Mapped[str] = mapped_column(Key(26), primary_key=True, default=new_id)
    owner_id: Mapped[str] = mapped_column(Key(26), ForeignKey("accounts.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(Key(400))
    state: Mapped[str] = mapped_column(Key(16), default=ClassState.COLLECTING)
    problem: Mapped[str | None] = mapped_column(String(500))
    revision: Mapped[int] = mapped_column(Integer, default=0)
    learnt_revision: Mapped[int] = mapped_column(Integer, default=0)
    accuracy: Mapped[float | None] = mapped_column(Float)
    weights: Mapped[bytes | None] = mapped_column(LargeBinary)
    bias: Mapped[float] = mapped_column(Float, default=0.0)
    model_version: Mapped[str] = mapped_column(Key(80), default="")
    trained_at: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    changed_at: Mapped[datetime] = mapped_column(Moment, default=now)


class ClassExample(db.Model, Base):  # type: ignore[name-defined,misc]
    """An image of which its owner says that it is of the class, or that it is not."""

    __tablename__ = "class_examples"
    __table_args__ = (Index("ix_class_examples_image_id", "image_id"),)

    class_id: Mapped[str] = mapped_column(Key(26), ForeignKey("own_classes.id", ondelete="CASCADE"), primary_key=True)
    image_id: Mapped[str] = mapped_column(Key(26), ForeignKey("images.id", ondelete="CASCADE"), primary_key=True)
    is_positive: Mapped[bool] = mapped_column(Boolean(name="is_positive"))


class ClassShare(db.Model, Base):  # type: ignore[name-defined,misc]
    """The owner of a class lets somebody use it, and perhaps see what it was learnt from."""

    __tablename__ = "class_shares"
    __table_args__ = (UniqueConstraint("class_id", "receiver_id"),)

    id: Mapped[str] = mapped_column(Key(26), primary_key=True, default=new_id)
    class_id: Mapped[str] = mapped_column(Key(26), ForeignKey("own_classes.id", ondelete="CASCADE"))
    owner_id: Mapped[str] = mapped_column(Key(26), ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    receiver_id: Mapped[str] = mapped_column(Key(26), ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    has_examples: Mapped[bool] = mapped_column(Boolean(name="has_examples"), default=False)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class ClassHit(db.Model, Base):  # type: ignore[name-defined,misc]
    """An image of somebody who uses a class that carries it, and how sure that is: 1 where its owner says so."""

    __tablename__ = "class_hits"
    __table_args__ = (Index("ix_class_hits_image_id", "image_id"),)

    class_id: Mapped[str] = mapped_column(Key(26), ForeignKey("own_classes.id", ondelete="CASCADE"), primary_key=True)
    image_id: Mapped[str] = mapped_column(Key(26), ForeignKey("images.id", ondelete="CASCADE"), primary_key=True)
    score: Mapped[float] = mapped_column(Float)
