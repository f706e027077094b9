"""Indoor or outdoor, by the labels that speak for it; nothing where it is not sure."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from cms.vision.base import Label
from cms.vision.taxonomy import name_of, scenes
from workers.classification.classifiers.class_names import ClassName

if TYPE_CHECKING:
    from cms.vision.base import Picture

SURE, DOUBTFUL = 0.6, 0.1
"""The labels for a scene reach this sum, those for the other do not reach this. Chosen: see docs/understanding.md."""
PLAIN, LEVELS = 0.8, 24
"""A thing before nothing is in no scene: so much of the rim has one colour, to so many of 256 levels."""


def numbers_of_scenes(classes: tuple[ClassName, ...]) -> Mapping[str, list[int]]:
    """The classes that speak for each scene."""
    numbers = {one.key: one.numbers for one in classes}
    return {scene: sorted(n for key in keys for n in numbers.get(key, ())) for scene, keys in scenes().items()}


def scene_of(numbers: Mapping[str, list[int]], probabilities: NDArray[Any], picture: "Picture") -> Iterator[Label]:
    """The scene, if it is a sure one."""
    sums = {scene: float(probabilities[some].sum()) for scene, some in numbers.items()}
    for scene, total in sums.items():
        others = (other for name, other in sums.items() if name != scene)
        if total >= SURE and all(other < DOUBTFUL for other in others) and not is_plain_around(picture):
            yield Label(scene, name_of(scene, "en") or scene, total)


def is_plain_around(picture: "Picture") -> bool:
    """Whether the rim of the picture is of one colour."""
    rim = np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]]).astype(np.int16)
    differing = np.abs(rim - np.median(rim, axis=0)).max(axis=1)
    return bool((differing <= LEVELS).mean() >= PLAIN)
