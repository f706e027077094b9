"""Images as JSON, in and out. `present_image` names every field and who gets it."""

from datetime import datetime
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, field_validator

from cms.access.audience import Privacy
from cms.access.permissions import Permission
from cms.access.policy import is_own, permits
from cms.access.viewer import Viewer
from cms.images.models import Classification, Image, ImageTag, Source, Understanding
from cms.images.tags import clean_labels
from cms.media.layout import layout
from cms.media.places import label as place_label
from cms.vision.categories import CategoryKey, display_name
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
Tags = Annotated[list[str], Field(max_length=200), AfterValidator(clean_labels)]


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

    def named(self) -> dict[str, object]:
        """Only the fields that were sent, as the service takes them."""
        values: dict[str, object] = {name: getattr(self, name) for name in self.model_fields_set}
        if "taken_at" in values:
            offset = self.taken_at.strftime("%z") if self.taken_at else ""
            values["taken_at"] = self.taken_at.replace(tzinfo=None) if self.taken_at else None
            values["taken_offset"] = f"{offset[:3]}:{offset[3:5]}" if offset else None
        return values


class ImageUpload(ImageFields):
    """The form of an upload: the fields and the bytes."""

    file: Annotated[bytes, Field(json_schema_extra={"format": "binary"})]


class ImageChange(ImageFields):
    """What is to change; a category cannot be taken away, only changed."""

    @field_validator("category")
    @classmethod
    def category_stays(cls, value: CategoryKey | None) -> CategoryKey:
        if value is None:
            raise ValueError("Exactly one is needed.")
        return value


class ListQuery(Query):
    limit: Annotated[int, Field(ge=1, le=100)] = 30
    cursor: Annotated[str, Field(max_length=400)] | None = None


class ImagesQuery(ListQuery):
    owner: Annotated[str, Field(max_length=30)] | None = None
    ids: Annotated[list[str], Field(max_length=100)] | None = None
    sort: Literal["newest", "oldest"] = "newest"


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


class ColourOut(Answer):
    hex: str
    share: float


class Location(Answer):
    lat: float
    lon: float
    alt: float | None


class PlaceOut(Answer):
    id: str
    label: str


class ImageOut(Answer):
    """An image as this viewer may know it; the last block is for its owner alone."""

    id: str
    owner: Owner
    title: str
    description: str
    alt_text: str
    state: Literal["pending", "processing", "ready", "failed"]
    problem: str | None
    review: Literal["pending", "passed", "held"]
    understanding: Literal["pending", "ready", "failed", "off"]
    privacy: Privacy
    effective_privacy: Privacy
    category: KeyAndLabel
    tags: list[TagOut]
    width: int
    height: int
    layout: Literal["wide", "tall", "square", "panorama"]
    bytes: int
    format: str
    is_animated: bool
    colours: list[ColourOut]
    taken_at: str | None
    place: PlaceOut | None
    created_at: datetime
    renditions: dict[Size, str]
    placeholder: str | None
    licence: str
    author: str
    source_url: str
    rating: int | None
    can: dict[str, bool]
    duplicate: bool = False
    sha256: str = ""
    file_name: str = ""
    exif: dict[str, Any] = {}
    location: Location | None = None
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


class Day(Answer):
    day: str
    count: int


class TimelineOut(Answer):
    count: int
    days: list[Day]
    ids: list[str]
    aspects: list[float]


def present_image(image: Image, viewer: Viewer | None, *, tags: list[ImageTag], language: str) -> ImageOut:
    """Everything this viewer may know of the image; fields that are not theirs to know are left out."""
    for_all: dict[str, Any] = {
        "id": image.id,
        "owner": Owner(name=image.owner.name, display_name=image.owner.display_name),
        "title": image.title,
        "description": image.description,
        "alt_text": image.alt_text,
        "state": image.state,
        "problem": image.problem,
        "review": image.review,
        "understanding": image.understanding,
        "privacy": image.privacy,
        "effective_privacy": image.effective_privacy,
        "category": category_out(image, language),
        "tags": [TagOut(key=t.key, label=t.label, source=Source(t.source), score=t.score) for t in tags],
        "width": image.width,
        "height": image.height,
        "layout": layout(image.width, image.height).value,
        "bytes": image.size,
        "format": image.format,
        "is_animated": image.frames > 1,
        "colours": [ColourOut(hex=code, share=share) for code, share in image.colours],
        "taken_at": moment_with_offset(image),
        "place": place_out(image, language),
        "created_at": image.created_at,
        "renditions": {size: rendition_path(image, size) for size in SIZES},
        "placeholder": image.placeholder,
        "licence": image.licence,
        "author": image.author,
        "source_url": image.source_url,
        "rating": image.rating,
        "can": abilities(image, viewer),
    }
    return ImageOut(**for_all, **(owner_fields(image) if is_own(viewer, image) else {}))


def owner_fields(image: Image) -> dict[str, Any]:
    """What only the owner is told."""
    told: dict[str, Any] = {
        "sha256": image.sha256,
        "file_name": image.file_name,
        "exif": image.exif,
        "location": location_out(image),
    }
    return told | ({"trashed_at": image.trashed_at} if image.is_trashed else {})


def location_out(image: Image) -> Location | None:
    if image.lat is None or image.lon is None:
        return None
    return Location(lat=image.lat, lon=image.lon, alt=image.alt)


def abilities(image: Image, viewer: Viewer | None) -> dict[str, bool]:
    may_edit = permits(viewer, Permission.EDIT_IMAGE, image)
    return {"edit": may_edit, "delete": may_edit, "view_original": permits(viewer, Permission.SEE_ORIGINAL, image)}


def category_out(image: Image, language: str) -> KeyAndLabel:
    return KeyAndLabel(
        key=image.category, label=display_name(image.category, language), source=Source(image.category_source)
    )


def place_out(image: Image, language: str) -> PlaceOut | None:
    name = place_label(image.place_id, language) if image.place_id is not None else None
    return PlaceOut(id=str(image.place_id), label=name) if name else None


def moment_with_offset(image: Image) -> str | None:
    return image.taken_at.isoformat() + (image.taken_offset or "") if image.taken_at else None


def rendition_path(image: Image, size: Size) -> str:
    """The address of a rendition; it changes when the picture is turned, so that no browser shows the old one."""
    return f"/api/v1/images/{image.id}/renditions/{size}?v={image.turn // 90}"


def present_classification(image: Image, row: Classification | None, *, language: str) -> ClassificationOut:
    """What the models saw; labels come together with the final category."""
    is_read = image.understanding in (Understanding.READY, Understanding.OFF)
    labels = row.labels if row is not None and is_read else []
    return ClassificationOut(
        state=Understanding.READY if is_read else Understanding(image.understanding),
        model=row.model if row else "",
        version=row.version if row else "",
        read_at=row.read_at if row else None,
        labels=[LabelOut(key=key, label=name, probability=probability) for key, name, probability in labels],
        category=category_out(image, language),
    )
