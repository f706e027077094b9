"""A search as the query of an address, and back: what was asked, whoever keeps it."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from cms.extensions import now
from cms.index.base import Order, Origin
from cms.search.moments import read_moment
from cms.search.schemas import SearchParameters
from cms.search.service import Wish
from cms.search.typed import Misspelt, Typed, read_typed
from cms.wire.requests import read_query_string

LISTS = ("tag", "category", "layout", "colour", "own_class", "owner", "album", "licence", "camera", "place", "text")
ALL_LISTS = (*LISTS, "without")
PLAIN = ("q", "scope", "words", "sort")


def parameters_of(text: str) -> SearchParameters:
    """The query of an address as a search. Raises Problem 422 that names each parameter that cannot be taken."""
    return expanded(_as_it_stands(text))[0]


def _as_it_stands(text: str) -> SearchParameters:
    found = read_query_string(SearchParameters, text)
    assert isinstance(found, SearchParameters)
    return found


def expanded(query: SearchParameters) -> tuple[SearchParameters, Misspelt | None]:
    """The search with facets and times that were typed among its words as parameters; the first that cannot be one."""
    typed = _timed(read_typed(query.q), query)
    if not typed.values:
        return query, typed.misspelt
    words = query.model_copy(update={"q": typed.rest})
    single = {name: values[-1:] for name, values in typed.values.items() if name not in ALL_LISTS}
    kept = query_string(words, {**dict.fromkeys(single), **({} if typed.rest else {"q": None})})
    added = [(name, value) for name, values in {**typed.values, **single}.items() for value in values]
    found = _as_it_stands("&".join(filter(None, (kept, urlencode(added)))))
    return found.model_copy(update={"cursor": query.cursor, "limit": query.limit}), typed.misspelt


def _timed(typed: Typed, query: SearchParameters) -> Typed:
    """With words for a time as days, unless days were asked for otherwise."""
    if query.taken_from or query.taken_to or {"taken_from", "taken_to"} & set(typed.values):
        return typed
    timed = read_moment(typed.rest, now().date())
    if timed.days is None:
        return typed
    first, last = map(str, timed.days)
    return replace(typed, rest=timed.rest, values={**typed.values, "taken_from": [first], "taken_to": [last]})


def query_string(query: SearchParameters, without: dict[str, Any]) -> str:
    """The search as the query of an address, without this value of a list, or without a parameter."""
    found: list[tuple[str, str]] = []
    for name in (*PLAIN, *ALL_LISTS, "taken_from", "taken_to", "rating_min"):
        value = getattr(query, name)
        if name not in query.model_fields_set or value is None or (name in without and name not in ALL_LISTS):
            continue
        values = value if name in ALL_LISTS else [value]
        found += [(name, str(one)) for one in values if without.get(name) != one]
    return urlencode(found)


def wish_of(query: SearchParameters) -> Wish:
    """The parameters as the service takes them."""
    values = {name: getattr(query, name) for name in LISTS}
    values["taken"] = [(query.taken_from, query.taken_to)] if query.taken_from or query.taken_to else []
    values["rating"] = [query.rating_min] if query.rating_min else []
    return Wish(
        q=query.q,
        values=values,
        order=Order(query.sort),
        without=query.without,
        is_mine=query.scope == "mine",
        origin=None if query.words == "all" else Origin(query.words),
        cursor=query.cursor,
        limit=query.limit,
    )
