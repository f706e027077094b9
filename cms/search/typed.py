"""Facets that were typed among words, `colour:red -tag:cat`, as if they had been clicked. Pure.

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
from cms.media.colour_names import CODE
from cms.search.facets import colour, layout
from cms.vision.categories import DISPLAY_NAMES

NAMES: Mapping[str, tuple[str, ...]] = {
    "tag": ("tag", "标签", "tagg"),
    "category": ("category", "分类", "kategori"),
    "colour": ("colour", "color", "颜色", "färg"),
    "layout": ("layout", "版式", "format"),
    "owner": ("owner", "用户", "person"),
    "album": ("album", "相册"),
    "licence": ("licence", "license", "许可", "licens"),
    "camera": ("camera", "相机", "kamera"),
    "place": ("place", "地点", "plats"),
    "text": ("text", "文字"),
    "taken": ("taken", "拍摄", "tagen"),
    "rating": ("rating", "评分", "betyg"),
    "scope": ("scope", "范围"),
}
WORDS = {"colour": colour.WORDS, "layout": layout.WORDS, "category": DISPLAY_NAMES, "scope": {"mine": {}, "all": {}}}
"""What the values of some facets are called; of the others anything may be a value."""
MEANT = 0.6
_FACETS = {folded(name): facet for facet, names in NAMES.items() for name in names}
_TOKEN = re.compile(
    r'(?P<facet>(?<!\S)-?[^\W\d_]+[:：](?:["“][^"”]*["”]|[^\s"“”()（）]+))'
    r'|(?P<quote>["“][^"”]*["”]?)|(?P<open>[(（])|(?P<close>[)）])'
)
_DAYS = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


class Misspelt(ValueError):
    """A value that its facet does not have: the word as typed, where it begins, and what may have been meant."""

    def __init__(self, word: str, position: int, facet: str, meant: Sequence[str]) -> None:
        offer = f" Did you mean {' or '.join(f'{facet}:{one}' for one in meant)}?" if meant else ""
        super().__init__(f"“{word}” (at {position}) is no {facet} that can be asked for.{offer}")


@dataclass(frozen=True)
class Typed:
    """What is left to be read as words, and values by parameter; `without` holds `facet:value`."""

    rest: str
    values: Mapping[str, Sequence[str]]


def read_typed(q: str) -> Typed:
    """Take the facets out of what was typed. Raises Misspelt."""
    values, rest, at = defaultdict[str, list[str]](list), [], 0
    for start, end, text in _typed_facets(q):
        name, _, value = text.removeprefix("-").replace("：", ":", 1).partition(":")
        facet = _FACETS.get(folded(name))
        if facet is None:
            continue
        for parameter, one in _asked(facet, value.strip('"“”'), text, start):
            if text.startswith("-"):
                parameter, one = "without", f"{parameter}:{one}"
            values[parameter].append(one)
        rest.append(q[at:start])
        at = end
    return Typed(" ".join("".join((*rest, q[at:])).split()) if rest else q, values)


def _typed_facets(q: str) -> Iterator[tuple[int, int, str]]:
    """Where something like `name:value` stands outside of quotes and brackets."""
    depth = 0
    for match in _TOKEN.finditer(q):
        depth = max(0, depth + (match.lastgroup == "open") - (match.lastgroup == "close"))
        if match.lastgroup == "facet" and depth == 0:
            yield match.start(), match.end(), match.group()


def _asked(facet: str, value: str, word: str, position: int) -> Iterator[tuple[str, str]]:
    """The parameters of an address that say the same."""
    is_negative = word.startswith("-")
    if facet == "rating" and not is_negative and (least := value.lstrip(">=≥")) in ("1", "2", "3", "4", "5"):
        yield "rating_min", least
    elif facet == "taken" and not is_negative and (days := _span(value)) is not None:
        yield from zip(("taken_from", "taken_to"), map(str, days), strict=True)
    elif facet in WORDS and not (facet == "scope" and is_negative):
        yield facet, _key(facet, value, word, position)
    elif facet in ("rating", "taken", "scope") or not value:
        raise Misspelt(word, position, facet, ())
    else:
        yield facet, value


def _key(facet: str, value: str, word: str, position: int) -> str:
    """The key of a value that may be spelt in any language; colours may name a share after a colon."""
    name, colon, least = value.partition(":")
    if facet == "colour" and CODE.fullmatch(name.lower()):
        return value.lower()
    spelt = {folded(one): key for key, names in WORDS[facet].items() for one in (key, *names.values())}
    key = spelt.get(folded(name))
    if key is None or (colon and facet != "colour"):
        raise Misspelt(word, position, facet, get_close_matches(folded(name), spelt, n=2, cutoff=MEANT))
    return f"{key}{colon}{least}"


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
