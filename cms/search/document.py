"""What of an image the search index is told. Its only maker: what is not named here is never found by."""

from collections.abc import Iterable, Sequence

from cms.access.audience import Review
from cms.classes.queries import Carried
from cms.images.models import Classification, Image, Source, Tag
from cms.index.base import Document
from cms.index.tokens import PART
from cms.media.places import LANGUAGES, label
from cms.search import evidence
from cms.search.facets import marks_of
from cms.search.told import UNKNOWN, Told, camera_of, milliseconds
from cms.vision.categories import DISPLAY_NAMES
from cms.vision.taxonomy import things

LIKELY = 0.1
"""Labels from this probability on are words of a picture, though they are no tags."""


def document_of(told: Told) -> Document:
    """The document of an image that is not in the trash."""
    image = told.image
    return Document(
        id=image.id,
        version=image.version,
        text=text_of(told),
        made=made_of(told),
        text_for={image.owner_id: f"{camera_of(image)} {image.file_name}"},
        facts={
            "owner_id": image.owner_id,
            "effective_privacy": image.effective_privacy,
            "review": image.review,
            "state": image.state,
            "is_trashed": image.is_trashed,
            "is_owner_suspended": image.is_owner_suspended,
        },
        marks=(*marks_of(told), *evidence.marks(told)),
        numbers={
            "created": milliseconds(image.created_at),
            "taken": milliseconds(image.taken_at) if image.taken_at is not None else UNKNOWN,
            "rating": image.rating or 0,
            "likes": likes_told_of(image),
        },
        vector=told.vector,
    )


def likes_told_of(image: Image) -> int:
    """0 where the owner hides counts: the order would tell them, by those of others before and behind."""
    return image.tally.likes if image.tally is not None and not image.owner.hide_counts else 0


def text_of(told: Told) -> dict[str, str]:
    """What people wrote, by field; their tags and category in every language there is for them."""
    image = told.image
    return {
        "title": image.title,
        "description": image.description,
        "alt_text": image.alt_text,
        "tags": names_of((tag.key, tag.label) for tag in told.tags if tag.score is None),
        "category": "" if image.category_source == Source.MODEL else category_names(image),
        "album": told.album_title or "",
        "owner": PART.join((image.owner.name, image.owner.display_name)),
        "author": image.author,
    }


def made_of(told: Told) -> dict[str, str]:
    """What the machine found out, by field, in every language there is for it."""
    image = told.image
    places = [label(image.place_id, language) for language in LANGUAGES] if image.place_id is not None else []
    return {
        "tags": names_of((tag.key, tag.label) for tag in told.tags if tag.score is not None),
        "labels": names_of(likely_labels(told.classification)),
        "category": category_names(image) if image.category_source == Source.MODEL else "",
        "text": PART.join(told.lines),
        "so": PART.join(evidence.so_in_words(told)),
        "place": PART.join(place for place in places if place),
    }


def category_names(image: Image) -> str:
    return PART.join(DISPLAY_NAMES[image.category].values())


def names_of(words: Iterable[tuple[str, str]]) -> str:
    """These keys and labels as words, known ones in each language."""
    known = things()
    every = (word for key, label in words for word in (label, *(known[key].names.values() if key in known else ())))
    return PART.join(dict.fromkeys(every))


def likely_labels(row: Classification | None) -> Sequence[tuple[str, str]]:
    """Keys and names of the labels that the models hold for likely."""
    return [(key, name) for key, name, probability in row.labels if probability >= LIKELY] if row is not None else []


def told_of(
    image: Image,
    tags: list[Tag],
    classification: Classification | None,
    lines: Sequence[str],
    own_classes: Sequence[Carried],
    vector: Sequence[float] | None,
) -> Told:
    """What is known of an image; its album only once others may see it, since a moderator may not know of the album."""
    album = image.album if image.review == Review.PASSED else None
    album_id, album_title = (album.id, album.title) if album else (None, None)
    return Told(image, tuple(tags), classification, album_id, album_title, lines, own_classes, vector)
