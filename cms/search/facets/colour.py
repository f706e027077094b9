"""Colours by name or code, each with the share that it has of the picture, of its foreground or of its background."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, false

from cms.access.viewer import Viewer
from cms.index.base import WHOLE, Having, Mark
from cms.media.colour_names import CODE, NAMES, WORDS, cell_of, cells_near, name_of
from cms.search.facets.base import Asked, Facet, always, worded
from cms.search.told import Told

FOREGROUND, BACKGROUND = "foreground", "background"
GROUND_NAMES = {
    FOREGROUND: {"en": "foreground", "zh": "前景", "sv": "förgrund"},
    BACKGROUND: {"en": "background", "zh": "背景", "sv": "bakgrund"},
}
ON_GROUND = {
    FOREGROUND: {"en": "{} in the foreground", "zh": "前景{}", "sv": "{} i förgrunden"},
    BACKGROUND: {"en": "{} in the background", "zh": "背景{}", "sv": "{} i bakgrunden"},
}
LEAST_OF_GROUND = WHOLE // 10
"""A ground has a colour that fills this much of it, where nobody says how much."""
_VALUE = re.compile(r"(?P<colour>[^:@]*)(?::(?P<least>[0-9]{1,3}))?(?:@(?P<ground>[^:@]*))?")
WHOLE_PERCENT = 100
_BARE_CODE = re.compile("[0-9a-f]{6}")


@dataclass(frozen=True)
class Wanted:
    """A name or `#rrggbb`, the least share in percent, and where: in the whole picture, before or behind."""

    colour: str
    least: int | None = None
    ground: str = ""

    def __str__(self) -> str:
        least = "" if self.least is None else f":{self.least}"
        return f"{self.colour}{least}{'@' if self.ground else ''}{self.ground}"


def read_value(value: str, *, spelt: Callable[[str], str | None], grounds: Mapping[str, str]) -> Wanted | None:
    """`red`, `red:30` (at least 30 percent), `#ff0000`, `ff0000:30@background`; None for what is none of these."""
    match = _VALUE.fullmatch(value.strip().lower())
    if match is None:
        return None
    named, ground = match["colour"], None if match["ground"] is None else grounds.get(match["ground"])
    code = f"#{named}" if _BARE_CODE.fullmatch(named) else named
    colour = code if CODE.fullmatch(code) else spelt(named)
    least = None if match["least"] is None else int(match["least"])
    if colour is None or (ground is None and match["ground"] is not None) or (least or 0) > WHOLE_PERCENT:
        return None
    return Wanted(colour, least, ground or "")


def kind_of(kind: str, ground: str) -> str:
    """The kind of mark for a colour of the whole picture or of one ground."""
    return f"{kind}-{ground}" if ground else kind


def marks(told: Told) -> Iterable[Mark]:
    image = told.image
    shares: Counter[tuple[str, str]] = Counter()
    palettes = {"": image.colours, FOREGROUND: image.foreground_colours, BACKGROUND: image.background_colours}
    for ground, colours in palettes.items():
        for code, share in colours or ():
            shares[kind_of("colour", ground), name_of(code)] += round(share * WHOLE)
            shares[kind_of("cell", ground), cell_of(code)] += round(share * WHOLE)
    return [Mark(kind, key, min(weight, WHOLE)) for (kind, key), weight in shares.items()]


def ask(value: str, _viewer: Viewer | None) -> Asked:
    """A value that `read_value` reads. Without a share: any of the picture, a tenth of a ground.

    Of a code the shares of all colours near it count together, as those of one name do.
    """
    wanted = read_value(value, spelt=lambda name: name if name in NAMES else None, grounds=_GROUNDS)
    if wanted is None:
        raise ValueError(f"A colour is one of {', '.join(NAMES)}, or #rrggbb, perhaps with :percent and @background.")
    kind, keys = ("colour", (wanted.colour,)) if wanted.colour in NAMES else ("cell", cells_near(wanted.colour))
    kind = kind_of(kind, wanted.ground)
    usual = LEAST_OF_GROUND if wanted.ground else 0
    least = usual if wanted.least is None else wanted.least * WHOLE // 100
    is_summed = kind.startswith("cell") and least > 0
    return Asked(
        Having(kind, frozenset(keys), least=least, is_summed=is_summed), weighed=tuple((kind, key) for key in keys)
    )


_GROUNDS = {FOREGROUND: FOREGROUND, BACKGROUND: BACKGROUND}


def stored(_value: str, _viewer: Viewer | None) -> ColumnElement[bool]:
    """Colours are looked up in the index only."""
    return false()


def label(value: str, language: str) -> str:
    wanted = read_value(value, spelt=str, grounds=_GROUNDS)
    if wanted is None:
        return value
    word = worded(WORDS)(wanted.colour, language)
    word = f"{word} ≥ {wanted.least} %" if wanted.least else word
    return ON_GROUND[wanted.ground][language].format(word) if wanted.ground else word


COLOUR = Facet("colour", ask, stored, marks, kind=always("colour"), label=label, needs_all=True)
