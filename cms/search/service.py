"""Searching: what was asked becomes a question to the index; what that finds is asked of the tables again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote, unquote

from sqlalchemy import not_

from cms.access.audience import but_not_of, image_audience, mine_alone
from cms.access.sql import to_sql
from cms.access.viewer import Viewer, nobody
from cms.clauses import resolved
from cms.errors import invalid, login_needed
from cms.images.models import Image
from cms.images.queries import images_by_ids
from cms.index.base import Bounds, Count, Eyes, Having, Index, IndexDown, Last, Order, Origin, SearchQuery
from cms.index.words import tree_of
from cms.meaning.asking import Ask
from cms.pagination import decode_cursor, encode_cursor
from cms.search import fusing, queries
from cms.search.conditions import ask_facets, conditions_of, stored_conditions
from cms.search.facets import FACETS
from cms.search.facets.base import Asked
from cms.search.grammar import MOST_WORDS, Reading, TooManyWords, read_query, wanted_texts
from cms.search.pieces import Known
from cms.search.vocabulary import KIND, Said, keys_for, said_by, split_key, things_of, understood
from cms.tags.keys import tag_key
from cms.tags.queries import relations

LARGEST = 2**62
MOST_LABELS = 8
BOUNDED = ("taken", "rating")
"""Facets that are numbers between bounds."""


@dataclass(frozen=True)
class Wish:
    """A search as it was asked: words, values by facet, which part of the answer, and whether facets are counted."""

    q: str
    values: Mapping[str, Sequence[Any]]
    order: Order = Order.RELEVANCE
    without: Sequence[str] = ()
    is_mine: bool = False
    origin: Origin | None = None
    cursor: str | None = None
    limit: int = 30
    is_counted: bool = True


@dataclass(frozen=True)
class Outcome:
    """What was found for somebody. `known`: all that was asked for, where it is known words.

    `is_simple`: the index was away, and the tables were looked through. `is_late`: what is meant was not told in time.
    """

    images: Sequence[Image]
    next: str | None
    total: int
    is_exact: bool
    facets: Mapping[str, Sequence[Count]] = field(default_factory=dict)
    reading: Reading | None = None
    known: Sequence[Known] = ()
    is_simple: bool = False
    is_late: bool = False


def search(index: Index, viewer: Viewer | None, wish: Wish, *, ask: Ask | None = None) -> Outcome:
    """The answer for this viewer; `ask` says what is meant by words.

    Raises Problem 401 for a visitor's own pictures, 422 for what cannot be asked.
    """
    if wish.is_mine and viewer is None:
        raise login_needed()
    reading = read(wish.q)
    after = place_of(wish.cursor)
    asked, _unwanted = ask_facets(wish.values, viewer), lacking(wish, viewer)
    if wish.q.strip() and reading.expression is None:
        return Outcome([], None, 0, is_exact=True, reading=reading)
    try:
        return _by_index(index, viewer, wish, reading, asked, after, ask)
    except IndexDown:
        return _by_tables(viewer, wish, reading, after)


def _by_index(
    index: Index,
    viewer: Viewer | None,
    wish: Wish,
    reading: Reading,
    asked: Mapping[str, list[Asked]],
    after: Last | None,
    ask: Ask | None,
) -> Outcome:
    kinds = counted_kinds(viewer) if wish.is_counted else {}
    said = said_by(relations())
    pieces = understood(reading.expression, said)
    question = question_of(viewer, wish, reading, asked, pieces, said=said, eyes=eyes_of(viewer, is_mine=wish.is_mine))
    query = replace(question, after=after, limit=wish.limit + 1, facets=tuple(kinds.values()))
    words = None if pieces or wish.origin is not None else fusing.meant_words(reading.expression, wish.q)
    found, is_late = fusing.find(index, query, words=words, ask=ask)
    shown = found.hits[: wish.limit]
    is_more = len(found.hits) > wish.limit
    return Outcome(
        images_by_ids(viewer, [hit.id for hit in shown]),
        encode_cursor(str(shown[-1].value), shown[-1].id) if is_more else None,
        found.total,
        found.is_exact,
        {name: FACETS[name].in_force(found.facets.get(kind, ()), viewer) for name, kind in kinds.items()},
        reading,
        pieces,
        is_late=is_late,
    )


def labels_of(wish: Wish, outcome: Outcome) -> list[str]:
    """The tags that the words of a new search among pictures of all mean, as keys: never the words themselves."""
    if wish.cursor is not None or wish.is_mine:
        return []
    parted = [split_key(key) for piece in outcome.known for key in sorted(piece.keys)]
    return list(dict.fromkeys(value for facet, value in parted if facet in ("", "tag")))[:MOST_LABELS]


def counted_kinds(viewer: Viewer | None) -> dict[str, str]:
    """The kinds of marks that are counted for this viewer, by facet."""
    return {name: kind for name, facet in FACETS.items() if (kind := facet.kind(viewer)) is not None}


def question_of(
    viewer: Viewer | None,
    wish: Wish,
    reading: Reading,
    asked: Mapping[str, list[Asked]],
    pieces: Sequence[Known],
    *,
    said: Said,
    eyes: Eyes,
) -> SearchQuery:
    """What the index is asked; which page of it, and what is counted, is for the caller to say."""
    conditions = conditions_of(asked)
    known = [keys_for(viewer.id if viewer is not None else None, piece, said, wish.origin) for piece in pieces]
    by_thing = bool(known) and wish.order in (Order.RELEVANCE, Order.SCORE)
    return SearchQuery(
        eyes=eyes,
        words=None if known else reading.expression,
        having=(*(one for one in conditions if isinstance(one, Having)), *(Having(KIND, keys) for keys in known)),
        bounds=tuple(one for one in conditions if isinstance(one, Bounds)),
        weighed=(*weighed(wish, asked, reading), *(things_of(known) if by_thing else ())),
        order=Order.SCORE if by_thing else wish.order,
        lacking=lacking(wish, viewer),
        origin=wish.origin,
    )


def lacking(wish: Wish, viewer: Viewer | None) -> tuple[Having, ...]:
    """The marks that must not be there. Raises Problem 422 for what is no value of a facet."""
    conditions: list[Having | Bounds] = []
    for name, value in map(facet_and_value, wish.without):
        conditions += conditions_of(ask_facets({name: [value]}, viewer))
    return tuple(one for one in conditions if isinstance(one, Having))


def facet_and_value(text: str) -> tuple[str, str]:
    """`tag:cat` in its parts. Raises Problem 422."""
    name, colon, value = text.partition(":")
    if name not in FACETS or name in BOUNDED or not colon or not value.strip():
        raise invalid("without", f"A facet and its value, as tag:cat; the facets are {', '.join(FACETS)}.")
    return name, value


def _by_tables(viewer: Viewer | None, wish: Wish, reading: Reading, after: Last | None) -> Outcome:
    """Without the index: the words in the tables, nothing counted."""
    conditions = [*stored_conditions(wish.values, viewer)]
    parted = map(facet_and_value, wish.without)
    conditions += [not_(FACETS[name].stored(value, viewer)) for name, value in parted]
    if wish.is_mine and viewer is not None:
        conditions.append(to_sql(mine_alone(image_audience(viewer), viewer), Image))
    rows = queries.look_up(
        viewer,
        words=reading.expression,
        origin=wish.origin,
        conditions=conditions,
        order=wish.order,
        after=after,
        limit=wish.limit + 1,
    )
    shown, is_more = rows[: wish.limit], len(rows) > wish.limit
    last = encode_cursor(str(shown[-1][1]), shown[-1][0].id) if is_more else None
    images = [image for image, _ in shown]
    is_all = after is None and not is_more
    return Outcome(images, last, len(images), is_exact=is_all, reading=reading, is_simple=True)


def read(q: str) -> Reading:
    """What was typed, without a tree where no engine finds a word in it. Raises Problem 422 for too many words."""
    try:
        reading = read_query(q)
    except TooManyWords as error:
        raise invalid("q", f"At most {MOST_WORDS} words.") from error
    is_empty = reading.expression is not None and tree_of(reading.expression) is None
    return replace(reading, expression=None, understood="") if is_empty else reading


def eyes_of(viewer: Viewer | None, *, is_mine: bool = False, unheard: queries.Unheard | None = None) -> Eyes:
    """Who looks, without what the index has not heard of yet: that may have been hidden meanwhile."""
    unheard = queries.unheard() if unheard is None else unheard
    clause = image_audience(viewer)
    if is_mine and viewer is not None:
        clause = mine_alone(clause, viewer)
    if unheard.owner_ids:
        clause = but_not_of(unheard.owner_ids, clause, viewer)
    members = viewer.members if viewer is not None else nobody
    return Eyes(resolved(clause, members), viewer.id if viewer is not None else None, unheard.image_ids)


def refuse_unaskable(viewer: Viewer | None, wish: Wish) -> None:
    """Raise Problem 422 for what `search` would."""
    read(wish.q)
    ask_facets(wish.values, viewer)
    lacking(wish, viewer)


def weighed(wish: Wish, asked: Mapping[str, list[Asked]], reading: Reading) -> tuple[tuple[str, str], ...]:
    """The marks whose weights count: shares of the colours asked for; by class score, the tags and category meant."""
    if wish.order != Order.SCORE:
        return tuple(mark for values in asked.values() for value in values for mark in value.weighed)
    words = wanted_texts(reading.expression) if reading.expression is not None else []
    meant = [("tag", tag_key(word)) for word in [*words, *wish.values.get("tag", ())]]
    meant += [("category", str(key)) for key in [*wish.values.get("category", ()), *map(tag_key, words)]]
    return tuple(dict.fromkeys(meant))


def place_of(cursor: str | None) -> Last | None:
    """Where the last page ended. Raises Problem 422 for a cursor that this site did not make."""
    if cursor is None:
        return None
    value, image_id = decode_cursor(cursor, parts=2)
    digits = value.removeprefix("-")
    if not digits.isdigit() or len(digits) > len(str(LARGEST)) or abs(int(value)) > LARGEST:
        raise invalid("cursor", "This is not a cursor of a list.")
    return Last(int(value), image_id)


def tags(
    index: Index, viewer: Viewer | None, *, start: str, cursor: str | None, limit: int
) -> tuple[Sequence[Count], str | None]:
    """Tags, the commonest first, counted for this viewer, and the cursor of what follows."""
    after = place_of(cursor)
    after = after and Last(after.value, unquote(after.id))
    try:
        counts = index.tally("tag", eyes_of(viewer), start=tag_key(start), after=after, limit=limit + 1)
    except IndexDown:
        counts = queries.count_tags(viewer, start=tag_key(start), after=after, limit=limit + 1)
    shown = counts[:limit]
    return shown, encode_cursor(str(shown[-1].count), quote(shown[-1].key)) if len(counts) > limit else None
