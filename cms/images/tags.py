"""Words for images: a person's are kept as typed, the models' come with their probability."""

import unicodedata
from collections.abc import Sequence

from sqlalchemy import delete

from cms.extensions import db
from cms.images.models import ImageTag, Source

LONGEST_TAG = 60
MOST_TAGS = 50


def tag_key(label: str) -> str:
    """One key for all spellings of a word: width, case and spaces folded. Empty for a word without content."""
    folded = unicodedata.normalize("NFKC", label).casefold()
    return "-".join(folded.split())


def clean_labels(labels: Sequence[str]) -> list[str]:
    """Words as typed, each once; empty ones are dropped. Raises ValueError for too long or too many."""
    found: dict[str, str] = {}
    for label in labels:
        word = " ".join(label.split())
        if len(word) > LONGEST_TAG or not word.isprintable():
            raise ValueError(f"A tag has at most {LONGEST_TAG} printable characters.")
        if tag_key(word):
            found.setdefault(tag_key(word), word)
    if len(found) > MOST_TAGS:
        raise ValueError(f"At most {MOST_TAGS} tags.")
    return list(found.values())


def replace_user_tags(image_id: str, labels: Sequence[str]) -> None:
    """These are the person's words now, in this order; the models' words stay."""
    _replace(image_id, Source.USER, [(tag_key(label), label, None) for label in labels])


def replace_model_tags(image_id: str, tags: Sequence[tuple[str, str, float]]) -> None:
    """What the models say now: key, label, probability."""
    _replace(image_id, Source.MODEL, list(tags))


def _replace(image_id: str, source: Source, tags: Sequence[tuple[str, str, float | None]]) -> None:
    db.session.execute(delete(ImageTag).where(ImageTag.image_id == image_id, ImageTag.source == source))
    db.session.add_all(
        ImageTag(image_id=image_id, key=key, label=label, source=source, score=score, position=position)
        for position, (key, label, score) in enumerate(tags)
    )
