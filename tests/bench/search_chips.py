"""Searches with four chips, and words with equally many hits at any size, for `tests.bench.search`."""

import random
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from cms.access.viewer import Viewer
from cms.index.base import Eyes, Having, Index, Order, SearchQuery
from cms.index.words import Words
from cms.search.service import Wish, ask_facets, question_of, read
from cms.search.vocabulary import NOTHING_SAID
from tests.bench import search_http
from tests.bench.rows import Row, milliseconds
from tests.bench.search_seed import COLOURS, READER, STARTED, VOCABULARY

YEARS = 3
HITS_AT = (100_000, 1500)
"""Among so many pictures the word of this rank has as many hits as are asked for at any size."""
FLOOR = (
    "SELECT words.rowid FROM words JOIN image ON image.id = words.rowid WHERE words MATCH ? "
    f"AND (image.level = 2 OR image.owner = {READER}) AND wide AND year = ? AND colour = ? "
    "ORDER BY words.rowid DESC LIMIT 31"
)
Chips = dict[str, str | int]


def four_chips(count: int) -> Iterator[Chips]:
    """A tag, a colour, a shape and a year that some of so many pictures have, the same every time."""
    chance = random.Random(13)
    years = min(YEARS, 1 + count // (12 * 24 * 365))
    while True:
        year = STARTED.year + chance.randrange(years)
        tag = VOCABULARY[chance.randrange(200)]
        yield {"tag": tag, "colour": chance.choice(COLOURS), "layout": "wide", "year": year}


def asked(chips: Chips, viewer: Viewer, eyes: Eyes) -> SearchQuery:
    """As the site asks the index; what moderators say of the tag stands in tables, which are not here."""
    year = int(chips["year"])
    values: dict[str, list[Any]] = {name: [chips[name]] for name in ("colour", "layout")}
    values |= {"taken": [(date(year, 1, 1), date(year, 12, 31))]}
    wish = Wish(q="", values=values, order=Order.NEWEST)
    query = question_of(viewer, wish, read(""), ask_facets(values, viewer), [], eyes=eyes, said=NOTHING_SAID)
    return replace(query, having=(*query.having, Having("tag", frozenset({str(chips["tag"])}))), limit=31)


def in_this_process(index: Index, floor: sqlite3.Connection, viewer: Viewer, eyes: Eyes, count: int) -> Iterator[Row]:
    bare, ours = Row("floor: four chips"), Row("find: four chips", bar="1.5x")
    questions, times = four_chips(count), 25
    for _ in range(8):
        spent = [0.0, 0.0]
        for chips in (next(questions) for _ in range(times)):
            wanted = (f'tags:"{chips["tag"]}"', chips["year"], chips["colour"])
            query = asked(chips, viewer, eyes)
            least = milliseconds(lambda wanted=wanted: floor.execute(FLOOR, wanted).fetchall())  # type: ignore[misc]
            took = milliseconds(lambda query=query: index.find(query))  # type: ignore[misc]
            bare.add(least)
            ours.add(took)
            spent = [spent[0] + least[0], spent[1] + took[0]]
        ours.ratios.append(spent[1] / spent[0])
    yield from (bare, ours)


def over_http(pages: search_http.Pages, count: int) -> Row:
    row, questions = Row("four chips over HTTP", bar="30, p99 120 ms"), four_chips(count)
    for _ in range(200):
        chips = next(questions)
        days = {"taken_from": f"{chips['year']}-01-01", "taken_to": f"{chips['year']}-12-31"}
        row.add(pages.get("/search", **{name: str(chips[name]) for name in ("tag", "colour", "layout")}, **days))
    return row


def equally_many(index: Index, eyes: Eyes, count: int) -> Row:
    """Words that some hundred pictures have, however many there are in all."""
    at, rank = HITS_AT
    middle = min(round(rank * (count / at) ** (1 / 0.9)), len(VOCABULARY) - 1)
    chance, row = random.Random(17), Row("find: as many hits at any size")
    for _ in range(200):
        word = VOCABULARY[max(0, min(len(VOCABULARY) - 1, middle + chance.randint(-middle // 30, middle // 30)))]
        row.add(milliseconds(lambda word=word: index.find(SearchQuery(eyes, Words(word), limit=31))))  # type: ignore[misc]
    return row
