"""What a facet is: what it says of an image, and how one of its values is asked for."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement

from cms.access.viewer import Viewer
from cms.index.base import Bounds, Count, Having, Mark
from cms.search.told import Told

Names = dict[str, str]
"""A word by language."""


@dataclass(frozen=True)
class Asked:
    """A value of a facet, as the index has it; `weighed` are marks whose weights say how well an image fits."""

    condition: Having | Bounds
    weighed: tuple[tuple[str, str], ...] = ()


def nothing_told(_told: Told) -> Iterable[Mark]:
    return ()


def no_kind(_viewer: Viewer | None) -> str | None:
    """For a facet whose values are not counted."""
    return None


def as_it_is(key: str) -> str:
    return key


def same_in_all(key: str, _language: str) -> str:
    return key


def all_of_them(counts: Sequence[Count], _viewer: Viewer | None) -> Sequence[Count]:
    return counts


@dataclass(frozen=True)
class Facet:
    """One facet.

    `marks`: what it says of an image. `ask`: a value as the index has it, for this viewer; ValueError with a sentence
    for one that cannot be. `stored`: the same as a condition on the tables, for when the index is away. `kind`: which
    marks are counted as its values, for this viewer. `key` and `label`: what a counted mark is called in addresses, and
    in this language. `needs_all`: of several values all must hold, else any. `in_force`: which of the counted marks the
    viewer may still be told of, since the index may not have heard the last.
    """

    name: str
    ask: Callable[[Any, Viewer | None], Asked]
    stored: Callable[[Any, Viewer | None], ColumnElement[bool]]
    marks: Callable[[Told], Iterable[Mark]] = nothing_told
    kind: Callable[[Viewer | None], str | None] = no_kind
    key: Callable[[str], str] = as_it_is
    label: Callable[[str, str], str] = same_in_all
    needs_all: bool = False
    in_force: Callable[[Sequence[Count], Viewer | None], Sequence[Count]] = all_of_them


def always(kind: str) -> Callable[[Viewer | None], str]:
    """The same kind for every viewer."""
    return lambda _viewer: kind


def having(kind: str) -> Callable[[Any, Viewer | None], Asked]:
    """A value that is the key of a mark of this kind."""
    return lambda value, _viewer: Asked(Having(kind, frozenset({str(value)})))


def worded(words: Mapping[str, Mapping[str, str]]) -> Callable[[str, str], str]:
    """Labels from a table of words."""
    return lambda key, language: words[key][language] if key in words else key
