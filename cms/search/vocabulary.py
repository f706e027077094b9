"""Known words: what was typed or written as things of the vocabulary, colours, shapes and years, in any language.

A word that is the name of one thing and only another word for a second one means the first. Colours, shapes and years
are keys like `colour:red`.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from cms.index.base import Origin
from cms.index.tokens import folded
from cms.index.words import Both, Expression, Phrase, Words
from cms.media.colour_names import WORDS as COLOUR_WORDS
from cms.media.facts import COLOURS
from cms.search.facets import colour, layout
from cms.search.pieces import Known, with_grounds
from cms.tags.queries import Relations
from cms.vision.taxonomy import name_of, things

KIND = "thing"
WRITTEN = "written"
"""The owner of keys of things that somebody wrote of."""
_RUN = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_PARTS = re.compile("[,，;；、。]")
_SIGNS = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_YEAR = re.compile(r"(?:19|20)\d\d(?=年|$)年?")
_PLURALS = (("ies", "y"), ("es", ""), ("s", ""), ("orna", "a"), ("or", "a"), ("arna", ""), ("ar", ""), ("er", ""))
SHORTEST = 3
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


def split_key(key: str) -> tuple[str, str]:
    """The facet and the value of a key like `colour:red`; no facet for a thing."""
    facet, colon, value = key.partition(":")
    return (facet, value) if colon else ("", key)


def key_of_tag(key: str) -> str:
    """A tag as a known word: the thing itself, or what somebody made up."""
    return key if key in things() else f"tag:{key}"


@dataclass(frozen=True)
class Said:
    """What moderators said, as known words: `words` beside those of the vocabulary, and keys `narrower` than a key."""

    words: Mapping[str, frozenset[str]]
    narrower: Mapping[str, frozenset[str]]


NOTHING_SAID = Said({}, {})


def said_by(given: Relations) -> Said:
    """The relations in force as known words."""
    words = {spelt(word): given.aliases[key][0] for key, word in given.words.items()}
    words |= {spelt(word): key for key, word in given.labels.items() if key not in things()}
    narrower = {key_of_tag(key): frozenset(map(key_of_tag, keys)) for key, keys in given.narrower.items()}
    return Said({word: frozenset({key_of_tag(key)}) for word, key in words.items()}, narrower)


def spelt(word: str) -> str:
    """As a piece of a text is compared with it."""
    return folded(_exactly(word)) if _SIGNS.search(word) else _exactly(word)


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


def spotted(text: str, said: Mapping[str, frozenset[str]] = NOTHING_SAID.words) -> Iterator[Known]:
    """A text in pieces, the longest names first; `said` are words beside those of the vocabulary."""
    runs = _exactly(text).split()
    most = max(_longest()[0], *(len(word.split()) for word in said), 0)
    at = 0
    while at < len(runs):
        if _SIGNS.search(runs[at]):
            yield from _spotted_signs(folded(runs[at]), said)
            at += 1
            continue
        for count in range(min(most, len(runs) - at), 0, -1):
            piece = " ".join(runs[at : at + count])
            if (keys := said.get(piece) or meant_by(piece)) or count == 1:
                yield Known(piece, keys)
                at += count
                break


def _spotted_signs(run: str, said: Mapping[str, frozenset[str]]) -> Iterator[Known]:
    most = max(_longest()[1], *map(len, said), 0)
    known = {**_by_words(), **said} if said else _by_words()
    at = 0
    while at < len(run):
        if (year := _YEAR.match(run, at)) is not None:
            yield Known(year[0], meant_by(year[0].removesuffix("年")))
            at = year.end()
            continue
        found = next((n for n in range(min(most, len(run) - at), 0, -1) if run[at : at + n] in known), 0)
        piece = run[at : at + (found or 1)]
        yield Known(piece, known[piece] if found else frozenset())
        at += len(piece)


def understood(expression: Expression | None, said: Said = NOTHING_SAID) -> list[Known]:
    """The things asked for, all of which must be there; none where anything asked for is no known word.

    Words in quotes are meant as they stand, unless they are one name. Where a colour is said to lie behind, the others
    lie before: `red on white`.
    """
    match expression:
        case Words(text) | Phrase(text):
            found = with_grounds([list(spotted(part, said.words)) for part in _PARTS.split(text)])
            is_known = all(piece.keys for piece in found) and (len(found) == 1 or isinstance(expression, Words))
            return found if is_known else []
        case Both(parts):
            of_parts = [understood(part, said) for part in parts]
            return [piece for some in of_parts for piece in some] if all(of_parts) else []
        case _:
            return []


def own(reader: str, key: str) -> str:
    """A thing that only this reader finds a picture by: its file's name says it."""
    return f"{reader}/{key}"


def keys_for(
    reader: str | None, piece: Known, said: Said = NOTHING_SAID, origin: Origin | None = None
) -> frozenset[str]:
    """What this reader finds pictures by; file names are of no origin."""
    keys = piece.keys.union(*(said.narrower.get(key, frozenset()) for key in piece.keys))
    if origin == Origin.GENERATED:
        return keys
    owners = [WRITTEN, *([reader] if reader is not None and origin is None else [])]
    of_owners = {own(owner, key) for key in keys for owner in owners}
    return frozenset(of_owners if origin == Origin.WRITTEN else keys | of_owners)


def label_of(key: str, language: str) -> str:
    """What a key is called."""
    facet, value = split_key(key)
    if facet == "colour":
        return colour.label(value, language)
    if facet in FACETS:
        return FACETS[facet][value][language]
    if facet == "tag":
        return value.replace("-", " ")
    return value if facet else name_of(key, language) or key


def things_of(known: Sequence[frozenset[str]]) -> list[tuple[str, str]]:
    """The marks of known words, whose weights say how sure they are."""
    return [(KIND, key) for keys in known for key in sorted(keys)]
