"""The vocabulary: whole, without cycles, no name for two things."""

from collections import Counter
from pathlib import Path

import pytest

from cms.vision.categories import CATEGORIES
from cms.vision.taxonomy import LANGUAGES, above, below, name_of, things
from workers.classification.classifiers.broader import BROADER
from workers.classification.classifiers.class_names import read_class_names
from workers.classification.classifiers.efficientnet import CATEGORY_TAGS


def test_every_label_and_every_category_is_a_thing(models_dir: Path) -> None:
    labels = {one.key for one in read_class_names(models_dir / "imagenet1k_clean_names.json")}
    assert labels | (set(CATEGORIES) - {"other"}) | set(CATEGORY_TAGS.values()) <= set(things())
    assert {word.replace(" ", "-") for word in BROADER} <= set(things())


def test_every_thing_has_a_name_of_its_own_in_every_language() -> None:
    for language in LANGUAGES:
        counted = Counter(thing.names[language].casefold() for thing in things().values())
        assert [name for name, count in counted.items() if count > 1 or not name.strip()] == []


def test_other_words_are_nobodys_name_and_stand_once() -> None:
    for language in LANGUAGES:
        names = {thing.names[language].casefold() for thing in things().values()}
        for thing in things().values():
            others = [word.casefold() for word in thing.others[language]]
            assert not names & set(others), thing.key
            assert len(set(others)) == len(others), thing.key


def test_parents_exist_and_nothing_is_above_itself() -> None:
    for key, thing in things().items():
        assert set(thing.parents) <= set(things()), key
        assert key not in above(key)
        assert len(set(thing.parents)) == len(thing.parents)
        assert not any(parent in above(other) for parent in thing.parents for other in thing.parents), key


@pytest.mark.parametrize(
    ("narrow", "broad"),
    [
        ("american-staffordshire-terrier", {"terrier", "dog", "animal"}),
        ("hot-dog", {"food"}),
        ("orange", {"fruit", "food"}),
        ("giant-panda", {"bear", "animal"}),
    ],
)
def test_broader_terms_stand_above(narrow: str, broad: set[str]) -> None:
    assert broad <= above(narrow)
    assert all(narrow in below()[key] for key in broad)


@pytest.mark.parametrize(
    ("narrow", "broad"),
    [("hot-dog", "dog"), ("teddy-bear", "bear"), ("computer-mouse", "animal"), ("red-panda", "bear")],
)
def test_words_do_not_deceive(narrow: str, broad: str) -> None:
    assert narrow in things()
    assert broad not in above(narrow)


def test_names_follow_the_language_and_english_stands_in() -> None:
    assert [name_of("dog", language) for language in ("en", "zh", "sv", "de")] == ["dog", "狗", "hund", "dog"]
    assert name_of("no-such-thing", "en") is None
