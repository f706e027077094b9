"""The default tagger: EfficientNet-Lite2's labels, broader words over them, a category and the embedding."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from cms.vision.base import Category, Label, Reading
from cms.vision.taxonomy import below, things
from workers.classification.classifiers.category_head import CategoryHead, softmax
from workers.classification.classifiers.class_names import ClassName, read_class_names, slug
from workers.classification.classifiers.network import Network, prepared_pixels
from workers.classification.classifiers.scenes import numbers_of_scenes, scene_of

if TYPE_CHECKING:
    from cms.vision.base import Picture

LABELS_SHOWN = 5
TAG_THRESHOLD = 0.6
"""Chosen on the development pictures: see docs/understanding.md."""
CATEGORY_TAGS = {
    "portrait": "person",
    "landscape": "landscape",
    "food": "food",
    "document": "document",
    "architecture": "building",
    "animal": "animal",
    "anime": "illustration",
}


class EfficientNetLite2:
    """The tagger. One thread a process; not to be shared between threads."""

    name = "efficientnet-lite2"

    def __init__(self, network: Path, class_names: Path, *, tag_threshold: float = TAG_THRESHOLD) -> None:
        self._network = Network(network)
        self._head = CategoryHead()
        self._tag_threshold = tag_threshold
        self._classes = read_class_names(class_names)
        self._scenes = numbers_of_scenes(self._classes)
        self._broader = tuple(broader(self._classes))
        self.version = f"0.2.0+head.{self._head.version}"

    def read(self, picture: "Picture") -> Reading:
        """What is in the picture (height × width × 3, RGB, upright, uint8)."""
        logits, feature = self._network.run(prepared_pixels(picture))
        probabilities, embedding = softmax(logits.astype(np.float64)), feature / np.linalg.norm(feature)
        category = self._head.read(probabilities, embedding)
        labels = _labels(self._classes, probabilities)
        words = tags([*labels, *_labels(self._broader, probabilities)], category, threshold=self._tag_threshold)
        return Reading(
            labels=labels[:LABELS_SHOWN],
            tags=(*words, *scene_of(self._scenes, probabilities, picture)),
            category=category,
            embedding=tuple(embedding.tolist()),
        )


def broader(classes: Iterable[ClassName]) -> Iterator[ClassName]:
    """Every thing that has narrower ones, with the classes of all of them: their probabilities add up."""
    numbers = {one.key: one.numbers for one in classes}
    for key, keys in below().items():
        if len(keys) > 1:
            of_all = sorted(number for one in keys for number in numbers.get(one, ()))
            yield ClassName(key, things()[key].names["en"], tuple(of_all))


def _labels(classes: Iterable[ClassName], probabilities: NDArray[Any]) -> tuple[Label, ...]:
    """One label a class name, likeliest first."""
    found = [Label(one.key, one.name, float(probabilities[list(one.numbers)].sum())) for one in classes]
    return tuple(sorted(found, key=lambda label: -label.probability))


def tags(labels: Iterable[Label], category: Category, *, threshold: float = TAG_THRESHOLD) -> tuple[Label, ...]:
    """Every word above the threshold once, with its highest probability, likeliest first; the category has one too."""
    word = CATEGORY_TAGS.get(category.key)
    of_category = [Label(slug(word), word, category.probability)] if word else []
    best: dict[str, Label] = {}
    for label in [*labels, *of_category]:
        known = best.get(label.key)
        if label.probability >= threshold and (known is None or known.probability < label.probability):
            best[label.key] = label
    return tuple(sorted(best.values(), key=lambda label: -label.probability))
