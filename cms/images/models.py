"""Images, the albums they stand in, what a person and the models say of them, and objects that are to be removed."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Literal, NamedTuple

from sqlalchemy import (
    JSON,
    Boolean,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, column_property, foreign, mapped_column, query_expression, relationship

from cms.access.audience import ImageState, Privacy, Review
from cms.access.sql import has_people
from cms.accounts.models import Account
from cms.extensions import Base, Key, Moment, db, new_id, now, small_bytes
from cms.reactions.models import Tally


class Source(StrEnum):
    """Who says so."""

    USER = "user"
    MODEL = "model"


class Understanding(StrEnum):
    """How far the models are with an image; OFF when its owner does not want it read."""

    PENDING = "pending"
    READY = "ready"
    FAILED = "failed"
    OFF = "off"


OriginField = Literal["image_id", "address", "owner", "author", "licence", "copied_at"]


class Detector(StrEnum):
    """Whatever answers one question about a picture beside the models of every picture."""

    TEXT = "text"
    GROUND = "ground"


def flag(name: str, *, default: bool) -> Mapped[bool]:
    return mapped_column(Boolean(name=name), default=default)


SHOWN_BY = ("effective_privacy", "review", "state", "is_owner_suspended")
"""What the audience asks about: in the indexes, so that counting what somebody may see reads no rows."""


class Album(db.Model, Base):  # type: ignore[name-defined,misc]
    """A place for images of one owner, perhaps within another album; it stands here because an image names it.

    `path` holds the ids from the topmost album down to this one, each with a slash behind it. `effective_privacy` is
    the strictest level of all of these; private while a moderator hides one of them. `has_people`: others have a
    role in it.
    """

    __tablename__ = "albums"
    __table_args__ = (Index("ix_albums_owner", "owner_id", "id"), Index("ix_albums_path", "path"))

    id: Mapped[str] = mapped_column(Key(26), primary_key=True, default=new_id)
    owner_id: Mapped[str] = mapped_column(Key(26), ForeignKey("accounts.id"))
    owner: Mapped[Account] = relationship(lazy="raise")
    version: Mapped[int] = mapped_column(Integer, default=1)
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text, default="")
    category: Mapped[str] = mapped_column(Key(16))
    privacy: Mapped[str] = mapped_column(Key(16), default=Privacy.PRIVATE)
    effective_privacy: Mapped[str] = mapped_column(Key(16), default=Privacy.PRIVATE)
    parent_id: Mapped[str | None] = mapped_column(Key(26), ForeignKey("albums.id"), index=True)
    path: Mapped[str] = mapped_column(Key(240))
    has_people: Mapped[bool] = column_property(has_people(id))
    cover_id: Mapped[str | None] = mapped_column(Key(26))
    comments_closed: Mapped[bool] = flag("comments_closed", default=False)
    is_hidden: Mapped[bool] = flag("is_hidden", default=False)
    is_owner_suspended: Mapped[bool] = flag("is_owner_suspended", default=False)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    updated_at: Mapped[datetime] = mapped_column(Moment, default=now, onupdate=now)


class Image(db.Model, Base):  # type: ignore[name-defined,misc]
    """One picture of one owner. `version` counts changes, sizes are upright, `sort_at` is when taken, else added.

    `album_privacy` is what is in effect for its album, public without one; `effective_privacy` the stricter of that and
    its own. Both are kept in the transaction that changes either, so no reading needs the album. The colours before and
    behind are None where they were not told apart. `origin`: of a copy, whose picture it was and when.
    """

    __tablename__ = "images"
    __table_args__ = (
        UniqueConstraint("owner_id", "sha256"),
        Index("ix_images_open", "effective_privacy", "review", "state", "is_trashed", "is_owner_suspended", "id"),
        Index("ix_images_owner_shown", "owner_id", "is_trashed", "id", *SHOWN_BY),
        Index("ix_images_album", "album_id", "is_trashed", "id", *SHOWN_BY, "owner_id"),
        Index("ix_images_timeline", "owner_id", "is_trashed", "sort_at", "id"),
        Index("ix_images_updated_at", "updated_at"),
    )

    id: Mapped[str] = mapped_column(Key(26), primary_key=True, default=new_id)
    owner_id: Mapped[str] = mapped_column(Key(26), ForeignKey("accounts.id"))
    owner: Mapped[Account] = relationship(lazy="raise")
    version: Mapped[int] = mapped_column(Integer, default=1)

    sha256: Mapped[str] = mapped_column(Key(64))
    size: Mapped[int] = mapped_column(Integer)
    format: Mapped[str] = mapped_column(Key(16))
    content_type: Mapped[str] = mapped_column(Key(40))
    file_name: Mapped[str] = mapped_column(String(255), default="")
    storage: Mapped[str] = mapped_column(Key(16))
    original_key: Mapped[str] = mapped_column(Key(200))
    rendition_keys: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    shared_spans: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))

    width: Mapped[int] = mapped_column(Integer)
    height: Mapped[int] = mapped_column(Integer)
    frames: Mapped[int] = mapped_column(Integer, default=1)
    turn: Mapped[int] = mapped_column(Integer, default=0)
    placeholder: Mapped[str | None] = mapped_column(String(60))
    colours: Mapped[list[Any]] = mapped_column(JSON, default=list)
    foreground_colours: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    background_colours: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    fingerprint: Mapped[bytes | None] = mapped_column(small_bytes(16))
    exif: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    taken_at: Mapped[datetime | None] = mapped_column(DateTime)
    taken_offset: Mapped[str | None] = mapped_column(Key(6))
    lat: Mapped[float | None] = mapped_column(Float(53))
    lon: Mapped[float | None] = mapped_column(Float(53))
    alt: Mapped[float | None] = mapped_column(Float(53))
    place_id: Mapped[int | None] = mapped_column(Integer)

    title: Mapped[str] = mapped_column(String(200), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    alt_text: Mapped[str] = mapped_column(String(1000), default="")
    licence: Mapped[str] = mapped_column(String(80), default="")
    author: Mapped[str] = mapped_column(String(120), default="")
    source_url: Mapped[str] = mapped_column(String(500), default="")
    origin: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    rating: Mapped[int | None] = mapped_column(Integer)
    share_metadata: Mapped[bool] = flag("share_metadata", default=False)
    comments_closed: Mapped[bool] = flag("comments_closed", default=False)
    category: Mapped[str] = mapped_column(Key(16), default="other")
    category_source: Mapped[str] = mapped_column(Key(8), default=Source.MODEL)

    privacy: Mapped[str] = mapped_column(Key(16), default=Privacy.PRIVATE)
    album_id: Mapped[str | None] = mapped_column(Key(26), ForeignKey("albums.id"))
    album: Mapped[Album | None] = relationship(lazy="raise")
    album_privacy: Mapped[str] = mapped_column(Key(16), default=Privacy.PUBLIC)
    effective_privacy: Mapped[str] = mapped_column(Key(16), default=Privacy.PRIVATE)
    state: Mapped[str] = mapped_column(Key(16), default=ImageState.PENDING)
    problem: Mapped[str | None] = mapped_column(String(500))
    problem_code: Mapped[str | None] = mapped_column(Key(40))
    review: Mapped[str] = mapped_column(Key(16), default=Review.PENDING)
    sensitivity: Mapped[str] = mapped_column(Key(16), default="safe")
    understanding: Mapped[str] = mapped_column(Key(16), default=Understanding.PENDING)
    is_owner_suspended: Mapped[bool] = flag("is_owner_suspended", default=False)
    is_trashed: Mapped[bool] = flag("is_trashed", default=False)
    trashed_at: Mapped[datetime | None] = mapped_column(Moment)
    sort_at: Mapped[datetime] = mapped_column(DateTime)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    updated_at: Mapped[datetime] = mapped_column(Moment, default=now, onupdate=now)

    tally: Mapped[Tally | None] = relationship(
        primaryjoin=lambda: foreign(Tally.thing_id) == Image.id, uselist=False, viewonly=True, lazy="raise"
    )
    is_liked: Mapped[bool | None] = query_expression()
    is_collected: Mapped[bool | None] = query_expression()

    @property
    def is_original_shareable(self) -> bool:
        """Whether others may download the original: where private metadata can be left out, or need not be."""
        return self.share_metadata or self.shared_spans is not None


class ImageTag(db.Model, Base):  # type: ignore[name-defined,misc]
    """A word for an image: by a person (no score) or by a model (its probability)."""

    __tablename__ = "image_tags"
    __table_args__ = (UniqueConstraint("image_id", "source", "key"), Index("ix_image_tags_newest", "key", "image_id"))

    id: Mapped[str] = mapped_column(Key(26), primary_key=True, default=new_id)
    image_id: Mapped[str] = mapped_column(Key(26), ForeignKey("images.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(Key(240))
    label: Mapped[str] = mapped_column(String(60))
    source: Mapped[str] = mapped_column(Key(8))
    score: Mapped[float | None] = mapped_column(Float)
    position: Mapped[int] = mapped_column(Integer, default=0)


class Tag(NamedTuple):
    """What is told of an image's tag."""

    key: str
    label: str
    source: str
    score: float | None


class Classification(db.Model, Base):  # type: ignore[name-defined,misc]
    """What the models saw last: five labels with probabilities, the category they would choose, the gate's score."""

    __tablename__ = "classifications"

    image_id: Mapped[str] = mapped_column(Key(26), ForeignKey("images.id", ondelete="CASCADE"), primary_key=True)
    model: Mapped[str] = mapped_column(Key(80), default="")
    version: Mapped[str] = mapped_column(Key(80), default="", index=True)
    labels: Mapped[list[Any]] = mapped_column(JSON, default=list)
    category: Mapped[str] = mapped_column(Key(16), default="other")
    category_probability: Mapped[float] = mapped_column(Float, default=0.0)
    gate_model: Mapped[str] = mapped_column(Key(80))
    gate_version: Mapped[str] = mapped_column(Key(80))
    gate_score: Mapped[float] = mapped_column(Float)
    read_at: Mapped[datetime] = mapped_column(Moment, default=now)


class Embedding(db.Model, Base):  # type: ignore[name-defined,misc]
    """The vector of an image by one model: 16-bit floats, unit length. Vectors of different models do not compare."""

    __tablename__ = "embeddings"

    image_id: Mapped[str] = mapped_column(Key(26), ForeignKey("images.id", ondelete="CASCADE"), primary_key=True)
    model: Mapped[str] = mapped_column(Key(80))
    version: Mapped[str] = mapped_column(Key(80))
    dimensions: Mapped[int] = mapped_column(Integer)
    vector: Mapped[bytes] = mapped_column(LargeBinary)


class Detection(db.Model, Base):  # type: ignore[name-defined,misc]
    """What one detector found in an image, in its own form; or why it found nothing. One may fail and the others not.

    `state` is one of Understanding. `version` is that of the detector that read it last, "" before.
    """

    __tablename__ = "detections"
    __table_args__ = (Index("ix_detections_version", "detector", "version"),)

    image_id: Mapped[str] = mapped_column(Key(26), ForeignKey("images.id", ondelete="CASCADE"), primary_key=True)
    detector: Mapped[str] = mapped_column(Key(16), primary_key=True)
    version: Mapped[str] = mapped_column(Key(80), default="")
    state: Mapped[str] = mapped_column(Key(16), default=Understanding.PENDING)
    problem: Mapped[str | None] = mapped_column(String(500))
    found: Mapped[list[Any]] = mapped_column(JSON, default=list)
    read_at: Mapped[datetime] = mapped_column(Moment, default=now)


class DiscardedObject(db.Model, Base):  # type: ignore[name-defined,misc]
    """An object no row names any more: removed by a job, then this row too. `batch_id` is the subject of that job."""

    __tablename__ = "discarded_objects"

    id: Mapped[str] = mapped_column(Key(26), primary_key=True, default=new_id)
    batch_id: Mapped[str] = mapped_column(Key(26), index=True)
    storage: Mapped[str] = mapped_column(Key(16))
    key: Mapped[str] = mapped_column(Key(200))
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class BlockedPicture(db.Model, Base):  # type: ignore[name-defined,misc]
    """What nobody may add again: these bytes, and what looks like them where the fingerprint says enough.

    `marks` are more fingerprints, 16 bytes each: of the picture with a little cut off; None until a worker made them.
    """

    __tablename__ = "blocked_pictures"

    id: Mapped[str] = mapped_column(Key(26), primary_key=True, default=new_id)
    sha256: Mapped[str] = mapped_column(Key(64), index=True)
    fingerprint: Mapped[bytes | None] = mapped_column(small_bytes(16))
    image_id: Mapped[str | None] = mapped_column(Key(26))
    marks: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class Stop(db.Model, Base):  # type: ignore[name-defined,misc]
    """How many pictures the site stopped by itself in a month: a number, and nothing of whose they were."""

    __tablename__ = "stops"

    month: Mapped[str] = mapped_column(Key(7), primary_key=True)
    kind: Mapped[str] = mapped_column(Key(16), primary_key=True)
    count: Mapped[int] = mapped_column(Integer)
