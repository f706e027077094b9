"""Pieces of what was typed and what each may mean; colours that are said to lie behind make the others lie before.

`red on white`, `red car, white background`, `röd på vit bakgrund`, `白底红色`. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from cms.search.facets.colour import BACKGROUND, FOREGROUND

COLOUR = "colour:"
_LEADS = {"on": " background", "against": " background", "på": " bakgrund", "mot": " bakgrund"}
"""Words before a colour behind, and what is put after it, so that it stays one whatever stands next to it later."""
_ARTICLES = ("a", "an", "the", "en", "ett", "den", "det")
_TAILS = {
    ("background",): BACKGROUND,
    ("foreground",): FOREGROUND,
    ("bakgrund",): BACKGROUND,
    ("botten",): BACKGROUND,
    ("förgrund",): FOREGROUND,
    ("背", "景"): BACKGROUND,
    ("底", "色"): BACKGROUND,
    ("底",): BACKGROUND,
    ("前", "景"): FOREGROUND,
}
_LINKS = ("的", "上")


@dataclass(frozen=True)
class Known:
    """A piece of a text, as it stands, and the things that it may mean: none where it is no known word."""

    text: str
    keys: frozenset[str]

    @property
    def colours(self) -> list[str]:
        return [key for key in sorted(self.keys) if key.startswith(COLOUR)]


def with_grounds(parts: Sequence[Sequence[Known]]) -> list[Known]:
    """All pieces of these parts, those that say where a colour lies put together with it."""
    found = [piece for part in parts for piece in _grounded(part)]
    if any(key.endswith(f"@{BACKGROUND}") for piece in found for key in piece.keys):
        return [_before(piece) for piece in found]
    return found


def _grounded(part: Sequence[Known]) -> list[Known]:
    found: list[Known] = []
    at = 0
    while at < len(part):
        end, ground = _ground_at(part, at)
        found.append(part[at] if ground is None else ground)
        at = end
    return found


def _ground_at(part: Sequence[Known], start: int) -> tuple[int, Known | None]:
    """Where the colour with its ground that begins here ends, and itself; the next piece and None where none begins."""
    lead = part[start].text if part[start].text in _LEADS or part[start].text == "在" else None
    at = start + (lead is not None)
    if lead is not None and at < len(part) and part[at].text in _ARTICLES:
        at += 1
    if at >= len(part) or not part[at].colours:
        return start + 1, None
    words, text = [piece.text for piece in part], partial(_text, part, start)
    for tail, ground in _TAILS.items():
        end = at + 1 + len(tail)
        if tuple(words[at + 1 : end]) == tail:
            end += end < len(part) and words[end] in _LINKS
            return end, _lying(part[at], ground, text(end))
    if lead in _LEADS and (at + 1 == len(part) or _is_no_thing(part[at + 1])):
        return at + 1, _lying(part[at], BACKGROUND, text(at + 1) + _LEADS[lead])
    return start + 1, None


def _is_no_thing(piece: Known) -> bool:
    """Whether what follows a colour is nothing that may have it: a shape or a year."""
    return bool(piece.keys) and all(key.startswith(("layout:", "taken:")) for key in piece.keys)


def _text(part: Sequence[Known], start: int, end: int) -> str:
    words = [piece.text for piece in part[start:end]]
    return ("" if words[-1] > "\u2e80" else " ").join(words)


def _lying(piece: Known, ground: str, text: str) -> Known:
    return Known(text, frozenset(f"{key}@{ground}" for key in piece.colours))


def _before(piece: Known) -> Known:
    colours = [key for key in piece.colours if "@" not in key]
    return Known(piece.text, piece.keys - {*colours} | {f"{key}@{FOREGROUND}" for key in colours})
