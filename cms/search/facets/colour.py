"""Colours by name or code, each with the share of the picture that it has."""

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import ColumnElement, false

from cms.access.viewer import Viewer
from cms.index.base import WHOLE, Having, Mark
from cms.media.colour_names import CODE, NAMES, WORDS, cell_of, cells_near, name_of
from cms.search.facets.base import Asked, Facet, always, worded
from cms.search.told import Told


def marks(told: Told) -> Iterable[Mark]:
    shares: Counter[tuple[str, str]] = Counter()
    for code, share in told.image.colours:
        shares["colour", name_of(code)] += round(share * WHOLE)
        shares["cell", cell_of(code)] += round(share * WHOLE)
    return [Mark(kind, key, min(weight, WHOLE)) for (kind, key), weight in shares.items()]


def ask(value: str, _viewer: Viewer | None) -> Asked:
    """`red`, `red:30` (at least 30 percent), `#ff0000`, `#ff0000:30`."""
    colour, _, least = value.strip().lower().partition(":")
    if least and not (least.isascii() and least.isdigit() and int(least) <= 100):
        raise ValueError("The least share of a colour is a number of percent from 0 to 100.")
    keys: tuple[str, ...] = (colour,)
    if colour in NAMES:
        kind = "colour"
    elif CODE.fullmatch(colour):
        kind, keys = "cell", cells_near(colour)
    else:
        raise ValueError(f"A colour is one of {', '.join(NAMES)}, or #rrggbb.")
    having = Having(kind, frozenset(keys), least=int(least or 0) * WHOLE // 100)
    return Asked(having, weighed=tuple((kind, key) for key in keys))


def stored(_value: str, _viewer: Viewer | None) -> ColumnElement[bool]:
    """Colours are looked up in the index only."""
    return false()


def label(value: str, language: str) -> str:
    colour, _, least = value.strip().lower().partition(":")
    word = worded(WORDS)(colour, language)
    return f"{word} ≥ {least} %" if least else word


COLOUR = Facet("colour", ask, stored, marks, kind=always("colour"), label=label, needs_all=True)
