"""What things an image has by the vocabulary, how sure each is, and whether people or the machine say so."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from cms.index.base import WHOLE, Mark
from cms.index.tokens import PART
from cms.search.facets import colour, layout
from cms.search.told import Told, camera_of
from cms.search.vocabulary import KIND, MORE_WORDS, WRITTEN, key_of_tag, label_of, own, spotted
from cms.vision.taxonomy import LANGUAGES, above, things

LIKELY = 0.3
"""From this sum of probabilities on, labels are evidence of a thing, though it is no tag."""
IN_PASSING = WHOLE // 2
"""The weight of a thing that a description or an album's title names."""
LEAST_SHARE = WHOLE // 10
"""A picture has a colour that fills this much of it."""
BY_THE_WAY = 1
"""The weight of what is so or is not: it puts no picture before another."""


def marks(told: Told) -> Sequence[Mark]:
    """The things of an image, and how sure each is: seen, named by somebody (keys apart), or in a file's name."""
    of_file = f"{camera_of(told.image)} {told.image.file_name}"
    weights = _with_broader([*_seen(told).items(), *_is_so(told).items()])
    weights |= _with_broader(_named(told), WRITTEN)
    weights |= _with_broader(
        ((key, IN_PASSING) for piece in spotted(of_file) for key in piece.keys), told.image.owner_id
    )
    return [Mark(KIND, key, weight) for key, weight in sorted(weights.items())]


def _with_broader(weighed: Iterable[tuple[str, int]], owner: str | None = None) -> dict[str, int]:
    """Each thing and all above it, with the greatest weight that it has; as keys of this owner."""
    weights = defaultdict[str, int](int)
    for key, weight in weighed:
        for one in (key, *above(key)):
            name = one if owner is None else own(owner, one)
            weights[name] = max(weights[name], weight)
    return weights


def _named(told: Told) -> Iterator[tuple[str, int]]:
    """What people say, in thousandths."""
    image = told.image
    yield from ((key_of_tag(tag.key), WHOLE) for tag in told.tags if tag.score is None)
    if image.category in things() and image.category_source != "model":
        yield image.category, WHOLE
    words = [tag.label for tag in told.tags if tag.score is None]
    strong = PART.join([image.title, *words])
    weak = PART.join([image.description, image.alt_text, told.album_title or ""])
    for text, weight in ((strong, WHOLE), (weak, IN_PASSING)):
        for part in text.split(PART):
            yield from ((key, weight) for piece in spotted(part) for key in piece.keys)


def _seen(told: Told) -> Mapping[str, int]:
    """What the models say, in thousandths: tags, the category, labels together."""
    sums = defaultdict[str, float](float)
    row = told.classification
    for key, _, probability in row.labels if row is not None else ():
        for one in (key, *above(key)):
            sums[one] += probability
    found = {key: round(min(total, 1) * WHOLE) for key, total in sums.items() if total >= LIKELY and key in things()}
    for tag in told.tags:
        if tag.score is not None and tag.key in things():
            found[tag.key] = max(found.get(tag.key, 0), round(tag.score * WHOLE))
    category = told.image.category
    if category in things() and told.image.category_source == "model":
        sure = row.category_probability if row is not None else 1.0
        found[category] = max(found.get(category, 0), round(sure * WHOLE))
    return found


def _is_so(told: Told) -> Mapping[str, int]:
    """Colours with their shares, the shape, the year."""
    grounds = {colour.kind_of("colour", ground): f"@{ground}" for ground in colour.GROUND_NAMES} | {"colour": ""}
    shares = {
        f"colour:{mark.key}{grounds[mark.kind]}": mark.weight
        for mark in colour.marks(told)
        if mark.kind in grounds and mark.weight >= LEAST_SHARE
    }
    shapes = [f"layout:{mark.key}" for mark in layout.marks(told)]
    years = [f"taken:{told.image.taken_at.year:04d}"] if told.image.taken_at is not None else []
    return shares | dict.fromkeys(shapes + years, BY_THE_WAY)


def so_in_words(told: Told) -> Iterator[str]:
    """The same in every language, to be found among words that are no things; not where a colour lies."""
    for key in (key for key in _is_so(told) if "@" not in key):
        names = (label_of(key, language) for language in LANGUAGES)
        yield from dict.fromkeys((*names, *MORE_WORDS.get(key, ()), *([f"{key[-4:]}年"] if key[:5] == "taken" else ())))
