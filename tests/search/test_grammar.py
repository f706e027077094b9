"""What people type, and what is understood by it."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cms.search.grammar import MOST_WORDS, TooManyWords, read_query


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("red dog", "red dog"),
        ("red AND dog", "red dog"),
        ("red OR dog cat", "red OR dog cat"),
        ("(red OR dog) cat", "(red OR dog) cat"),
        ("dog NOT cat", "dog NOT cat"),
        ("dog -cat", "dog NOT cat"),
        ("dog NOT (cat OR bird)", "dog NOT (cat OR bird)"),
        ("NOT (a b)", "NOT (a b)"),
        ('"red dog" AND cat', '"red dog" cat'),
        ("“red dog”", '"red dog"'),
        ("（红 OR 狗）猫", "(红 OR 狗) 猫"),
        ("zor* cat", "zor* cat"),
        ("red and dog or cat", "red and dog or cat"),
        ("layout:", "layout:"),
    ],
)
def test_well_formed_words_are_taken_as_they_stand(typed: str, understood: str) -> None:
    reading = read_query(typed)
    assert (reading.understood, reading.oddity) == (understood, None)


@pytest.mark.parametrize(
    ("typed", "understood", "word", "position"),
    [
        ('dog AND ( "cat', 'dog "cat"', "cat", 10),
        ("dog (cat", "dog cat", "(", 4),
        ("dog) cat", "dog cat", ")", 3),
        (")(", "", ")", 0),
        ("NOT", "", "NOT", 0),
        ("dog OR", "dog", "OR", 4),
        ("AND dog", "dog", "AND", 0),
        ("dog AND", "dog", "AND", 4),
        ("dog AND OR cat", "dog OR cat", "AND", 4),
        ("() dog", "dog", "(", 0),
        ("dog NOT", "dog", "NOT", 4),
    ],
)
def test_what_is_broken_is_mended_and_its_place_told(typed: str, understood: str, word: str, position: int) -> None:
    reading = read_query(typed)
    assert reading.oddity is not None
    assert (reading.understood, reading.oddity.word, reading.oddity.position) == (understood, word, position)


@pytest.mark.parametrize("typed", ["", "   ", '""', "()"])
def test_nothing_is_searched_for_where_nothing_was_typed(typed: str) -> None:
    assert read_query(typed).expression is None


def test_brackets_without_end_are_no_burden() -> None:
    assert read_query("(" * 1000 + "dog").understood == "dog"


def test_more_words_than_anybody_types_are_refused() -> None:
    with pytest.raises(TooManyWords):
        read_query("dog " * (MOST_WORDS + 1))


@given(some.text(alphabet='ab "()*-ANDORNOT狗“”', max_size=40))
def test_what_was_understood_is_understood_the_same_again(typed: str) -> None:
    once = read_query(typed)
    assert read_query(once.understood).understood == once.understood
    assert read_query(once.understood).oddity is None
