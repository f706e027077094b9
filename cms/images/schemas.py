"""Images as JSON, in and out: which fields there are and what they may hold."""

from datetime import datetime
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, field_validator

from cms.access.audience import Privacy, Sensitivity
from cms.accounts.eyes import Eyes
from cms.images.models import OriginField, Source, Understanding
from cms.images.tags import clean_labels
from cms.pagination import Wanted
from cms.tags.kinds import TagKind
from cms.vision.categories import CategoryKey
from cms.wire.requests import Answer, Body, Query

Size = Literal["64", "400", "1600"]
SIZES: tuple[Size, ...] = ("64", "400", "1600")


def without_controls(text: str) -> str:
    """Text that is safe to keep: no NUL or other control characters but line breaks and tabs."""
    if any(not c.isprintable() and c not in "\n\t\r\u200d\u200c\u00a0\u3000" for c in text):
        raise ValueError("Control characters cannot be taken.")
    return text


def web_address(text: str) -> str:
    if text and (urlsplit(text).scheme not in ("http", "https") or not urlsplit(text).netloc):
        raise ValueError("An address begins with http:// or https://.")
    return text


Text = Annotated[str, AfterValidator(without_controls)]
Tags = Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=200), AfterValidator(clean_labels)]


class ImageFields(Body):
    """What a person says of an image, when adding it."""

    title: Annotated[Text, Field(max_length=200)] = ""
    description: Annotated[Text, Field(max_length=5000)] = ""
    alt_text: Annotated[Text, Field(max_length=1000)] = ""
    tags: Tags = []
    category: CategoryKey | None = None
    privacy: Privacy = Privacy.PRIVATE
    licence: Annotated[Text, Field(max_length=80)] = ""
    author: Annotated[Text, Field(max_length=120)] = ""
    source_url: Annotated[Text, Field(max_length=500), AfterValidator(web_address)] = ""
    taken_at: datetime | None = None
    rating: Annotated[int, Field(ge=0, le=5)] | None = None
    share_metadata: bool = False
    comments_closed: bool = False

    def named(self) -> dict[str, object]:
        """Only the fields that were sent, as the service takes them."""
        values: dict[str, object] = {name: getattr(self, name) for name in self.model_fields_set}
        if "taken_at" in values:
            offset = self.taken_at.strftime("%z") if self.taken_at else ""
            values["taken_at"] = self.taken_at.replace(tzinfo=None) if self.taken_at else None
            values["taken_offset"] = f"{offset[:3]}:{offset[3:5]}" if offset else None
        return values


class PlacedFields(ImageFields):
    """The fields, and the album that the image is to be in."""

    album: Annotated[str, Field(max_length=26)] | None = None


class ImageUpload(PlacedFields):
    """The form of an upload: the fields and the bytes."""

    file: Annotated[bytes, Field(json_schema_extra={"format": "binary"})]


class ImageChange(PlacedFields):
    """What is to change; a category cannot be taken away, only changed; `album: null` takes out of its album."""

    publish_anyway: Annotated[bool, Field(description="Though it is from the web and not everybody may copy it")] = (
        False
    )

    @field_validator("category")
    @classmethod
    def category_stays(cls, value: CategoryKey | None) -> CategoryKey:
        if value is None:
            raise ValueError("Exactly one is needed.")
        return value


class ListQuery(Query):
    limit: Annotated[int, Field(ge=1, le=100)] = 30
    cursor: Annotated[str, Field(max_length=400)] | None = None

    def wanted(self) -> Wanted:
        return Wanted(self.limit, self.cursor)


class SortedQuery(ListQuery):
    sort: Literal["newest", "oldest"] = "newest"

    def wanted(self) -> Wanted:
        return Wanted(self.limit, self.cursor, oldest_first=self.sort == "oldest")


class SeenQuery(SortedQuery):
    eyes: Eyes | None = Field(default=None, alias="as")


class ImagesQuery(SortedQuery):
    owner: Annotated[str, Field(max_length=30)] | None = None
    ids: Annotated[list[Annotated[str, Field(max_length=26)]], Field(max_length=100)] | None = None
    album: Annotated[str, Field(max_length=26)] | None = None


class Chosen(Body):
    ids: Annotated[list[Annotated[str, Field(max_length=26)]], Field(max_length=1000)] = []


class Hashes(Body):
    sha256: Annotated[list[Annotated[str, Field(pattern="^[0-9a-f]{64}$")]], Field(max_length=1000)]


class Known(Answer):
    known: dict[str, str]


class Rotation(Body):
    degrees: Literal[90, 180, 270]


class OriginalQuery(Query):
    download: bool = False


class DeleteQuery(Query):
    forever: bool = False


class Owner(Answer):
    name: str
    display_name: str


class KeyAndLabel(Answer):
    key: str
    label: str
    source: Source


class TagOut(KeyAndLabel):
    score: float | None
    kind: TagKind


class ColourOut(Answer):
    hex: str
    share: float


class Title(Answer):
    id: str
    title: str


class Location(Answer):
    lat: float
    lon: float
    alt: float | None


class PlaceOut(Answer):
    id: str
    label: str


class PlaceParameters(ListQuery):
    q: Annotated[str, Field(max_length=100)] = ""
    limit: Annotated[int, Field(ge=1, le=20)] = 8


class PlaceList(Answer):
    items: list[PlaceOut]
    next: str | None


class CountsOut(Answer):
    """How often something happened; null where its owner keeps that to themselves."""

    views: int | None
    likes: int | None
    comments: int | None
    collects: int | None


class ImageOut(Answer):
    """An image as this viewer may know it; the last block is its owner's. `shared`: its album's people see it there."""

    id: str
    owner: Owner
    title: str
    description: str
    alt_text: str
    caption: Annotated[str, Field(description="Made by the machine of what is known; empty where nothing was read")]
    state: Literal["pending", "processing", "ready", "failed"]
    problem: str | None
    problem_code: str | None
    review: Literal["pending", "passed", "held", "hidden"]
    sensitivity: Sensitivity
    understanding: Literal["pending", "ready", "failed", "off"]
    privacy: Privacy
    effective_privacy: Privacy
    shared: bool
    album: Title | None
    category: KeyAndLabel
    tags: list[TagOut]
    width: int
    height: int
    turn: int
    layout: Literal["wide", "tall", "square", "panorama"]
    bytes: int
    format: str
    is_animated: bool
    colours: list[ColourOut]
    foreground_colours: list[ColourOut]
    background_colours: list[ColourOut]
    taken_at: str | None
    place: PlaceOut | None
    created_at: datetime
    renditions: dict[Size, str]
    placeholder: str | None
    licence: str
    author: str
    source_url: str
    rating: int | None
    comments_closed: bool
    counts: CountsOut
    liked: bool
    collected: bool
    can: dict[str, bool]
    share_metadata: bool = False
    duplicate: bool = False
    sha256: str = ""
    file_name: str = ""
    exif: dict[str, Any] = {}
    location: Location | None = None
    origin: dict[OriginField, str] = {}
    trashed_at: datetime | None = None


class ImageList(Answer):
    items: list[ImageOut]
    next: str | None


class LabelOut(Answer):
    key: str
    label: str
    probability: float


class ClassificationOut(Answer):
    state: Annotated[Understanding, Field(json_schema_extra={"enum": ["pending", "ready", "failed"]})]
    model: str
    version: str
    read_at: datetime | None
    labels: list[LabelOut]
    category: KeyAndLabel


class LineOut(Answer):
    text: str
    probability: float
    corners: Annotated[list[list[float]], Field(description="Four [x, y], shares of width and height, clockwise")]


class WritingOut(Answer):
    state: Understanding
    problem: str | None
    lines: list[LineOut]


class CaptionsOut(Answer):
    """What the machine would say, by language, to be taken as alternative text and changed; empty where not read."""

    captions: dict[Literal["en", "zh", "sv"], str]


class Day(Answer):
    day: str
    count: int


class TimelineOut(Answer):
    count: int
    days: list[Day]
    ids: list[str]
    aspects: list[float]
