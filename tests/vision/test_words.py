"""The words of the tagger, the categories' names, and what the category head was fitted on."""

import json
from pathlib import Path

import pytest

from cms.vision.categories import CATEGORIES, DISPLAY_NAMES, display_name, is_category
from tests.vision.conftest import DEVSET
from workers.classification.classifiers.broader import BROADER
from workers.classification.classifiers.category_head import GROUPS, NOTE_FILE, WEIGHTS_FILE
from workers.classification.classifiers.class_names import ClassName, read_class_names, short_name, slug
from workers.models.labelled import PERMITTED, read_labelled
from workers.models.score import is_right_tag


@pytest.fixture
def names(models_dir: Path) -> tuple[ClassName, ...]:
    return read_class_names(models_dir / "imagenet1k_clean_names.json")


def test_every_class_has_one_name_and_doubles_are_one(names: tuple[ClassName, ...]) -> None:
    numbers = [number for name in names for number in name.numbers]
    assert sorted(numbers) == list(range(1000))
    assert {name.name for name in names if len(name.numbers) == 2} == {"missile", "sunglasses", "tabby cat"}


def test_keys_are_unique_slugs_and_names_are_short(names: tuple[ClassName, ...]) -> None:
    assert len({name.key for name in names}) == len(names)
    assert all(name.key == slug(name.name) for name in names)
    assert not [name.name for name in names if set(name.name) & set("(/,") or len(name.name.split()) > 5]


@pytest.mark.parametrize(
    ("long", "short"),
    [
        ("a cat having a striped coat", "tabby cat"),
        ("kite (bird of prey)", "kite"),
        ("handrail / baluster", "handrail"),
    ],
)
def test_explanations_are_left_out_of_names(long: str, short: str) -> None:
    assert short_name(long) == short


def test_broader_words_are_sets_of_classes() -> None:
    assert set(GROUPS) <= set(BROADER)
    for numbers in BROADER.values():
        assert len(set(numbers)) == len(numbers) > 0
        assert set(numbers) <= set(range(1000))


def test_the_eight_categories_have_names_in_three_languages() -> None:
    assert set(DISPLAY_NAMES) == set(CATEGORIES)
    assert all(set(names) == {"en", "zh", "sv"} for names in DISPLAY_NAMES.values())


def test_names_follow_the_language_of_the_reader() -> None:
    assert [display_name("food", locale) for locale in ("zh-CN", "sv_SE", "en", "de")] == [
        "美食",
        "mat",
        "food",
        "food",
    ]
    assert is_category("food")
    assert not is_category("none")


def test_the_head_is_small_and_fitted_on_permitted_licences_only() -> None:
    note = json.loads(NOTE_FILE.read_text(encoding="utf-8"))
    assert WEIGHTS_FILE.stat().st_size < 100_000
    assert all(licence.startswith(PERMITTED) for licence in note["by_licence"])
    assert sum(note["by_licence"].values()) == len(note["files"]) == note["fitted_on"]


def test_each_file_of_the_fit_is_confirmed() -> None:
    if not DEVSET.is_dir():
        pytest.skip(f"{DEVSET} is not there")
    note = json.loads(NOTE_FILE.read_text(encoding="utf-8"))
    permitted = {picture.file for picture in read_labelled(DEVSET) if picture.may_be_fitted}
    assert set(note["files"]) == permitted


@pytest.mark.parametrize(
    ("tag", "is_right"),
    [("bus", True), ("school bus", True), ("vehicle", True), ("busker", False), ("dog", False)],
)
def test_a_tag_is_right_when_it_says_the_wanted_word_or_a_broader_one(tag: str, is_right: bool) -> None:
    assert is_right_tag(tag, {"bus"}) == is_right
