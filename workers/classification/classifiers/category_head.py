"""Exactly one category from what the network saw: a multinomial logistic regression on its embedding and on a few sums
of its class probabilities. Portrait and anime have no ImageNet class, so the sums alone cannot tell.

Fitted by `workers/models/fit_categories.py`; `category_head.json` says on which files.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cms.vision.base import Category
from cms.vision.categories import CATEGORIES
from workers.classification.classifiers.broader import BROADER

Floats = NDArray[Any]
WEIGHTS_FILE = Path(__file__).with_name("category_head.npz")
NOTE_FILE = Path(__file__).with_name("category_head.json")
GROUPS = (
    "animal",
    "food",
    "building",
    "vehicle",
    "landscape",
    "text",
    "clothing",
    "musical instrument",
    "furniture",
    "flower",
)
EMBEDDING_WEIGHT, GROUP_WEIGHT, FLOOR = 6.0, 4 / 7, 1e-3
"""How strongly each part speaks under the fit's penalty, and the probability below which a sum says nothing."""


def features(probabilities: Floats, embedding: Floats) -> Floats:
    """1280 + 10 numbers: the unit embedding and the log-odds of the group sums, each scaled by its weight."""
    sums = np.array([probabilities[list(BROADER[group])].sum() for group in GROUPS])
    odds = np.log((sums + FLOOR) / (1 - sums + FLOOR))
    return np.concatenate([embedding * EMBEDDING_WEIGHT, odds * GROUP_WEIGHT])


def softmax(logits: Floats) -> Floats:
    """Probabilities along the last axis."""
    grown = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(grown / grown.sum(axis=-1, keepdims=True))


class CategoryHead:
    """The shipped head. `version` goes up with every new fit."""

    def __init__(self) -> None:
        with np.load(WEIGHTS_FILE) as kept:
            self._weights, self._bias = kept["weights"].astype(np.float32), kept["bias"].astype(np.float32)
        self.version: str = json.loads(NOTE_FILE.read_text(encoding="utf-8"))["version"]

    def read(self, probabilities: Floats, embedding: Floats) -> Category:
        """The likeliest category, from class probabilities (1000) and unit embedding (1280)."""
        shares = softmax(features(probabilities, embedding) @ self._weights + self._bias)
        best = int(shares.argmax())
        return Category(CATEGORIES[best], float(shares[best]))
