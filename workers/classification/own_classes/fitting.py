"""Logistic regression on unit vectors, from few examples: Newton's method in the dual, both sides weighing the same.

Pure: numbers in, a head out. Against the examples stands a fixed set of pictures of all kinds; what the owner says is
not of the class weighs more than these.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cms.classes.service import CARRIED_FROM

Vectors = NDArray[np.float32]
Weights = NDArray[np.float64]

PENALTY = 10.0
SCALE = 8.0
"""Unit vectors are stretched by this, so that the penalty means the same for any number of dimensions."""

TOO_ALIKE = 0.1
"""From this score on a picture of the fixed set is left out; chosen on the development pictures, as the others are."""

STEPS = 12
FOLDS = 5
_LEAST = 1e-4


@dataclass(frozen=True)
class Head:
    """What was learnt: a direction in the space of vectors, and an offset."""

    weights: Vectors
    bias: float

    def scores(self, vectors: Vectors) -> NDArray[np.float32]:
        """One for each row, 0 to 1: how likely it would be if both sides were as frequent."""
        return np.asarray(1 / (1 + np.exp(-(vectors @ self.weights + self.bias))), np.float32)


def fit(vectors: Vectors, is_of_class: NDArray[np.bool_], weights: Weights) -> Head:
    """`vectors` is n × d; `weights` say how much each row counts among its side. Both sides count the same in all."""
    truth = is_of_class.astype(np.float64)
    counts = np.where(is_of_class, weights / weights[is_of_class].sum(), weights / weights[~is_of_class].sum())
    counts *= len(truth) / 2
    seen = np.hstack([vectors.astype(np.float64) * SCALE, np.ones((len(vectors), 1))])
    alike = seen @ seen.T
    felt, pull = np.zeros(len(truth)), np.zeros(len(truth))
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-felt))
        curve = np.maximum(counts * chance * (1 - chance), _LEAST)
        aim = felt + counts * (truth - chance) / curve
        pull = np.linalg.solve(alike + PENALTY * np.diag(1 / curve), aim)
        felt = alike @ pull
    found = seen.T @ pull
    return Head((found[:-1] * SCALE).astype(np.float32), float(found[-1]))


def fit_apart(vectors: Vectors, is_of_class: NDArray[np.bool_], weights: Weights, is_fixed: NDArray[np.bool_]) -> Head:
    """The same in two rounds: what of the fixed set looks like the class may well be of it, and stands against it once.

    Learning from examples of one side and from pictures of which nobody said anything (Liu et al., 2003).
    """
    first = fit(vectors, is_of_class, weights)
    counts = ~is_fixed | (first.scores(vectors) < TOO_ALIKE)
    return fit(vectors[counts], is_of_class[counts], weights[counts]) if (counts & ~is_of_class).any() else first


def accuracy_of(
    vectors: Vectors, is_of_class: NDArray[np.bool_], weights: Weights, is_fixed: NDArray[np.bool_]
) -> float:
    """The balanced accuracy, 0 to 1, of a cross-validation: what each fifth is told by the head of the others.

    The whole fixed set counts as being none of the class, so the figure is rather too low.
    """
    said = np.zeros(len(vectors), np.bool_)
    fold = _folds(is_of_class)
    for number in range(FOLDS):
        out = fold == number
        head = fit_apart(vectors[~out], is_of_class[~out], weights[~out], is_fixed[~out])
        said[out] = head.scores(vectors[out]) >= CARRIED_FROM
    right = np.where(said == is_of_class, weights, 0.0)
    of_class = right[is_of_class].sum() / weights[is_of_class].sum()
    others = right[~is_of_class].sum() / weights[~is_of_class].sum()
    return float((of_class + others) / 2)


def _folds(is_of_class: NDArray[np.bool_]) -> NDArray[np.int64]:
    """A fold for each row, each side spread evenly in the order given."""
    fold = np.zeros(len(is_of_class), np.int64)
    for side in (is_of_class, ~is_of_class):
        fold[side] = np.arange(side.sum()) % FOLDS
    return fold
