"""Words as things: what is a known word, in which spelling, and what a text names."""

import pytest

from cms.search.grammar import read_query
from cms.search.vocabulary import spotted, understood


def keys(q: str) -> list[list[str]]:
    return [sorted(piece.keys) for piece in understood(read_query(q).expression)]


@pytest.mark.parametrize(
    ("q", "things"),
    [
        ("dog", ["dog"]),
        ("Dogs", ["dog"]),
        ("犬", ["dog"]),
        ("hundar", ["dog"]),
        ("pit bull", ["american-staffordshire-terrier"]),
        ('"tabby cat"', ["tabby-cat"]),
        ("貓", ["cat"]),
        ("热狗", ["hot-dog"]),
        ("kräftdjur", ["crustacean"]),
        ("kraftdjur", ["crustacean"]),
        ("室内", ["indoor"]),
        ("utomhus", ["outdoor"]),
        ("indoors", ["indoor"]),
        ("户外", ["outdoor"]),
    ],
)
def test_a_known_word_is_its_thing(q: str, things: list[str]) -> None:
    assert keys(q) == [things]


def test_accents_make_other_words() -> None:
    assert keys("lada") != keys("låda")


def test_a_word_for_two_things_means_both() -> None:
    assert keys("crane") == [["construction-crane", "crane-bird"]]


def test_several_known_words_must_all_hold() -> None:
    assert keys("dog cat") == keys("dog AND 猫") == [["dog"], ["cat"]]


@pytest.mark.parametrize(
    "q", ["dog xyzzy", "NOT dog", "dog OR cat", "do*", "我的狗狗", "", "planet", "1850 dog", '"red dog"']
)
def test_what_is_not_wholly_known_stays_words(q: str) -> None:
    assert keys(q) == []


def test_a_text_names_things_the_longest_names_first() -> None:
    named = [sorted(piece.keys)[0] for piece in spotted("A hot dog, two cats and 一只狗在草地") if piece.keys]
    assert named == ["hot-dog", "cat", "dog", "grass"]


@pytest.mark.parametrize(
    ("q", "things"),
    [
        ("wide dog 2024", [["layout:wide"], ["dog"], ["taken:2024"]]),
        ("横图 狗 2024年", [["layout:wide"], ["dog"], ["taken:2024"]]),
        ("红狗", [["colour:red"], ["dog"]]),
        ("röd hund", [["colour:red"], ["dog"]]),
        ("orange", [["colour:orange", "orange"]]),
    ],
)
def test_colours_shapes_and_years_are_known(q: str, things: list[list[str]]) -> None:
    assert keys(q) == things


@pytest.mark.parametrize(
    "q",
    [
        "red on white",
        "red on a white background",
        "red, white background",
        "white background red",
        "röd på vitt",
        "rött på vit",
        "röd mot en vit bakgrund",
        "röd, vit botten",
        "白底红色",
        "白色背景红色",
        "白色背景的红色",
        "红色，白底",
        "红色 白色背景",
    ],
)
def test_a_colour_behind_another_is_known(q: str) -> None:
    assert sorted(keys(q)) == [["colour:red@foreground"], ["colour:white@background"]]


@pytest.mark.parametrize(
    ("q", "things"),
    [
        ("red on white, wide, 2024", "colour:red@foreground colour:white@background layout:wide taken:2024"),
        ("red on white wide 2024", "colour:red@foreground colour:white@background layout:wide taken:2024"),
        ("röd på vitt, liggande, 2024", "colour:red@foreground colour:white@background layout:wide taken:2024"),
        ("白底红色，横图，2024年", "colour:red@foreground colour:white@background layout:wide taken:2024"),
        ("red mug on white", "colour:red@foreground coffee-mug colour:white@background"),
        ("dog on a green background", "dog colour:green@background"),
        ("白底红杯", "colour:white@background colour:red@foreground cup"),
        ("blue foreground", "colour:blue@foreground"),
        ("vit bakgrund", "colour:white@background"),
        ("red white", "colour:red colour:white"),
    ],
)
def test_colours_behind_go_with_other_words(q: str, things: str) -> None:
    assert sorted(key for [key] in keys(q)) == sorted(things.split())


@pytest.mark.parametrize("q", ["red on white mug", "on white dog", '"red on white"', "background", "red on", "底"])
def test_what_may_be_the_colour_of_a_thing_is_none_behind(q: str) -> None:
    assert keys(q) == []


@pytest.mark.parametrize("text", ["", "  ", "!?", "狗" * 5000, "dog " * 5000, "\u0301" * 300])
def test_any_text_can_be_looked_through(text: str) -> None:
    assert len(list(spotted(text))) <= 5000
