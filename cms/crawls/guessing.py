"""Which few words pictures like one are looked for with: what is seen in it, what it is called, what stands in it.

Pure: nothing is asked here.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cms.vision.captions import narrowest
from cms.vision.taxonomy import name_of

MOST_QUERIES = 3
MOST_WORDS, LONGEST_QUERY = 6, 100
_LETTER = re.compile(r"[^\W\d_]")
_TELLING = re.compile(r"[^\W\d_]{3,}|[\u3400-\u9fff]+")
"""Shorter words stand everywhere, but for those of Chinese."""


@dataclass(frozen=True)
class KnownOf:
    """`things` are keys with words, surest first, `said` its title or description, `lines` the writing in it."""

    things: Sequence[tuple[str, str]] = ()
    said: str = ""
    lines: Sequence[str] = ()


def guess(known: KnownOf) -> list[str]:
    """A few short queries, the most telling first; things are asked for by their English names."""
    seen = [name_of(key, "en") or word for key, word in narrowest(known.things)]
    said, written = (" ".join(shortened(text)) for text in (known.said, " ".join(known.lines)))
    ordered = (*seen[:1], said, written, *seen[1:])
    once = {query.casefold(): query[:LONGEST_QUERY] for query in reversed(ordered) if query}
    return list(reversed(once.values()))[:MOST_QUERIES]


def shortened(text: str) -> list[str]:
    """Its first words; names that cameras give to files have none."""
    words = [word for word in text.split() if _LETTER.search(word) and not re.search(r"\d{3}|_", word)]
    return words[:MOST_WORDS]


def speaks_of(queries: Iterable[str], text: str) -> bool:
    """Whether one of the words of these stands in the text."""
    return not set(_words(" ".join(queries))).isdisjoint(_words(text))


def _words(text: str) -> Iterator[str]:
    return (word[0].casefold() for word in _TELLING.finditer(text))
