"""Known words: what was typed or written as things of the vocabulary, whatever its language.

A word that is the name of one thing and only another word for a second one means the first.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from cms.index.base import WHOLE, Mark
from cms.index.tokens import PART, folded
from cms.index.words import Both, Expression, Phrase, Words
from cms.search.told import Told
from cms.vision.taxonomy import above, things

KIND = "thing"
LIKELY = 0.3
"""From this sum of probabilities on, labels are evidence of a thing, though it is no tag."""
IN_PASSING = WHOLE // 2
"""The weight of a thing that a description or an album's title names."""
_RUN = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_SIGNS = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_PLURALS = (("ies", "y"), ("es", ""), ("s", ""), ("orna", "a"), ("or", "a"), ("arna", ""), ("ar", ""), ("er", ""))
SHORTEST = 3


@cache
def _by_words() -> Mapping[str, frozenset[str]]:
    """The keys that each spelling means."""
    exact, loose = _keys_by(_exactly), _keys_by(_loosely)
    return {**loose, **exact}


def _keys_by(spell: Callable[[str], str]) -> dict[str, frozenset[str]]:
    names, others = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for key, thing in things().items():
        for word in thing.names.values():
            names[spell(word)].add(key)
        for word in thing.words():
            others[spell(word)].add(key)
    return {word: frozenset(names.get(word) or keys) for word, keys in others.items()}


@cache
def _longest() -> tuple[int, int]:
    """How many words the longest name has, and how many characters the longest one in Chinese."""
    words = [word for word in _by_words() if not _SIGNS.search(word)]
    signs = [word for word in _by_words() if _SIGNS.search(word)]
    return max(len(word.split()) for word in words), max(map(len, signs))


def _exactly(text: str) -> str:
    """With its accents: in Swedish they make other words."""
    return " ".join(_RUN.findall(unicodedata.normalize("NFKC", text).casefold()))


def _loosely(text: str) -> str:
    return " ".join(_RUN.findall(folded(text)))


def meant_by(name: str) -> frozenset[str]:
    """The things that are called so, in singular or plural; none where it is no known word."""
    known = _by_words()
    keys = known.get(name) or known.get(folded(name))
    if keys:
        return keys
    for ending, instead in _PLURALS:
        stem = name.removesuffix(ending) + instead
        if name.endswith(ending) and len(stem) >= SHORTEST and stem in known:
            return known[stem]
    return frozenset()


def spotted(text: str) -> Iterator[frozenset[str] | None]:
    """The things that a text names, the longest names first; None for what is none of them."""
    runs = _exactly(text).split()
    most, _ = _longest()
    at = 0
    while at < len(runs):
        if _SIGNS.search(runs[at]):
            yield from _spotted_signs(folded(runs[at]))
            at += 1
            continue
        for count in range(min(most, len(runs) - at), 0, -1):
            keys = meant_by(" ".join(runs[at : at + count]))
            if keys or count == 1:
                yield keys or None
                at += count
                break


def _spotted_signs(run: str) -> Iterator[frozenset[str] | None]:
    _, most = _longest()
    at = 0
    while at < len(run):
        found = next((n for n in range(min(most, len(run) - at), 0, -1) if run[at : at + n] in _by_words()), 0)
        yield _by_words()[run[at : at + found]] if found else None
        at += found or 1


def understood(expression: Expression | None) -> list[frozenset[str]]:
    """The things asked for, all of which must be there; none where anything asked for is no known word."""
    match expression:
        case Words(text) | Phrase(text):
            found = list(spotted(text))
            return [keys for keys in found if keys] if found and all(found) else []
        case Both(parts):
            of_parts = [understood(part) for part in parts]
            return [keys for some in of_parts for keys in some] if all(of_parts) else []
        case _:
            return []


def marks(told: Told) -> Sequence[Mark]:
    """The things of an image, and how sure each is: seen, or named by somebody."""
    weights = defaultdict[str, int](int)

    def add(key: str, weight: int) -> None:
        for one in (key, *above(key)):
            weights[one] = max(weights[one], weight)

    for keys, weight in _named(told):
        for key in keys:
            add(key, weight)
    for key, weight in _seen(told).items():
        add(key, weight)
    return [Mark(KIND, key, weight) for key, weight in sorted(weights.items())]


def _named(told: Told) -> Iterator[tuple[frozenset[str], int]]:
    image = told.image
    words = [tag.label for tag in told.tags if tag.score is None]
    strong = PART.join([image.title, *words])
    weak = PART.join([image.description, image.alt_text, told.album_title or ""])
    for text, weight in ((strong, WHOLE), (weak, IN_PASSING)):
        for part in text.split(PART):
            yield from ((keys, weight) for keys in spotted(part) if keys)


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
    if category in things():
        sure = row.category_probability if row is not None and told.image.category_source == "model" else 1.0
        found[category] = max(found.get(category, 0), round(sure * WHOLE))
    return found
