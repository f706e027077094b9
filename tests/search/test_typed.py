"""Facets typed among words mean what clicks mean; what is no facet stays words; a wrong value is named."""

import pytest

from cms.search.typed import Misspelt, read_typed


@pytest.mark.parametrize(
    ("q", "rest", "values"),
    [
        ("colour:red dog", "dog", {"colour": ["red"]}),
        ("dog color:RED", "dog", {"colour": ["red"]}),
        ("färg:röd hund", "hund", {"colour": ["red"]}),
        ("狗 颜色：红色", "狗", {"colour": ["red"]}),
        ("colour:red:30 colour:#00ff00", "", {"colour": ["red:30", "#00ff00"]}),
        ("layout:wide -tag:cat", "", {"layout": ["wide"], "without": ["tag:cat"]}),
        ('tag:"old town" house', "house", {"tag": ["old town"]}),
        ("category:food kategori:djur", "", {"category": ["food", "animal"]}),
        ("taken:2024", "", {"taken_from": ["2024-01-01"], "taken_to": ["2024-12-31"]}),
        ("taken:2024-02", "", {"taken_from": ["2024-02-01"], "taken_to": ["2024-02-29"]}),
        ("taken:2023..2024-05-17", "", {"taken_from": ["2023-01-01"], "taken_to": ["2024-05-17"]}),
        ("rating:4 rating:>=3", "", {"rating_min": ["4", "3"]}),
        ("scope:mine text:hotel", "", {"scope": ["mine"], "text": ["hotel"]}),
        ("red dog", "red dog", {}),
        ("foo:bar 12:30", "foo:bar 12:30", {}),
        ('"colour:red" (tag:x OR y)', '"colour:red" (tag:x OR y)', {}),
        ("a  b", "a  b", {}),
        ('dog "open colour:red', 'dog "open colour:red', {}),
    ],
)
def test_facets_are_taken_out_of_words(q: str, rest: str, values: dict[str, list[str]]) -> None:
    typed = read_typed(q)
    assert (typed.rest, dict(typed.values)) == (rest, values)


@pytest.mark.parametrize(
    ("q", "said"),
    [
        ("dog colour:reed", "“colour:reed” (at 4) is no colour that can be asked for. Did you mean colour:red"),
        ("layout:wid", "Did you mean layout:wide?"),
        ("category:foood", "Did you mean category:food?"),
        ("rating:9", "“rating:9” (at 0) is no rating"),
        ("taken:2024-13", "is no taken"),
        ("-rating:3", "is no rating"),
        ("scope:yours", "is no scope"),
    ],
)
def test_a_value_that_cannot_be_is_named_with_what_was_meant(q: str, said: str) -> None:
    with pytest.raises(Misspelt, match="is no ") as refusal:
        read_typed(q)
    assert said in str(refusal.value)


@pytest.mark.parametrize("q", ["tag:" * 250, '"' * 999, "(" * 999, "：" * 500, "-" * 999, "a:" + "b" * 990])
def test_floods_are_read_at_once(q: str) -> None:
    assert len(read_typed(q).rest) <= len(q)
