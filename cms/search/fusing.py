"""Pictures that hold the words and pictures that are meant by them, as one list in the order of both."""

import re
from collections.abc import Sequence
from dataclasses import replace

from cms.index.base import Found, Hit, Index, Last, Order, SearchQuery
from cms.index.words import Expression, Words
from cms.meaning.asking import Ask, Nearest
from cms.search.grammar import OPERATORS

MOST_BY_WORDS = 200
"""Where words find more than these, nobody asks what else is meant."""

EVEN = 60
"""Reciprocal rank fusion: a place counts 1 / (60 + place), so that the first few do not settle everything."""

FUSED = 2**61
"""Values from here on are of fused lists, whatever points words have."""

_BRACKETS = re.compile("[()（）]")
_SIGNS = re.compile(r"[\u3400-\u9fff]")
LEAST_WORDS, LEAST_SIGNS = 3, 4


def meant_words(expression: Expression | None, typed: str) -> str | None:
    """The words whose meaning is worth asking for: several, without quotes, operators or numbers; else none."""
    if not isinstance(expression, Words) or any(sign.isdigit() for sign in expression.text):
        return None
    if OPERATORS & set(typed.split()) or _BRACKETS.search(typed):
        return None
    is_said = len(expression.text.split()) >= LEAST_WORDS or len(_SIGNS.findall(expression.text)) >= LEAST_SIGNS
    return expression.text if is_said else None


def find(index: Index, query: SearchQuery, *, words: str | None, ask: Ask | None) -> tuple[Found, bool]:
    """A page by words, and by their meaning where words find few; whether nobody said in time what is meant."""
    is_fused = query.after is not None and query.after.value >= FUSED
    by_words = Found()
    if not is_fused:
        by_words = index.find(query)
        is_first = query.after is None and query.order == Order.RELEVANCE
        if ask is None or words is None or not is_first or by_words.total > MOST_BY_WORDS:
            return by_words, False
    near = ask(words) if ask is not None and words is not None else None
    if not is_fused and not any(near or ()):
        return by_words, near is None
    return fused(index, query, near or ()), near is None


def fused(index: Index, query: SearchQuery, near: Nearest) -> Found:
    """The page of what holds the words or is near, and is all else that was asked for."""
    holding = index.find(replace(query, after=None, limit=MOST_BY_WORDS, facets=())).hits
    places = [[hit.id for hit in holding], *near]
    among = frozenset(image_id for some in places for image_id in some)
    whole = replace(query, words=None, among=among, weighed=(), order=Order.NEWEST, after=None, limit=len(among))
    found = index.find(whole)
    values = values_of(places)
    ranked = sorted(((values[hit.id], hit.id) for hit in found.hits), reverse=True)
    behind = [Hit(image_id, value) for value, image_id in ranked if is_behind(query.after, value, image_id)]
    return replace(found, hits=behind[: query.limit])


def values_of(rankings: Sequence[Sequence[str]]) -> dict[str, int]:
    """What each id is worth by its places in all rankings."""
    worth: dict[str, float] = {}
    for ranking in rankings:
        for place, image_id in enumerate(ranking, 1):
            worth[image_id] = worth.get(image_id, 0.0) + 1 / (EVEN + place)
    return {image_id: FUSED + round(value * 1e9) for image_id, value in worth.items()}


def is_behind(last: Last | None, value: int, image_id: str) -> bool:
    return last is None or (value, image_id) < (last.value, last.id)
