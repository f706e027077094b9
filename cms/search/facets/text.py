"""Words that stand in the picture itself, as the reader of writing read them."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, false

from cms.access.viewer import Viewer
from cms.index.base import Having, Mark
from cms.index.tokens import query_terms
from cms.search.facets.base import Asked, Facet
from cms.search.told import Told

ANY = "*"
"""Asks for any writing at all."""
MOST_WORDS = 500


def words_of(text: str) -> Sequence[str]:
    """Its words in the one spelling of the index."""
    return [term.word for term in query_terms(text)]


def marks(told: Told) -> Iterable[Mark]:
    words = dict.fromkeys(word for line in told.lines for word in words_of(line))
    return [Mark("text", word) for word in (*([ANY] if told.lines else ()), *list(words)[:MOST_WORDS])]


def ask(value: str, _viewer: Viewer | None) -> Asked:
    """One word; `*` for any."""
    words = [ANY] if value.strip() == ANY else words_of(value)
    if len(words) != 1:
        raise ValueError("One word that stands in the picture, or * for any.")
    return Asked(Having("text", frozenset(words)))


def stored(_value: str, _viewer: Viewer | None) -> ColumnElement[bool]:
    """Writing is looked up in the index only."""
    return false()


def label(value: str, language: str) -> str:
    if value.strip() == ANY:
        return {"en": "has text", "zh": "有文字", "sv": "har text"}[language]
    return f"“{value}”"


TEXT = Facet("text", ask, stored, marks, label=label, needs_all=True)
