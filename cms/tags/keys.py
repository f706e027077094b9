"""One key for all spellings of a tag, and the thing of the vocabulary that a word names. Pure."""

import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from cms.vision.taxonomy import name_of, things


def tag_key(label: str) -> str:
    """One key for all spellings of a word: width, case and spaces folded. Empty for a word without content."""
    folded = unicodedata.normalize("NFKC", label).casefold()
    return "-".join(folded.split())


@cache
def things_called() -> Mapping[str, frozenset[str]]:
    """The things of the vocabulary by each of their words, as keys of tags."""
    found: dict[str, set[str]] = defaultdict(set)
    for key, thing in things().items():
        for word in (key, *thing.words()):
            found[tag_key(word)].add(key)
    return {word: frozenset(keys) for word, keys in found.items()}


def meant_tag(word: str) -> tuple[str, str]:
    """Key and label of the tag that a moderator names: a thing by its key or by a word of it alone, else as typed."""
    key = tag_key(word)
    named = things_called().get(key, frozenset())
    if key not in things() and len(named) == 1:
        (key,) = named
    return key, name_of(key, "en") or " ".join(word.split())


def tag_label(key: str, language: str) -> str:
    """What the tag is called where nothing but its key is known: its name in the language, else the key as words."""
    return name_of(key, language) or key.replace("-", " ")
