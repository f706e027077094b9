"""The seam for the search index: documents in, ids and counts out. What is shown is asked of the database again."""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, Protocol

from cms.clauses import Clause
from cms.index.words import Expression

WHOLE = 1000
"""The weight of a mark that holds for all of a document."""

MOST_COUNTED = 10_000
"""So many hits are counted; where there are more, the answer says so."""

VALUES_OF_A_FACET = 30


class IndexDown(Exception):
    """The index cannot be asked just now."""


@dataclass(frozen=True)
class Mark:
    """Something that documents have in common and that is counted: a tag, a category, a colour.

    `weight` in thousandths: how sure it is, or what share of the picture. `names` are what it is called, in any
    language, for suggestions; none where it is never suggested.
    """

    kind: str
    key: str
    weight: int = WHOLE
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Document:
    """One thing to be found. `version` is the row's: an older one never replaces a newer one.

    `text` maps field names (title, description, tags …) to what people wrote, in any language, and `made` to what was
    found out by a machine; `text_for` maps an account to text by which only that one finds it; `facts` holds what
    clauses ask about (owner_id, effective_privacy …);
    `numbers` what is sorted and bounded by, the same names for every document; `vector` a unit vector, or None.
    """

    id: str
    version: int
    text: Mapping[str, str]
    facts: Mapping[str, str | bool | None]
    marks: tuple[Mark, ...] = ()
    numbers: Mapping[str, int] = field(default_factory=dict)
    text_for: Mapping[str, str] = field(default_factory=dict)
    vector: Sequence[float] | None = None
    made: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Eyes:
    """Who looks: what they may see, who they are, and which documents are too old to be trusted with that."""

    audience: Clause
    reader: str | None = None
    without: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Having:
    """At least one of these marks of a kind with at least this weight; summed, all of them together."""

    kind: str
    keys: frozenset[str]
    least: int = 0
    is_summed: bool = False


@dataclass(frozen=True)
class Bounds:
    """A number between these, both included."""

    number: str
    low: int
    high: int


class Origin(StrEnum):
    """Where words of a document come from: people, or a machine."""

    WRITTEN = "written"
    GENERATED = "generated"


class Order(StrEnum):
    """By points, by the weight of the marks that are weighed, or by a number of the documents."""

    RELEVANCE = "relevance"
    SCORE = "score"
    NEWEST = "newest"
    OLDEST = "oldest"
    TAKEN = "taken"
    RATING = "rating"
    LIKES = "likes"


NUMBERS = {
    Order.NEWEST: "created",
    Order.OLDEST: "created",
    Order.TAKEN: "taken",
    Order.RATING: "rating",
    Order.LIKES: "likes",
}


class Last(NamedTuple):
    """Where a page ended: what it was sorted by, and the id."""

    value: int
    id: str


@dataclass(frozen=True)
class SearchQuery:
    """Words and marks and bounds: all must hold, and none of what is `lacking`. There is no query without eyes.

    No words: every document. With an `origin`, words are looked for in text of that one alone. `among`: no other
    documents than these. `weighed` are marks (kind and key) whose weights count for more than words when sorted
    by relevance, and alone when sorted by score.
    """

    eyes: Eyes
    words: Expression | None = None
    having: tuple[Having, ...] = ()
    bounds: tuple[Bounds, ...] = ()
    weighed: tuple[tuple[str, str], ...] = ()
    order: Order = Order.RELEVANCE
    after: Last | None = None
    limit: int = 30
    facets: tuple[str, ...] = ()
    lacking: tuple[Having, ...] = ()
    origin: Origin | None = None
    among: frozenset[str] | None = None


@dataclass(frozen=True)
class Hit:
    """A candidate. For words `value` is what it was sorted by, for vectors `distance` is smaller for nearer."""

    id: str
    value: int = 0
    distance: float = 0.0


@dataclass(frozen=True)
class Count:
    """How many documents somebody may see that have this mark."""

    kind: str
    key: str
    count: int


def commonest(counts: Iterable[Count], limit: int) -> list[Count]:
    """The largest first, equal ones by key."""
    return heapq.nsmallest(limit, counts, key=lambda count: (-count.count, count.key))


@dataclass(frozen=True)
class Found:
    """A page of candidates; how many there are (exact up to MOST_COUNTED); the commonest marks among them by kind."""

    hits: Sequence[Hit] = ()
    total: int = 0
    is_exact: bool = True
    facets: Mapping[str, Sequence[Count]] = field(default_factory=dict)


class Index(Protocol):
    """Whoever finds documents."""

    takes_vectors: bool
    """Whether it wants the vectors of documents: elsewhere a worker scans them."""

    def put(self, documents: Sequence[Document]) -> None:
        """Add or replace; older versions than those held are ignored."""

    def delete(self, ids: Sequence[str]) -> None:
        """Forget these; unknown ids are no error."""

    def refresh(self) -> None:
        """Return when everything put or deleted before can be seen by the next question."""

    def find(self, query: SearchQuery) -> Found:
        """Documents that fit, in the order asked for; ties by id, largest first (smallest for OLDEST)."""

    def suggest(self, start: str, eyes: Eyes, *, kinds: Sequence[str], limit: int) -> list[Count]:
        """Marks of which a name, or a word in it, begins like this, the commonest first; none without documents."""

    def tally(self, kind: str, eyes: Eyes, *, start: str, after: Last | None, limit: int) -> list[Count]:
        """The marks of a kind whose key begins so, the commonest first, ties by key; after this count and key."""

    def nearest(self, vector: Sequence[float], *, audience: Clause, limit: int) -> list[Hit]:
        """Documents by Euclidean distance of unit vectors, nearest first; exact."""

    def held(self, ids: Sequence[str]) -> dict[str, int]:
        """Which of these documents are held, with their versions."""

    def versions(self, after: str, *, limit: int) -> list[tuple[str, int]]:
        """What is held, by id: ids behind this one with their versions."""

    def count(self) -> int:
        """How many documents are held."""

    def beside(self) -> "Index":
        """A new, empty index beside this one, to be filled and then adopted; one left from before is removed."""

    def adopt(self, other: "Index") -> None:
        """From now on questions and changes go to that one, in one step; what was here is removed."""
