"""Words for images: a person's are kept as typed, the models' come with their probability."""

from collections.abc import Sequence

from sqlalchemy import delete

from cms.extensions import db
from cms.images.models import Image, ImageTag, Source, Understanding
from cms.media.facts import WORDS, Facts, words_of
from cms.tags.keys import tag_key
from cms.tags.queries import relations
from cms.vision.taxonomy import name_of

LONGEST_TAG = 60
MOST_TAGS = 50
AFTER_MODELS = 1000


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
    """These are the person's words now, in this order; the models' words stay. A word that is an alias is its tag."""
    aliases = relations().aliases
    tags = [aliases.get(tag_key(label), (tag_key(label), label)) for label in labels]
    _replace(image_id, Source.USER, [(key, label, None) for key, label in dict(tags).items()])


def replace_model_tags(image: Image, tags: Sequence[tuple[str, str, float]]) -> None:
    """What the models say now, as key, label, probability; and what the facts say."""
    _replace(image.id, Source.MODEL, [*tags, *_of_facts(image)])


def renew_fact_tags(image: Image) -> None:
    """Its time is another one: what followed from the old one goes. A picture that nobody may read gets no words."""
    if image.understanding != Understanding.READY:
        return
    mine = ImageTag.image_id == image.id, ImageTag.source == Source.MODEL
    db.session.execute(delete(ImageTag).where(*mine, ImageTag.key.in_(WORDS)))
    _add(image.id, Source.MODEL, _of_facts(image), after=AFTER_MODELS)


def _of_facts(image: Image) -> list[tuple[str, str, float]]:
    facts = Facts(
        image.taken_at, image.taken_offset, image.lat, image.lon, [(code, part) for code, part in image.colours]
    )
    return [(key, name_of(key, "en") or key, sure) for key, sure in words_of(facts)]


def _replace(image_id: str, source: Source, tags: Sequence[tuple[str, str, float | None]]) -> None:
    db.session.execute(delete(ImageTag).where(ImageTag.image_id == image_id, ImageTag.source == source))
    _add(image_id, source, tags)


def _add(image_id: str, source: Source, tags: Sequence[tuple[str, str, float | None]], *, after: int = 0) -> None:
    db.session.add_all(
        ImageTag(image_id=image_id, key=key, label=label, source=source, score=score, position=position)
        for position, (key, label, score) in enumerate(tags, after)
    )
