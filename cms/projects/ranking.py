"""Which pictures come first, and why: places in several lists, shifted by what was taken and hidden. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

EVEN = 60
"""Reciprocal rank fusion, as the search does it: the first few of a list do not settle everything."""

WHOLE = 1_000_000
LEARNT = WHOLE // EVEN
"""What is said of a picture's words by verdicts counts at most as much as to be the first of a list."""

ReasonKind = Literal["word", "colour", "likeness", "taken_alike"]
_WORD = re.compile(r"[^\W\d_]{3,}|[\u3400-\u9fff]")


@dataclass(frozen=True)
class Reason:
    """Why a picture is proposed. `text` is the word, the colour, the title of an example, or what a taken one has."""

    kind: ReasonKind
    text: str


@dataclass(frozen=True)
class Proposal:
    """A picture, what it is worth, and why."""

    key: str
    value: int
    reasons: tuple[Reason, ...] = ()


def merged(lists: Iterable[tuple[Reason, Sequence[str]]]) -> dict[str, Proposal]:
    """All that is in any of these lists, each with the reasons of the lists that it is in."""
    found: dict[str, Proposal] = {}
    for reason, keys in lists:
        for place, key in enumerate(keys, 1):
            known = found.get(key, Proposal(key, 0))
            reasons = known.reasons if reason in known.reasons else (*known.reasons, reason)
            found[key] = Proposal(key, known.value + WHOLE // (EVEN + place), reasons)
    return found


def leanings(taken: Iterable[Iterable[str]], hidden: Iterable[Iterable[str]]) -> dict[str, float]:
    """For each word of pictures that were judged how it leans, from -1 (hidden alone) to 1 (taken alone)."""
    up = Counter(word for words in taken for word in set(words))
    down = Counter(word for words in hidden for word in set(words))
    return {word: (up[word] - down[word]) / (up[word] + down[word] + 1) for word in up.keys() | down.keys()}


def shifted(proposal: Proposal, words: Mapping[str, str], leaning: Mapping[str, float]) -> Proposal:
    """What this is worth by its words too, each with what it is called; the one that helps most is a reason."""
    known = [(leaning[word], word) for word in words if leaning.get(word)]
    if not known:
        return proposal
    mean = sum(amount for amount, _word in known) / len(known)
    best, word = max(known)
    reason = (Reason("taken_alike", words[word]),) if best > 0 and mean > 0 else ()
    return replace(proposal, value=proposal.value + round(LEARNT * mean), reasons=(*proposal.reasons, *reason))


def in_order(proposals: Iterable[Proposal]) -> list[Proposal]:
    """The best first, equal ones by key, the largest first."""
    return sorted(proposals, key=lambda one: (one.value, one.key), reverse=True)


def words_in(*texts: str) -> dict[str, str]:
    """The words of texts that others wrote; of Chinese each sign counts as one."""
    return {word.casefold(): word for text in texts for word in _WORD.findall(text)}
