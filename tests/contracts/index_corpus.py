"""The pictures and questions that both search engines must agree on, and what is right, said plainly.

`must_hold` in the table of questions names, joined by `&`, what a picture's text must hold; `|` joins other spellings.
"""

import csv
import random
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from cms.access.viewer import nobody
from cms.clauses import EVERYTHING, NOTHING, AllOf, AnyOf, Clause, Equals, OneOf, matches
from cms.index.base import Document

HERE = Path(__file__).parent
DIMENSIONS = 48

OF_BOB = AllOf((Equals("privacy", "followers"), OneOf("owner", frozenset({"bob"}))))
AUDIENCES: dict[str, Clause] = {
    "everything": EVERYTHING,
    "nothing": NOTHING,
    "the public": Equals("privacy", "public"),
    "alice": AnyOf((Equals("owner", "alice"), AllOf((Equals("privacy", "public"), Equals("is_held", value=False))))),
    "a follower of bob": AnyOf((Equals("privacy", "public"), OF_BOB)),
    "unplaced": AllOf((Equals("place", None), Equals("privacy", "public"))),
    "nobody's followers": AllOf((OneOf("owner", frozenset()), Equals("privacy", "public"))),
}


@dataclass(frozen=True)
class Question:
    """Words, and for each thing that must be held its spellings."""

    words: str
    must_hold: tuple[tuple[str, ...], ...]


def documents() -> list[Document]:
    """All pictures of the table, with facts for clauses and, for nine of ten, a vector of unit length."""
    return [_document(number, row) for number, row in enumerate(_rows("index_corpus.tsv"))]


def questions() -> list[Question]:
    return [
        Question(row["words"], tuple(tuple(part.split("|")) for part in row["must_hold"].split(" & ")))
        for row in _rows("index_queries.tsv")
    ]


def right_ids(question: Question, audience: Clause, among: list[Document]) -> set[str]:
    """Whose text holds everything asked for and whose facts let the audience see it, found without any index."""
    return {
        document.id
        for document in among
        if matches(audience, document.facts.get, nobody)
        and all(any(_holds(document, spelling) for spelling in spellings) for spellings in question.must_hold)
    }


def unit_vector(seed: str) -> list[float]:
    chance = random.Random(seed)
    raw = [chance.gauss(0, 1) for _ in range(DIMENSIONS)]
    length = sum(value * value for value in raw) ** 0.5
    return [value / length for value in raw]


def _holds(document: Document, spelling: str) -> bool:
    text = _without_accents(" ".join(document.text.values()))
    if spelling.isascii():
        return re.search(rf"(?<![a-z0-9]){re.escape(spelling)}(?![a-z0-9])", text) is not None
    return spelling in text


def _without_accents(text: str) -> str:
    parted = unicodedata.normalize("NFD", text.casefold())
    return "".join(sign for sign in parted if not unicodedata.combining(sign))


def _document(number: int, row: dict[str, str]) -> Document:
    return Document(
        id=row["id"],
        version=10,
        text={field: row[field] for field in ("title", "description", "tags")},
        facts={
            "owner": row["owner"],
            "privacy": row["privacy"],
            "is_held": number % 17 == 0,
            "place": f"place {number % 5}" if number % 3 else None,
        },
        vector=unit_vector(row["id"]) if number % 10 else None,
    )


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
