"""What is known of an image, as captions are made of it: words of its owner before those of the models."""

from collections import Counter
from collections.abc import Sequence

from cms.access.audience import ImageState
from cms.images.models import Image, Tag, Understanding
from cms.media.colour_names import WORDS as COLOUR_WORDS
from cms.media.colour_names import name_of as colour_of
from cms.media.facts import WORDS as OF_FACTS
from cms.media.places import label as place_label
from cms.vision.captions import KnownOf, caption_of
from cms.vision.categories import display_name
from cms.vision.taxonomy import scenes

LEAST_SHARE = 0.2
"""A colour is worth a word from this share of the picture on."""


def caption(image: Image, tags: Sequence[Tag], language: str, *, lines: Sequence[str] = ()) -> str:
    """What a machine would say of the image; nothing of one that is not read."""
    if image.state != ImageState.READY or image.understanding != Understanding.READY:
        return ""
    ranked = sorted(tags, key=lambda tag: tag.score is not None)
    place = place_label(image.place_id, language) if image.place_id is not None else None
    return caption_of(
        KnownOf(
            kind=display_name(image.category, language) if image.category != "other" else "",
            things=[(tag.key, tag.label) for tag in ranked if tag.key not in OF_FACTS and tag.key not in scenes()],
            colours=[COLOUR_WORDS[name].get(language, name) for name in main_colours(image)],
            place=place or "",
            taken=image.taken_at.date() if image.taken_at is not None else None,
            lines=lines,
        ),
        language,
    )


def main_colours(image: Image) -> list[str]:
    """The names of its large colours, the largest first."""
    shares: Counter[str] = Counter()
    for code, share in image.colours:
        shares[colour_of(code)] += share
    return [name for name, share in shares.most_common() if share >= LEAST_SHARE]
