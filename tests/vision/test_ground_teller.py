"""What stands in front and what is behind it: colours of drawn things on grounds, and of a person before a wall."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from cms.media.colour_names import name_of
from cms.vision.base import Grounds, GroundTeller
from workers.classification.registry import load_ground_teller

COLOURS = {
    "red": (200, 25, 25),
    "white": (245, 245, 245),
    "blue": (20, 40, 200),
    "green": (10, 150, 20),
    "yellow": (240, 215, 20),
    "black": (12, 12, 14),
}


@pytest.fixture(scope="module")
def teller(models_dir: Path) -> GroundTeller:
    made = load_ground_teller("grounds", models_dir)
    assert made is not None
    return made


def drawn(thing: str, ground: str, *, size: tuple[int, int] = (400, 300), at: float = 0.5) -> NDArray[np.uint8]:
    """A disc of one colour on a grainy ground of another."""
    picture = Image.new("RGB", size, COLOURS[ground])
    reach, middle = min(size) * 0.3, (size[0] * at, size[1] * 0.5)
    box = [middle[0] - reach, middle[1] - reach, middle[0] + reach, middle[1] + reach]
    ImageDraw.Draw(picture).ellipse(box, fill=COLOURS[thing])
    grain = np.random.default_rng(1).normal(0, 5, (size[1], size[0], 3))
    return (np.asarray(picture) + grain).clip(0, 255).astype(np.uint8)


def most(colours: tuple[tuple[str, float], ...]) -> str:
    """The name of the colour with the largest share."""
    return name_of(max(colours, key=lambda one: one[1])[0])


@pytest.mark.parametrize(
    ("thing", "ground"),
    [("red", "white"), ("white", "red"), ("blue", "yellow"), ("black", "white"), ("green", "black"), ("white", "blue")],
)
@pytest.mark.parametrize(("size", "at"), [((400, 300), 0.5), ((300, 400), 0.5), ((400, 200), 0.35)])
def test_a_thing_and_what_is_behind_it_are_told_apart(
    teller: GroundTeller, thing: str, ground: str, size: tuple[int, int], at: float
) -> None:
    found = teller.read(drawn(thing, ground, size=size, at=at))
    assert (most(found.foreground), most(found.background)) == (thing, ground)
    assert max(share for _, share in found.foreground) > 0.9
    assert max(share for _, share in found.background) > 0.9


def test_shares_are_of_each_ground(teller: GroundTeller) -> None:
    found = teller.read(drawn("red", "white"))
    assert 0.15 < found.share < 0.35
    for colours in (found.foreground, found.background):
        assert 0.9 < sum(share for _, share in colours) <= 1.001


def test_the_same_picture_gives_the_same_answer(teller: GroundTeller) -> None:
    first = teller.read(drawn("blue", "yellow"))
    teller.read(drawn("red", "black"))
    assert teller.read(drawn("blue", "yellow")) == first


@pytest.mark.parametrize("size", [(1, 1), (2, 300), (300, 2), (7, 7), (400, 300)])
def test_a_picture_of_one_colour_has_it_before_and_behind_or_nowhere(
    teller: GroundTeller, size: tuple[int, int]
) -> None:
    found: Grounds = teller.read(np.full((size[1], size[0], 3), 200, np.uint8))
    for colours in (found.foreground, found.background):
        assert {code for code, _ in colours} <= {"#c8c8c8"}
    assert found.foreground or found.background


def test_telling_may_be_switched_off(models_dir: Path) -> None:
    assert load_ground_teller("off", models_dir) is None


def test_naming_the_teller_loads_no_framework() -> None:
    question = "import sys, workers.classification.detectors.ground; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", question], capture_output=True, text=True, check=True).stdout.split()
    assert not {"cv2", "ai_edge_litert", "numpy"} & set(loaded)
