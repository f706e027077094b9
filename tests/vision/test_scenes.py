"""Indoor and outdoor: which labels speak for them, and when nothing is said."""

import numpy as np
import pytest
from numpy.typing import NDArray

from cms.vision.taxonomy import scenes, things
from workers.classification.classifiers.class_names import ClassName
from workers.classification.classifiers.scenes import is_plain_around, numbers_of_scenes, scene_of

CLASSES = tuple(
    ClassName(key, key, (number,)) for number, key in enumerate(("couch", "library", "valley", "sailboat", "banana"))
)
NUMBERS = {"indoor": [0, 1], "outdoor": [2, 3]}
ROOM = np.random.default_rng(1).integers(0, 255, (40, 60, 3)).astype(np.uint8)


def told(*probabilities: float, picture: NDArray[np.uint8] = ROOM) -> list[tuple[str, float]]:
    found = scene_of(NUMBERS, np.array(probabilities), picture)
    return [(label.key, round(label.probability, 6)) for label in found]


def test_every_thing_of_the_table_is_known_and_speaks_for_one_scene() -> None:
    assert set(scenes()) == {"indoor", "outdoor"}
    assert scenes()["indoor"] | scenes()["outdoor"] <= set(things())
    assert scenes()["indoor"] & scenes()["outdoor"] == set()


def test_what_is_narrower_speaks_too_but_for_the_exceptions() -> None:
    assert {"couch", "bathtub"} <= scenes()["indoor"]
    assert {"valley", "palace", "motorcycle"} <= scenes()["outdoor"]
    assert not {"banana", "rocking-chair", "golden-retriever"} & (scenes()["indoor"] | scenes()["outdoor"])


def test_the_labels_of_a_scene_are_added_up() -> None:
    assert told(0.4, 0.3, 0.0, 0.05, 0.25) == [("indoor", 0.7)]
    assert told(0.0, 0.0, 0.5, 0.2, 0.3) == [("outdoor", 0.7)]


@pytest.mark.parametrize("doubtful", [(0.3, 0.2, 0.0, 0.0, 0.5), (0.6, 0.1, 0.2, 0.0, 0.1), (0.0, 0.0, 0.0, 0.0, 1.0)])
def test_nothing_is_said_in_doubt(doubtful: tuple[float, ...]) -> None:
    assert told(*doubtful) == []


def test_a_thing_before_nothing_is_in_no_scene() -> None:
    white = np.full((40, 60, 3), 250, np.uint8)
    white[10:30, 20:40] = ROOM[10:30, 20:40]
    assert is_plain_around(white)
    assert told(0.9, 0.0, 0.0, 0.0, 0.1, picture=white) == []
    assert not is_plain_around(ROOM)


def test_classes_are_found_by_their_things() -> None:
    assert numbers_of_scenes(CLASSES) == NUMBERS
