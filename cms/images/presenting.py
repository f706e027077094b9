"""What of an image is told to whom: `present_image` names every field and who gets it."""

from collections.abc import Sequence
from typing import Any

from cms.access.audience import SHOWN_IN_ALBUM, Sensitivity
from cms.access.permissions import Permission
from cms.access.policy import is_own, is_within, permits, sees_outside_album
from cms.access.viewer import Viewer
from cms.images.captions import caption
from cms.images.copying import may_copy
from cms.images.models import Classification, Detection, Image, Source, Tag, Understanding
from cms.images.queries import tags_of
from cms.images.schemas import (
    SIZES,
    CaptionsOut,
    ClassificationOut,
    ColourOut,
    CountsOut,
    ImageOut,
    KeyAndLabel,
    LabelOut,
    LineOut,
    Location,
    Owner,
    PlaceOut,
    Size,
    TagOut,
    Title,
    WritingOut,
)
from cms.index.tokens import folded
from cms.media.layout import layout
from cms.media.places import beginning
from cms.media.places import label as place_label
from cms.reactions.queries import Marks, marks_from
from cms.storage.keys import bytes_named_by
from cms.tags.kinds import kind_of
from cms.vision.categories import display_name
from cms.vision.taxonomy import LANGUAGES, name_of
from cms.wire.addresses import here

PLAIN = ("description", "alt_text", "licence", "author", "source_url", "rating", "comments_closed")
"""Told as they are kept."""


def is_safe(image: Image) -> bool:
    """Whether it is shown without being asked for; of any other a moderator said how sensitive it is."""
    return image.sensitivity == Sensitivity.SAFE


def tag_out(tag: Tag, language: str) -> TagOut:
    label, source = tag_label(tag, language), Source(tag.source)
    return TagOut(key=tag.key, label=label, source=source, score=tag.score, kind=kind_of(tag.key))


def present_image(image: Image, viewer: Viewer | None, *, tags: list[Tag], language: str) -> ImageOut:
    """Everything this viewer may know of the image; fields that are not theirs to know are left out."""
    for_all: dict[str, Any] = {
        "id": image.id,
        "owner": Owner(name=image.owner.name, display_name=image.owner.display_name),
        "title": image.title,
        "caption": caption(image, tags, language),
        "state": image.state,
        "problem": image.problem,
        "problem_code": image.problem_code,
        "review": image.review,
        "sensitivity": image.sensitivity,
        "understanding": image.understanding,
        "privacy": image.privacy,
        "effective_privacy": image.effective_privacy,
        "shared": is_shared(image, viewer),
        "album": album_out(image, viewer),
        "category": category_out(image, language),
        "tags": [tag_out(tag, language) for tag in tags],
        "width": image.width,
        "height": image.height,
        "turn": image.turn,
        "layout": layout(image.width, image.height).value,
        "bytes": image.size,
        "format": image.format,
        "is_animated": image.frames > 1,
        **palettes_of(image),
        "taken_at": moment_with_offset(image),
        "place": place_out(image, language),
        "created_at": image.created_at,
        "renditions": renditions_of(image),
        "placeholder": image.placeholder,
        **{name: getattr(image, name) for name in PLAIN},
        **marks_out(image, viewer),
        "can": abilities(image, viewer),
    }
    return ImageOut(**for_all, **(owner_fields(image) if is_own(viewer, image) else {}))


def marks_out(image: Image, viewer: Viewer | None) -> dict[str, Any]:
    """What happened to it, and what the viewer did with it."""
    marks = marks_from(image.tally, liked=bool(image.is_liked), collected=bool(image.is_collected))
    counts = counts_out(marks, told=is_own(viewer, image) or not image.owner.hide_counts)
    return {"counts": counts, "liked": marks.liked, "collected": marks.collected}


def counts_out(marks: Marks, *, told: bool) -> CountsOut:
    """The counts of a thing; none of them where its owner keeps them to themselves."""
    names = ("views", "likes", "comments", "collects")
    return CountsOut(**{name: getattr(marks, name) if told else None for name in names})


def palettes_of(image: Image) -> dict[str, list[ColourOut]]:
    """The colours of the whole picture, and those before and behind."""
    names = ("colours", "foreground_colours", "background_colours")
    return {name: colours_out(getattr(image, name)) for name in names}


def colours_out(kept: Sequence[Any] | None) -> list[ColourOut]:
    """Colours as they are kept; none where they are not known."""
    return [ColourOut(hex=code, share=share) for code, share in kept or ()]


def is_shared(image: Image, viewer: Viewer | None) -> bool:
    """The people of its album see it there though it is private: told to its owner and to these."""
    has_people = image.album is not None and image.album.has_people
    own = has_people and is_own(viewer, image) and is_within(SHOWN_IN_ALBUM, viewer, image)
    return own or not sees_outside_album(viewer, image)


def album_out(image: Image, viewer: Viewer | None) -> Title | None:
    """The album by its name, for whom may know of it."""
    album = image.album
    return Title(id=album.id, title=album.title) if album and permits(viewer, Permission.SEE_ALBUM, album) else None


def present_images(images: Sequence[Image], viewer: Viewer | None, *, language: str) -> list[ImageOut]:
    """Several images with their tags, for a list."""
    tags = tags_of(image.id for image in images)
    return [present_image(image, viewer, tags=tags.get(image.id, []), language=language) for image in images]


def renditions_of(image: Image) -> dict[Size, str]:
    return {size: rendition_path(image, size) for size in SIZES}


def owner_fields(image: Image) -> dict[str, Any]:
    """What only the owner is told."""
    told: dict[str, Any] = {
        "sha256": image.sha256,
        "share_metadata": image.share_metadata,
        "file_name": image.file_name,
        "exif": image.exif,
        "location": location_out(image),
        "origin": image.origin or {},
    }
    return told | ({"trashed_at": image.trashed_at} if image.is_trashed else {})


def location_out(image: Image) -> Location | None:
    if image.lat is None or image.lon is None:
        return None
    return Location(lat=image.lat, lon=image.lon, alt=image.alt)


def abilities(image: Image, viewer: Viewer | None) -> dict[str, bool]:
    may_edit = permits(viewer, Permission.EDIT_IMAGE, image)
    may = {
        "comment": Permission.ADD_COMMENT,
        "view_original": Permission.SEE_ORIGINAL,
        "report": Permission.REPORT,
        "like": Permission.LIKE,
        "collect": Permission.COLLECT,
    }
    others = {name: permits(viewer, permission, image) for name, permission in may.items()}
    if not sees_outside_album(viewer, image):
        others |= {"comment": False, "like": False, "collect": False, "report": False}
    return {"edit": may_edit, "delete": may_edit, "copy": may_copy(viewer, image), **others}


def category_out(image: Image, language: str) -> KeyAndLabel:
    return KeyAndLabel(
        key=image.category, label=display_name(image.category, language), source=Source(image.category_source)
    )


def present_places(start: str, *, limit: int, language: str) -> list[PlaceOut]:
    """Cities whose name begins so, the largest first; traditional characters count as simplified ones."""
    found = ((place_id, place_label(place_id, language)) for place_id in beginning(folded(start), limit=limit))
    return [PlaceOut(id=str(place_id), label=name) for place_id, name in found if name]


def place_out(image: Image, language: str) -> PlaceOut | None:
    name = place_label(image.place_id, language) if image.place_id is not None else None
    return PlaceOut(id=str(image.place_id), label=name) if name else None


def moment_with_offset(image: Image) -> str | None:
    return image.taken_at.isoformat() + (image.taken_offset or "") if image.taken_at else None


def rendition_path(image: Image, size: Size) -> str:
    """The address of a rendition; it changes with its bytes, so that no browser shows old ones."""
    version = bytes_named_by(image.rendition_keys.get(size, "")) or 0
    return here(f"/api/v1/images/{image.id}/renditions/{size}?v={version}")


def tag_label(tag: Tag, language: str) -> str:
    """What the models say in the reader's language, what a person says as it was typed."""
    return (name_of(tag.key, language) if tag.source == Source.MODEL else None) or tag.label


def present_writing(row: Detection | None) -> WritingOut:
    """What the reader of writing found; "off" where it was not asked."""
    if row is None:
        return WritingOut(state=Understanding.OFF, problem=None, lines=[])
    lines = [LineOut(text=text, probability=sure, corners=corners) for text, sure, corners in row.found]
    return WritingOut(state=Understanding(row.state), problem=row.problem, lines=lines)


def present_captions(image: Image, tags: Sequence[Tag], row: Detection | None) -> CaptionsOut:
    """What a machine would say of the image, with what is written in it, in each language."""
    lines = [text for text, *_ in row.found] if row is not None else []
    made = {language: caption(image, tags, language, lines=lines) for language in LANGUAGES}
    return CaptionsOut.model_validate({"captions": made})


def present_classification(image: Image, row: Classification | None, *, language: str) -> ClassificationOut:
    """What the models saw; labels come together with the final category."""
    is_read = image.understanding in (Understanding.READY, Understanding.OFF)
    labels = row.labels if row is not None and is_read else []
    return ClassificationOut(
        state=Understanding.READY if is_read else Understanding(image.understanding),
        model=row.model if row else "",
        version=row.version if row else "",
        read_at=row.read_at if row else None,
        labels=[LabelOut(key=key, label=name_of(key, language) or name, probability=p) for key, name, p in labels],
        category=category_out(image, language),
    )
