"""Known words: what was typed or written as things of the vocabulary, colours, shapes and years, in any language.

A word that is the name of one thing and only another word for a second one means the first. Colours, shapes and years
are keys like `colour:red`.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from cms.index.base import WHOLE, Mark
from cms.index.tokens import PART, folded
from cms.index.words import Both, Expression, Phrase, Words
from cms.media.colour_names import WORDS as COLOUR_WORDS
from cms.media.facts import COLOURS
from cms.search.facets import colour, layout
from cms.search.pieces import Known, with_grounds
from cms.search.told import Told, camera_of
from cms.vision.taxonomy import LANGUAGES, above, name_of, things

KIND = "thing"
LIKELY = 0.3
"""From this sum of probabilities on, labels are evidence of a thing, though it is no tag."""
IN_PASSING = WHOLE // 2
"""The weight of a thing that a description or an album's title names."""
_RUN = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_PARTS = re.compile("[,，;；、。]")
_SIGNS = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_YEAR = re.compile(r"(?:19|20)\d\d(?=年|$)年?")
_PLURALS = (("ies", "y"), ("es", ""), ("s", ""), ("orna", "a"), ("or", "a"), ("arna", ""), ("ar", ""), ("er", ""))
SHORTEST = 3
LEAST_SHARE = WHOLE // 10
"""A picture has a colour that fills this much of it."""
BY_THE_WAY = 1
"""The weight of what is so or is not: it puts no picture before another."""
FACETS = {"colour": COLOUR_WORDS, "layout": layout.WORDS}
MORE_WORDS = {
    "colour:black": ("黑", "svarta"),
    "colour:white": ("白", "vita", "vitt"),
    "colour:grey": ("gray", "灰", "gråa", "grått"),
    "colour:red": ("红", "röda", "rött"),
    "colour:orange": ("橙", "橘色"),
    "colour:yellow": ("黄", "gula", "gult"),
    "colour:green": ("绿", "gröna", "grönt"),
    "colour:cyan": ("青", "turkos", "turquoise"),
    "colour:blue": ("蓝", "blåa", "blått"),
    "colour:purple": ("紫", "紫色", "violet"),
    "colour:pink": ("粉", "粉红", "粉红色"),
    "layout:wide": ("宽", "bred"),
    "layout:tall": ("竖", "hög"),
}


@cache
def _by_words() -> Mapping[str, frozenset[str]]:
    """The keys that each spelling means."""
    exact, loose = _keys_by(_exactly), _keys_by(_loosely)
    return {**loose, **exact}


def _keys_by(spell: Callable[[str], str]) -> dict[str, frozenset[str]]:
    names, others = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for key, thing in things().items():
        if key in COLOURS:
            continue  # the facet knows it better: with its share
        for word in thing.names.values():
            names[spell(word)].add(key)
        for word in thing.words():
            others[spell(word)].add(key)
    for facet, table in FACETS.items():
        for value, by_language in table.items():
            for word in by_language.values():
                names[spell(word)].add(f"{facet}:{value}")
                others[spell(word)].add(f"{facet}:{value}")
    for key, words in MORE_WORDS.items():
        for word in words:
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
    if _YEAR.fullmatch(name):
        return frozenset({f"taken:{name[:4]}"})
    known = _by_words()
    keys = known.get(name) or known.get(folded(name))
    if keys:
        return keys
    for ending, instead in _PLURALS:
        stem = name.removesuffix(ending) + instead
        if name.endswith(ending) and len(stem) >= SHORTEST and stem in known:
            return known[stem]
    return frozenset()


def spotted(text: str) -> Iterator[Known]:
    """A text in pieces, the longest names first."""
    runs = _exactly(text).split()
    most, _ = _longest()
    at = 0
    while at < len(runs):
        if _SIGNS.search(runs[at]):
            yield from _spotted_signs(folded(runs[at]))
            at += 1
            continue
        for count in range(min(most, len(runs) - at), 0, -1):
            piece = " ".join(runs[at : at + count])
            if (keys := meant_by(piece)) or count == 1:
                yield Known(piece, keys)
                at += count
                break


def _spotted_signs(run: str) -> Iterator[Known]:
    _, most = _longest()
    at = 0
    while at < len(run):
        if (year := _YEAR.match(run, at)) is not None:
            yield Known(year[0], meant_by(year[0].removesuffix("年")))
            at = year.end()
            continue
        found = next((n for n in range(min(most, len(run) - at), 0, -1) if run[at : at + n] in _by_words()), 0)
        piece = run[at : at + (found or 1)]
        yield Known(piece, _by_words()[piece] if found else frozenset())
        at += len(piece)


def understood(expression: Expression | None) -> list[Known]:
    """The things asked for, all of which must be there; none where anything asked for is no known word.

    Words in quotes are meant as they stand, unless they are one name. Where a colour is said to lie behind, the others
    lie before: `red on white`.
    """
    match expression:
        case Words(text) | Phrase(text):
            found = with_grounds([list(spotted(part)) for part in _PARTS.split(text)])
            is_known = all(piece.keys for piece in found) and (len(found) == 1 or isinstance(expression, Words))
            return found if is_known else []
        case Both(parts):
            of_parts = [understood(part) for part in parts]
            return [piece for some in of_parts for piece in some] if all(of_parts) else []
        case _:
            return []


def own(reader: str, key: str) -> str:
    """A thing that only this reader finds a picture by: its file's name says it."""
    return f"{reader}/{key}"


def keys_for(reader: str | None, piece: Known) -> frozenset[str]:
    """What this reader finds pictures by."""
    return piece.keys if reader is None else piece.keys | {own(reader, key) for key in piece.keys}


def marks(told: Told) -> Sequence[Mark]:
    """The things of an image, and how sure each is: seen, or named by somebody."""
    weights = defaultdict[str, int](int)
    named = [(key, weight) for keys, weight in _named(told) for key in keys]
    for key, weight in (*named, *_seen(told).items(), *_is_so(told).items()):
        for one in (key, *above(key)):
            weights[one] = max(weights[one], weight)
    for piece in spotted(f"{camera_of(told.image)} {told.image.file_name}"):
        for key in piece.keys:
            weights.update((own(told.image.owner_id, one), IN_PASSING) for one in (key, *above(key)))
    return [Mark(KIND, key, weight) for key, weight in sorted(weights.items())]


def _named(told: Told) -> Iterator[tuple[frozenset[str], int]]:
    image = told.image
    words = [tag.label for tag in told.tags if tag.score is None]
    strong = PART.join([image.title, *words])
    weak = PART.join([image.description, image.alt_text, told.album_title or ""])
    for text, weight in ((strong, WHOLE), (weak, IN_PASSING)):
        for part in text.split(PART):
            yield from ((piece.keys, weight) for piece in spotted(part))


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


def label_of(key: str, language: str) -> str:
    """What a key is called."""
    facet, _, value = key.rpartition(":")
    if facet == "colour":
        return colour.label(value, language)
    if facet in FACETS:
        return FACETS[facet][value][language]
    return value if facet else name_of(key, language) or key
