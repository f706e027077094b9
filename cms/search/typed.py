"""Facets that were typed among words, `colour:red@background -tag:cat`, as if they had been clicked. Pure.

What stands in quotes or brackets stays words, and so does what names no facet (`foo:bar`).
"""

import calendar
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from cms.index.tokens import folded
from cms.media.colour_names import WORDS as COLOUR_WORDS
from cms.search.facets import colour, layout
from cms.search.vocabulary import MORE_WORDS
from cms.vision.categories import DISPLAY_NAMES

NAMES: Mapping[str, tuple[str, ...]] = {
    "tag": ("tag", "标签", "tagg"),
    "category": ("category", "分类", "kategori"),
    "colour": ("colour", "color", "颜色", "färg"),
    "layout": ("layout", "版式", "format"),
    "own_class": ("class", "类别", "klass"),
    "owner": ("owner", "用户", "person"),
    "album": ("album", "相册"),
    "licence": ("licence", "license", "许可", "licens"),
    "camera": ("camera", "相机", "kamera"),
    "place": ("place", "地点", "plats"),
    "text": ("text", "文字"),
    "taken": ("taken", "拍摄", "tagen"),
    "rating": ("rating", "评分", "betyg"),
    "scope": ("scope", "范围"),
    "words": ("words", "来源", "ord"),
}
ORIGINS = {
    "all": {"en": "all", "zh": "全部", "sv": "alla"},
    "written": {"en": "written", "zh": "人写", "sv": "skrivna"},
    "generated": {"en": "generated", "zh": "机器", "sv": "maskinens"},
}
WORDS = {
    "colour": COLOUR_WORDS,
    "layout": layout.WORDS,
    "category": DISPLAY_NAMES,
    "scope": {"mine": {}, "all": {}},
    "words": ORIGINS,
}
"""What the values of some facets are called; of the others anything may be a value."""
MEANT = 0.6
_FACETS = {folded(name): facet for facet, names in NAMES.items() for name in names}
_TOKEN = re.compile(
    r'(?P<facet>(?<!\S)-?[^\W\d_]+[:：](?:["“][^"”]*["”]|[^\s"“”()（）]+))'
    r'|(?P<quote>["“][^"”]*["”]?)|(?P<open>[(（])|(?P<close>[)）])'
)
_DAYS = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


@dataclass(frozen=True)
class Misspelt:
    """A value that its facet does not have: the word as typed, where it begins, and what may have been meant."""

    word: str
    position: int
    meant: tuple[str, ...] = ()


@dataclass(frozen=True)
class Typed:
    """What is left to be read as words, and values by parameter; `without` holds `facet:value`.

    `misspelt` is the first value that its facet does not have; it stays among the words.
    """

    rest: str
    values: Mapping[str, Sequence[str]]
    misspelt: Misspelt | None = None


def read_typed(q: str) -> Typed:
    """Take the facets out of what was typed."""
    values, rest, at = defaultdict[str, list[str]](list), [], 0
    misspelt: list[Misspelt] = []
    for start, end, text in _typed_facets(q):
        name, _, value = text.removeprefix("-").replace("：", ":", 1).partition(":")
        facet, value = _FACETS.get(folded(name)), value.strip('"“”')
        if facet is None:
            continue
        asked = _asked(facet, value, is_negative=text.startswith("-"))
        if not asked:
            misspelt.append(Misspelt(text, start, tuple(f"{name}:{one}" for one in _meant(facet, value))))
            continue
        for parameter, one in asked:
            values[parameter].append(one)
        rest.append(q[at:start])
        at = end
    left = " ".join("".join((*rest, q[at:])).split()) if rest else q
    return Typed(left, values, misspelt[0] if misspelt else None)


def _typed_facets(q: str) -> Iterator[tuple[int, int, str]]:
    """Where something like `name:value` stands outside of quotes and brackets."""
    depth = 0
    for match in _TOKEN.finditer(q):
        depth = max(0, depth + (match.lastgroup == "open") - (match.lastgroup == "close"))
        if match.lastgroup == "facet" and depth == 0:
            yield match.start(), match.end(), match.group()


def _asked(facet: str, value: str, *, is_negative: bool) -> list[tuple[str, str]]:
    """The parameters of an address that say the same; none for a value that the facet does not have."""
    if is_negative:
        key = None if facet in ("rating", "taken", "scope", "words") else _key(facet, value)
        return [("without", f"{facet}:{key}")] if key else []
    if facet == "rating":
        least = value.lstrip(">=≥")
        return [("rating_min", least)] if least in ("1", "2", "3", "4", "5") else []
    if facet == "taken":
        days = _span(value)
        return list(zip(("taken_from", "taken_to"), map(str, days), strict=True)) if days else []
    key = _key(facet, value)
    return [(facet, key)] if key else []


def _key(facet: str, value: str) -> str | None:
    """The key of a value that may be spelt in any language."""
    if facet not in WORDS:
        return value or None
    if facet == "colour":
        wanted = colour.read_value(folded(value), spelt=_spellings(facet).get, grounds=_grounds())
        return None if wanted is None else str(wanted)
    return _spellings(facet).get(folded(value))


def _meant(facet: str, value: str) -> list[str]:
    """What is spelt nearly like this."""
    word = re.split("[:@]", folded(value))[0] if facet == "colour" else folded(value)
    if facet not in WORDS or word in _spellings(facet):
        return [word] if facet in WORDS else []
    return get_close_matches(word, _spellings(facet), n=2, cutoff=MEANT)


def _spellings(facet: str) -> dict[str, str]:
    found = {folded(one): key for key in WORDS[facet] for one in MORE_WORDS.get(f"{facet}:{key}", ())}
    return found | {folded(one): key for key, names in WORDS[facet].items() for one in (key, *names.values())}


def _grounds() -> dict[str, str]:
    return {folded(one): key for key, names in colour.GROUND_NAMES.items() for one in (key, *names.values())}


def _span(value: str) -> tuple[date, date] | None:
    """The first and last day of `2024`, `2024-05`, `2024-05-17`, or from one to another: `2023..2024-02`."""
    first, dots, last = value.partition("..")
    ends = [_first_and_last(part) for part in ((first, last) if dots else (first,))]
    found = [end for end in ends if end is not None]
    return (found[0][0], found[-1][1]) if len(found) == len(ends) else None


def _first_and_last(text: str) -> tuple[date, date] | None:
    match = _DAYS.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        begin = date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    if day is not None:
        return begin, begin
    return begin, begin.replace(month=month or 12, day=calendar.monthrange(begin.year, month or 12)[1])
