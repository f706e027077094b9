"""Copies among one's own pictures: who belongs together, which one is best, what could be done with the others.

Told from fingerprints, sizes and palettes alone: no pixels are opened.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from cms.media.fingerprint import BITS, COPY_BITS, is_telling, near_pairs
from cms.reverse_search.queries import Own

Suggestion = Literal["keep", "stack", "delete"]
Kind = Literal["copy", "near"]
SAME_COLOUR = 24
"""Middle colours of a picture and its mere copy differ by so many levels at most: a grey version is none."""


@dataclass(frozen=True)
class Copy:
    """One picture of a group: how far from the best one, as a share of bits, and what could be done with it."""

    id: str
    distance: float
    suggestion: Suggestion


@dataclass(frozen=True)
class Group:
    kind: Kind
    copies: list[Copy]


def groups_of(pictures: Sequence[Own]) -> list[Group]:
    """Groups of two and more, each around its best picture; the group with the newest picture first."""
    telling = [one for one in pictures if is_telling(one.mark)]
    neighbours: dict[int, dict[int, int]] = defaultdict(dict)
    for first, second, bits in near_pairs([one.mark for one in telling]):
        neighbours[first][second] = neighbours[second][first] = bits
    taken, found = set(), []
    for best in sorted(neighbours, key=lambda number: worth(telling[number]), reverse=True):
        others = {number: bits for number, bits in neighbours[best].items() if number not in taken}
        if best in taken or not others:
            continue
        taken |= {best, *others}
        found.append(group(telling[best], [(telling[number], bits) for number, bits in others.items()]))
    return sorted(found, key=newest_in, reverse=True)


def newest_in(group: Group) -> str:
    """The newest picture of a group: what groups are ordered by."""
    return max(copy.id for copy in group.copies)


def worth(one: Own) -> tuple[int, int, int, list[int]]:
    """Most pixels, then most bytes, then best rated, then the older one."""
    return one.pixels, one.bytes, one.rating, [-ord(character) for character in one.id]


def group(best: Own, others: Sequence[tuple[Own, int]]) -> Group:
    ordered = sorted(others, key=lambda other: (other[1], other[0].id))
    copies = [Copy(best.id, 0.0, "keep")]
    copies += [Copy(other.id, bits / BITS, suggestion(best, other, bits)) for other, bits in ordered]
    is_near = any(not is_copy(best, other, bits) for other, bits in others)
    return Group("near" if is_near else "copy", copies)


def suggestion(best: Own, other: Own, bits: int) -> Suggestion:
    """A mere copy that is better in nothing may go; anything else is kept together with the best."""
    is_worse = other.pixels <= best.pixels and other.bytes <= best.bytes and other.rating <= best.rating
    return "delete" if is_worse and is_copy(best, other, bits) else "stack"


def is_copy(best: Own, other: Own, bits: int) -> bool:
    apart = max(abs(a - b) for a, b in zip(best.colour, other.colour, strict=True))
    return bits <= COPY_BITS and apart <= SAME_COLOUR
