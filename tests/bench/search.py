"""Searches beside SQLite's bare full text on the same words, in turns: `python -m tests.bench.search [PICTURES …]`.

One reader who follows nobody asks 500 questions: rare words, common words, two words, beginnings of words. Processor
time is of this process; by the wall means something on a quiet machine only.
"""

import argparse
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from cms.access.audience import image_audience
from cms.access.viewer import Role, Viewer, nobody
from cms.clauses import resolved
from cms.index import open_index
from cms.index.base import MOST_COUNTED, Eyes, Index, Order, SearchQuery
from cms.index.words import Prefix, Words
from cms.search.document import document_of
from cms.search.facets import FACETS
from cms.search.suggesting import suggested_kinds
from tests.bench import search_chips, search_http
from tests.bench.rows import Row, milliseconds, printed, repeated
from tests.bench.search_seed import READER, VOCABULARY, fill, person_id, pictures

KINDS = {"rare word": 150, "common word": 150, "two words": 150, "beginning": 50}
VIEWER = Viewer(person_id(READER), f"person{READER}", Role.MEMBER)
EYES = Eyes(resolved(image_audience(VIEWER), nobody), reader=VIEWER.id)
COUNTED = tuple(kind for facet in FACETS.values() if (kind := facet.kind(VIEWER)) is not None)
AT_ONCE = 25
MOST_OVER_HTTP = 200_000
FLOOR = (
    "SELECT words.rowid FROM words JOIN image ON image.id = words.rowid "
    f"WHERE words MATCH ? AND (image.level = 2 OR image.owner = {READER}) ORDER BY "
)


@dataclass(frozen=True)
class Question:
    kind: str
    words: str

    @property
    def query(self) -> SearchQuery:
        if self.kind == "beginning":
            return SearchQuery(EYES, Prefix(self.words), order=Order.NEWEST, limit=31)
        return SearchQuery(EYES, Words(self.words), limit=31)

    @property
    def floor(self) -> tuple[str, str]:
        if self.kind == "beginning":
            return f"{FLOOR} words.rowid DESC LIMIT 30", f'"{self.words}" *'
        return f"{FLOOR} bm25(words) LIMIT 30", " ".join(f'"{word}"' for word in self.words.split())


def questions() -> list[Question]:
    """The same 500 every time, in an order in which each group of them is mixed."""
    chance = random.Random(7)
    words: dict[str, Callable[[], str]] = {
        "rare word": lambda: VOCABULARY[chance.randint(3000, 19000)],
        "common word": lambda: VOCABULARY[chance.randint(0, 30)],
        "two words": lambda: f"{VOCABULARY[chance.randint(0, 200)]} {VOCABULARY[chance.randint(0, 2000)]}",
        "beginning": lambda: VOCABULARY[chance.randint(0, 5000)][:3],
    }
    asked = [Question(kind, words[kind]()) for kind, count in KINDS.items() for _ in range(count)]
    chance.shuffle(asked)
    return asked


def against_the_floor(index: Index, floor: sqlite3.Connection) -> Iterator[Row]:
    """Each question to the floor, to the index, and to the index with all counted that a page of the site shows."""
    kinds = {kind: (Row(f"floor: {kind}"), Row(f"find: {kind}")) for kind in KINDS}
    bare, plain, counting = Row("floor"), Row("find", bar="1.5x"), Row("find, all facets counted")
    few = Row(f"find, up to {MOST_COUNTED} hits", bar="p99 150 ms")
    asked = questions()
    for start in range(0, len(asked), AT_ONCE):
        group, small = [0.0, 0.0, 0.0], [0.0, 0.0]
        for question in asked[start : start + AT_ONCE]:
            query = question.query
            is_small = index.find(query).is_exact
            least = milliseconds(lambda question=question: floor.execute(*wrapped(question.floor)).fetchall())  # type: ignore[misc]
            ours = milliseconds(lambda query=query: index.find(query))  # type: ignore[misc]
            whole = milliseconds(lambda query=query: index.find(replace(query, facets=COUNTED)))  # type: ignore[misc]
            for row, spent in zip(
                (bare, plain, counting, *kinds[question.kind]), (least, ours, whole, least, ours), strict=True
            ):
                row.add(spent)
            kinds[question.kind][1].ratios.append(ours[0] / least[0])
            group = [sum(pair) for pair in zip(group, (least[0], ours[0], whole[0]), strict=True)]
            if is_small:
                few.add(ours)
                small = [small[0] + least[0], small[1] + ours[0]]
        plain.ratios.append(group[1] / group[0])
        counting.ratios.append(group[2] / group[0])
        few.ratios.append(small[1] / small[0])
    yield from (bare, plain, few, counting)
    for pair in kinds.values():
        yield from pair


def wrapped(question: tuple[str, str]) -> tuple[str, tuple[str]]:
    return question[0], (question[1],)


def other_questions(index: Index) -> Iterator[Row]:
    """Suggestions, tag statistics, everything with all facets counted, one document written."""
    chance = random.Random(11)
    row, kinds = Row("suggestions", bar="p99 50 ms"), tuple(suggested_kinds(VIEWER))
    for _ in range(200):
        start = VOCABULARY[chance.randrange(5000)][: chance.randint(1, 4)]
        row.add(milliseconds(lambda start=start: index.suggest(start, EYES, kinds=kinds, limit=10)))  # type: ignore[misc]
    yield row
    yield repeated("tag statistics", 20, lambda _: index.tally("tag", EYES, start="", after=None, limit=31))
    yield repeated(
        "the newest of everything", 20, lambda _: index.find(SearchQuery(EYES, order=Order.NEWEST, limit=31))
    )
    yield repeated(
        "everything, all facets counted", 20, lambda _: index.find(SearchQuery(EYES, facets=COUNTED, limit=31))
    )
    documents = [document_of(one.told) for one in next(pictures(100))]
    again = iter([replace(document, version=2) for document in documents])
    yield repeated("put of one document", 100, lambda _: index.put([next(again)]))


def measured(count: int) -> Iterator[Row]:
    with tempfile.TemporaryDirectory(prefix="pixels-search-") as name:
        folder = Path(name)
        index = open_index(f"sqlite:{folder / 'index.db'}")
        began = time.process_time()
        fill(folder / "floor.db", index, count)
        yield Row(f"filling both, for one of {count}", [each := (time.process_time() - began) / count * 1000], [each])
        size = sum(file.stat().st_size for file in folder.glob("index*.db*")) / count
        yield Row("bytes of the index for one of them", [size], [size])
        yield from measured_in(folder, index, count)
        if count <= MOST_OVER_HTTP:
            yield from over_http(folder, index, count)


def measured_in(folder: Path, index: Index, count: int) -> Iterator[Row]:
    floor = sqlite3.connect(folder / "floor.db")
    floor.execute("PRAGMA cache_size = -65536")
    yield from against_the_floor(index, floor)
    yield from search_chips.in_this_process(index, floor, VIEWER, EYES, count)
    floor.close()
    yield search_chips.equally_many(index, EYES, count)
    yield from other_questions(index)


def over_http(folder: Path, index: Index, count: int) -> Iterator[Row]:
    """Pages of the site itself, each beside the same question to the index in this process."""
    whole, own = Row("page over HTTP", bar="30, p99 120 ms"), Row("its own share", bar="10, p99 40 ms")
    with search_http.site(folder, count) as pages:
        for question in questions():
            sort = "newest" if question.kind == "beginning" else "relevance"
            words = f"{question.words}*" if question.kind == "beginning" else question.words
            page = pages.get("/search", q=words, sort=sort)
            whole.add(page)
            found = milliseconds(lambda question=question: index.find(replace(question.query, facets=COUNTED)))  # type: ignore[misc]
            own.add((page[0] - found[0], page[1] - found[1]))
        yield from (whole, own)
        yield search_chips.over_http(pages, count)
        yield repeated_over("suggestions over HTTP", pages, "/search/suggestions", bar="p99 50 ms")
        yield repeated_over("tag statistics over HTTP", pages, "/tags")


def repeated_over(name: str, pages: search_http.Pages, path: str, *, bar: str = "") -> Row:
    row, chance = Row(name, bar=bar), random.Random(11)
    for _ in range(100):
        start = VOCABULARY[chance.randrange(5000)][: chance.randint(1, 4)]
        row.add(pages.get(path, **({"q": start} if "suggestions" in path else {})))
    return row


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pictures", nargs="*", type=int, default=[100_000])
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    for count in options.pictures:
        printed(measured(count), about=f"{count} pictures, SQLite {sqlite3.sqlite_version}", as_json=options.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
