"""What the default tagger says of pictures."""

import math

import numpy as np
import pytest

from cms.vision.base import Category, Label, Reading, Tagger
from cms.vision.categories import CATEGORIES
from tests.vision.conftest import FIXTURES, photograph
from workers.classification.classifiers.efficientnet import TAG_THRESHOLD, tags
from workers.classification.classifiers.network import prepared_pixels
from workers.models.known_picture import known_picture
from workers.models.labelled import read_labelled

SHAPES = [(1, 1), (1, 4000), (3000, 2), (64, 64), (300, 400)]


@pytest.fixture(scope="module")
def reading(tagger: Tagger) -> Reading:
    return tagger.read(known_picture())


@pytest.mark.parametrize(
    ("name", "label", "category"),
    [("coffee.png", "espresso", "food"), ("chelsea.png", "egyptian-mau", "animal")],
)
def test_known_photographs_get_their_label_and_category(tagger: Tagger, name: str, label: str, category: str) -> None:
    seen = tagger.read(photograph(f"category/{category}/{name}"))
    assert label in [found.key for found in seen.labels[:2]]
    assert seen.category.key == category


def test_a_cat_is_tagged_with_the_broader_words(tagger: Tagger) -> None:
    seen = tagger.read(photograph("category/animal/chelsea.png"))
    assert {"cat", "animal"} <= {tag.key for tag in seen.tags}


@pytest.mark.parametrize(
    ("name", "scene"),
    [("category/none/laptop_2.jpg", "indoor"), ("category/landscape/joshua_tree_1.jpg", "outdoor")],
)
def test_a_sure_scene_is_a_tag(tagger: Tagger, name: str, scene: str) -> None:
    keys = {tag.key for tag in tagger.read(photograph(name)).tags}
    assert keys & {"indoor", "outdoor"} == {scene}


def test_a_drawn_orange_disc_is_taken_for_a_ball(reading: Reading) -> None:
    assert (reading.labels[0].key, reading.labels[0].name) == ("ping-pong-ball", "ping-pong ball")


def test_five_labels_come_largest_first_and_are_probabilities(reading: Reading) -> None:
    shares = [label.probability for label in reading.labels]
    assert len(shares) == 5
    assert shares == sorted(shares, reverse=True)
    assert 0 < shares[-1] <= sum(shares) <= 1


def test_tags_are_above_the_threshold_and_named_once(reading: Reading) -> None:
    assert all(TAG_THRESHOLD <= tag.probability <= 1.000001 for tag in reading.tags)
    assert len({tag.key for tag in reading.tags}) == len(reading.tags)


def test_the_category_is_one_of_the_eight(reading: Reading) -> None:
    assert reading.category.key in CATEGORIES
    assert 1 / len(CATEGORIES) <= reading.category.probability <= 1


def test_the_embedding_is_a_unit_vector_of_1280(reading: Reading) -> None:
    assert len(reading.embedding) == 1280
    assert math.hypot(*reading.embedding) == pytest.approx(1, abs=1e-5)


def test_the_same_picture_is_read_the_same_twice(tagger: Tagger, reading: Reading) -> None:
    assert tagger.read(known_picture()) == reading


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_is_read(tagger: Tagger, shape: tuple[int, int]) -> None:
    seen = tagger.read(np.full((*shape, 3), 90, np.uint8))
    assert len(seen.labels) == 5
    assert all(math.isfinite(number) for number in seen.embedding)


def test_the_version_names_the_weights_and_the_head(tagger: Tagger) -> None:
    assert (tagger.name, tagger.version) == ("efficientnet-lite2", "0.2.0+head.1")


def test_pixels_are_scaled_around_127() -> None:
    prepared = prepared_pixels(np.full((300, 400, 3), 127, np.uint8))
    assert prepared.shape == (260, 260, 3)
    assert not prepared.any()
    assert prepared_pixels(np.full((50, 50, 3), 255, np.uint8)).max() == 1


def test_the_ends_of_a_panorama_are_not_looked_at() -> None:
    plain = np.full((100, 600, 3), 127, np.uint8)
    marked = plain.copy()
    marked[:, :200] = marked[:, 400:] = 0
    assert (prepared_pixels(marked) == prepared_pixels(plain)).all()


def test_one_word_is_kept_with_its_highest_probability() -> None:
    found = tags([Label("food", "food", 0.7), Label("pizza", "pizza", 0.65)], Category("food", 0.9))
    assert [(tag.key, tag.probability) for tag in found] == [("food", 0.9), ("pizza", 0.65)]


def test_other_and_unlikely_words_are_no_tags() -> None:
    assert tags([Label("pizza", "pizza", 0.5)], Category("other", 0.99)) == ()


def test_eight_of_ten_test_pictures_get_their_category(tagger: Tagger) -> None:
    if not FIXTURES.is_dir():
        pytest.skip(f"{FIXTURES} is not there")
    pictures = [one for one in read_labelled(FIXTURES) if one.file.startswith("category/")]
    right = sum(tagger.read(picture.pixels()).category.key in picture.accepted for picture in pictures)
    assert right >= 0.8 * len(pictures)
