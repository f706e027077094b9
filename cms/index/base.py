"""The seam for the search index: documents in, ids out. What a person sees is asked of the database again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from cms.clauses import Clause


class IndexDown(Exception):
    """The index cannot be asked just now."""


@dataclass(frozen=True)
class Document:
    """One thing to be found. `version` is the row's: an older one never replaces a newer one.

    `text` maps field names (title, description, tags …) to plain text in any language; `facts` holds what clauses
    ask about (owner_id, effective_privacy …); `vector` is a float list of unit length, or None.
    """

    id: str
    version: int
    text: Mapping[str, str]
    facts: Mapping[str, str | bool | None]
    vector: Sequence[float] | None = None


@dataclass(frozen=True)
class WordQuery:
    """Words side by side: all must be in the document, in any field. There is no query without an audience."""

    words: str
    audience: Clause
    limit: int = 30


@dataclass(frozen=True)
class Hit:
    """A candidate: for words `score` is larger for better, for vectors `distance` is smaller for nearer."""

    id: str
    score: float = field(default=0.0)
    distance: float = field(default=0.0)


class Index(Protocol):
    """Whoever finds documents."""

    def put(self, documents: Sequence[Document]) -> None:
        """Add or replace; older versions than those held are ignored."""

    def delete(self, ids: Sequence[str]) -> None:
        """Forget these; unknown ids are no error."""

    def refresh(self) -> None:
        """Return when everything put or deleted before can be seen by the next question."""

    def words(self, query: WordQuery) -> list[Hit]:
        """Documents that hold all words, best first; ties by id, largest first."""

    def nearest(self, vector: Sequence[float], *, audience: Clause, limit: int) -> list[Hit]:
        """Documents by Euclidean distance of unit vectors, nearest first; exact."""
