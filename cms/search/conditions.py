"""Values of facets as conditions: on what the index holds, and on the tables."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from cms.access.viewer import Viewer
from cms.errors import invalid
from cms.index.base import Bounds, Having
from cms.search.facets import FACETS
from cms.search.facets.base import Asked


def ask_facets(values: Mapping[str, Sequence[Any]], viewer: Viewer | None) -> dict[str, list[Asked]]:
    """The values of each facet as the index has them. Raises Problem 422 for one that cannot be."""
    asked: dict[str, list[Asked]] = defaultdict(list)
    for name, some in values.items():
        for value in some:
            try:
                asked[name].append(FACETS[name].ask(value, viewer))
            except ValueError as error:
                raise invalid(name, str(error)) from error
    return asked


def conditions_of(asked: Mapping[str, list[Asked]]) -> list[Having | Bounds]:
    """What must hold: of some facets every value, of the others any of them."""
    found: list[Having | Bounds] = []
    for name, values in asked.items():
        conditions = [value.condition for value in values]
        marks = [one for one in conditions if isinstance(one, Having)]
        if FACETS[name].needs_all or len(marks) != len(conditions):
            found += conditions
        elif marks:
            found.append(Having(marks[0].kind, frozenset().union(*(one.keys for one in marks))))
    return found


def stored_conditions(values: Mapping[str, Sequence[Any]], viewer: Viewer | None) -> list[ColumnElement[bool]]:
    """The facets as conditions on the tables."""
    found = []
    for name, some in values.items():
        conditions = [FACETS[name].stored(value, viewer) for value in some]
        if conditions:
            found.append((and_ if FACETS[name].needs_all else or_)(*conditions))
    return found
