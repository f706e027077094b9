"""What people like by what others like who like the same: implicit feedback as factors. Pure: numbers in, numbers out.

Y. Hu, Y. Koren, C. Volinsky: Collaborative Filtering for Implicit Feedback Datasets (ICDM 2008), each half step by
conjugate gradients (G. Takács, I. Pilászy, D. Tikk, RecSys 2011). The same deeds give the same factors.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Whole = NDArray[np.int64]

FACTORS, ROUNDS, STEPS, SEED = 32, 8, 3, 1
CERTAINTY, RESTRAINT = 40.0, 20.0
"""How much surer a deed makes than none, for each unit of its strength, as in the paper; and what keeps factors small:
with less a small site's lists name pictures of the wrong crowd.
"""

TOGETHER = 20_000
"""So many deeds are worked on at once: what is gathered for them stays in the processor's cache."""

LEAST_PEOPLE, LEAST_DEEDS, LEAST_FANS = 50, 5, 3
"""Nothing is learnt from fewer people with so many pictures each. A picture that fewer people like is proposed to
nobody: it would tell what one of them did."""

LEAST_SCORE = 0.05

Deed = tuple[str, str, float]
"""Who, which picture, how strongly: above 0. A pair comes once."""


@dataclass(frozen=True)
class Given:
    """Deeds of one side, row by row: those of row `n` stand from `starts[n]` to `starts[n + 1]`. No row is empty."""

    starts: Whole
    others: Whole
    strengths: Floats


@dataclass(frozen=True)
class Learnt:
    """`factors`: one row for each of the `pictures`. `people` did enough to be told what they may like."""

    people: Sequence[str]
    pictures: Sequence[str]
    places: Mapping[str, int]
    factors: Floats
    square: Floats
    is_common: NDArray[np.bool_]


def learnt_from(deeds: Iterable[Deed]) -> Learnt | None:
    """None where too few people did enough."""
    names: tuple[dict[str, int], dict[str, int]] = ({}, {})
    numbers: tuple[list[int], list[int]] = ([], [])
    strengths: list[float] = []
    for *pair, strength in deeds:
        for name, known, found in zip(pair, names, numbers, strict=True):
            found.append(known.setdefault(str(name), len(known)))
        strengths.append(float(strength))
    done = Counter(numbers[0])
    people = sorted(name for name, number in names[0].items() if done[number] >= LEAST_DEEDS)
    if len(people) < LEAST_PEOPLE:
        return None
    persons, pictures = (_in_order(known, found) for known, found in zip(names, numbers, strict=True))
    factors = _factors(persons, pictures, np.array(strengths, np.float32))
    return Learnt(
        people=people,
        pictures=sorted(names[1]),
        places={name: place for place, name in enumerate(sorted(names[1]))},
        factors=factors,
        square=factors.T @ factors,
        is_common=np.bincount(pictures) >= LEAST_FANS,
    )


def _in_order(known: Mapping[str, int], found: Sequence[int]) -> Whole:
    """The numbers as if names had been numbered in their order, so that it does not matter in which they came."""
    order = np.empty(len(known), np.int64)
    for place, name in enumerate(sorted(known)):
        order[known[name]] = place
    return order[np.array(found, np.int64)]


def _given(rows: Whole, others: Whole, strengths: Floats) -> Given:
    order = np.lexsort((others, rows))
    starts = np.concatenate(([0], np.cumsum(np.bincount(rows))))
    return Given(starts, others[order], strengths[order])


def _factors(persons: Whole, pictures: Whole, strengths: Floats) -> Floats:
    by_person, by_picture = _given(persons, pictures, strengths), _given(pictures, persons, strengths)
    of_people = np.zeros((len(by_person.starts) - 1, FACTORS), np.float32)
    drawn = np.random.default_rng(SEED).standard_normal((len(by_picture.starts) - 1, FACTORS), np.float32)
    of_pictures: Floats = drawn * np.float32(0.1)
    for _ in range(ROUNDS):
        _improve(of_people, of_pictures, by_person)
        _improve(of_pictures, of_people, by_picture)
    return of_pictures


def _improve(mine: Floats, theirs: Floats, given: Given) -> None:
    """Bring the factors of one side nearer to the best ones while those of the other stand still, in place."""
    square = theirs.T @ theirs + np.float32(RESTRAINT) * np.eye(FACTORS, dtype=np.float32)
    first, count = 0, len(mine)
    while first < count:
        within = np.searchsorted(given.starts, given.starts[first] + TOGETHER, side="right") - 1
        last = min(max(int(within), first + 1), count)
        _improve_some(mine[first:last], theirs, square, given, first)
        first = last


def _improve_some(mine: Floats, theirs: Floats, square: Floats, given: Given, first: int) -> None:
    """Conjugate gradients for these rows side by side."""
    starts = given.starts[first : first + len(mine) + 1]
    known = theirs[given.others[starts[0] : starts[-1]]]
    sure = np.float32(CERTAINTY) * given.strengths[starts[0] : starts[-1]]
    begins, rows = starts[:-1] - starts[0], np.repeat(np.arange(len(mine)), np.diff(starts))

    def summed(weights: Floats) -> Floats:
        found: Floats = np.add.reduceat(weights[:, None] * known, begins, axis=0)
        return found

    def times(direction: Floats) -> Floats:
        met = np.einsum("ij,ij->i", known, direction[rows])
        found: Floats = direction @ square + summed(sure * met)
        return found

    rest = summed(1 + sure) - times(mine)
    direction, left = rest, np.einsum("ij,ij->i", rest, rest)
    for _ in range(STEPS):
        turned = times(direction)
        length = left / np.maximum(np.einsum("ij,ij->i", direction, turned), np.float32(1e-12))
        mine += length[:, None] * direction
        rest = rest - length[:, None] * turned
        was, left = left, np.einsum("ij,ij->i", rest, rest)
        direction = rest + (left / np.maximum(was, np.float32(1e-12)))[:, None] * direction


def fitting(learnt: Learnt, done: Mapping[str, float], *, most: int) -> list[tuple[str, float]]:
    """What fits best who did this with so much strength, each with a score up to 1; nothing of that itself."""
    places = np.array([learnt.places[one] for one in sorted(done) if one in learnt.places], np.int64)
    if len(places) == 0:
        return []
    known = learnt.factors[places].astype(np.float64)
    sure = CERTAINTY * np.array([done[learnt.pictures[place]] for place in places])
    weighed = learnt.square + RESTRAINT * np.eye(FACTORS) + known.T @ (sure[:, None] * known)
    person = np.linalg.solve(weighed, known.T @ (1 + sure)).astype(np.float32)
    scores = np.where(learnt.is_common, learnt.factors @ person, np.float32(0))
    scores[places] = 0
    best = np.argpartition(-scores, most)[:most] if len(scores) > most else np.arange(len(scores))
    order = sorted((-float(scores[place]), int(place)) for place in best if scores[place] >= LEAST_SCORE)
    return [(learnt.pictures[place], round(min(-score, 1.0), 4)) for score, place in order]
