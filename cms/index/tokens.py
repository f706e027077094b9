"""Text of any language cut into tokens, the same for both engines, which then only split at spaces.

Letters are folded (å ä ö are a a o, traditional characters are simplified ones). Chinese gives the words of a
dictionary and, kept apart, each single character, so that any run of characters is found as a phrase.
"""

import functools
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

STRONG_FIELDS = frozenset({"title", "tags"})
LONGEST_TOKEN = 64
LONGEST_QUERY = 1000
MOST_TERMS = 64
BREAK = "·"
"""Between fields and runs of characters, so that no phrase reaches across; in every document, in no query."""
PART = "\x1f"
"""Between parts of one field (one tag and the next) that no phrase reaches across."""

_SIGN = "々〇\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"[{_SIGN}]+|[^\W_{_SIGN}]+")
_HAS_SIGN = re.compile(f"[{_SIGN}]")
_ACCENTS = re.compile("[\u0300-\u036f]")
_SPELLINGS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ł": "l", "đ": "d", "ı": "i"})
_FILLERS = frozenset("的了和与在是之")


@dataclass(frozen=True)
class Tokens:
    """A document's tokens, joined by spaces: words and single characters, of the strong fields and of the others.

    `own` holds words for single readers, each with the reader before it; `made` and what follows what a machine made.
    """

    strong: str
    strong_signs: str
    weak: str
    weak_signs: str
    own: str = ""
    made: str = ""
    made_signs: str = ""
    made_weak: str = ""
    made_weak_signs: str = ""


@dataclass(frozen=True)
class Term:
    """One thing asked for: a word, and for Chinese and Japanese the characters that must stand side by side."""

    word: str
    signs: tuple[str, ...] = ()
    is_prefix: bool = False


@dataclass(frozen=True)
class Run:
    """Words that must stand side by side."""

    words: tuple[str, ...]


def document_tokens(
    text: Mapping[str, str], text_for: Mapping[str, str] | None = None, made: Mapping[str, str] | None = None
) -> Tokens:
    """The tokens of a document whose fields have these texts, of what only some readers find it by, of a machine's."""
    own = [own_token(reader, term.word) for reader, part in (text_for or {}).items() for term in query_terms(part)]
    of_machine = _of_fields(made) if made else ()
    return Tokens(*_of_fields(text), " ".join(own), *of_machine)


def _of_fields(text: Mapping[str, str]) -> tuple[str, str, str, str]:
    strong = [part for name, part in sorted(text.items()) if name in STRONG_FIELDS]
    weak = [part for name, part in sorted(text.items()) if name not in STRONG_FIELDS]
    return (*_words_and_signs(strong), *_words_and_signs(weak))


def own_token(reader: str, word: str) -> str:
    """A word that only this reader finds a document by."""
    return f"{reader.lower()}{BREAK}{word}"


def phrase_terms(text: str) -> tuple[Term | Run, ...]:
    """What must stand side by side: runs of words and runs of characters, one by one."""
    found: list[Term | Run] = []
    for run in _RUN.findall(folded(text[:LONGEST_QUERY])):
        if _HAS_SIGN.match(run):
            found.append(Term(run[:LONGEST_TOKEN], tuple(run[:LONGEST_TOKEN])))
        elif found and isinstance(found[-1], Run):
            found[-1] = Run((*found[-1].words, run[:LONGEST_TOKEN]))
        else:
            found.append(Run((run[:LONGEST_TOKEN],)))
    return tuple(found[:MOST_TERMS])


def query_terms(words: str) -> tuple[Term, ...]:
    """What a person asks for; none when there is no letter, number or character in it. Filler words are left out."""
    terms: dict[Term, None] = {}
    for run in _RUN.findall(folded(words[:LONGEST_QUERY])):
        for word in _cut("cut", run) if _HAS_SIGN.match(run) else [run]:
            terms[Term(word[:LONGEST_TOKEN], tuple(word) if _HAS_SIGN.match(word) else ())] = None
    telling = [term for term in terms if term.word not in _FILLERS]
    return tuple((telling or list(terms))[:MOST_TERMS])


def folded(text: str) -> str:
    """One spelling for all that count as the same: case, width, accents, traditional and simplified."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_SPELLINGS)
    plain = unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", plain)))
    return _simplified()(plain) if _HAS_SIGN.search(plain) else plain


def _words_and_signs(texts: list[str]) -> tuple[str, str]:
    words: list[str] = [BREAK]
    signs: list[str] = []
    for text in (part for whole in texts for part in whole.split(PART)):
        for run in _RUN.findall(folded(text)):
            if _HAS_SIGN.match(run):
                words += _cut("cut_for_search", run)
                signs += [*run, BREAK]
            else:
                words.append(run[:LONGEST_TOKEN])
        words.append(BREAK)
        signs.append(BREAK)
    return " ".join(words), " ".join(signs)


def _cut(how: str, run: str) -> list[str]:
    return [str(word) for word in getattr(_dictionary(), how)(run)]


@functools.cache
def _dictionary() -> Any:
    """Loaded when the first Chinese word comes by: it takes some 40 MB."""
    import rjieba

    return rjieba


@functools.cache
def _simplified() -> Callable[[str], str]:
    import opencc

    convert: Callable[[str], str] = opencc.OpenCC("t2s").convert
    return convert
