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
        ("colour:red@background", "", {"colour": ["red@background"]}),
        ("färg:röd@bakgrund hund", "hund", {"colour": ["red@background"]}),
        ("颜色:红@背景", "", {"colour": ["red@background"]}),
        ("颜色：红色@前景", "", {"colour": ["red@foreground"]}),
        ("färg:vitt:40@FÖRGRUND", "", {"colour": ["white:40@foreground"]}),
        ("color:C0392B:30@foreground", "", {"colour": ["#c0392b:30@foreground"]}),
        ("-colour:red@background", "", {"without": ["colour:red@background"]}),
        ("layout:wide -tag:cat", "", {"layout": ["wide"], "without": ["tag:cat"]}),
        ('tag:"old town" house', "house", {"tag": ["old town"]}),
        ("category:food kategori:djur", "", {"category": ["food", "animal"]}),
        ("taken:2024", "", {"taken_from": ["2024-01-01"], "taken_to": ["2024-12-31"]}),
        ("taken:2024-02", "", {"taken_from": ["2024-02-01"], "taken_to": ["2024-02-29"]}),
        ("taken:2023..2024-05-17", "", {"taken_from": ["2023-01-01"], "taken_to": ["2024-05-17"]}),
        ("rating:4 rating:>=3", "", {"rating_min": ["4", "3"]}),
        ("words:written ord:maskinens 来源：全部", "", {"words": ["written", "generated", "all"]}),
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
    ("q", "word", "meant"),
    [
        ("dog colour:reed", "colour:reed", ("colour:red", "colour:green")),
        ("dog layout:wid", "layout:wid", ("layout:wide",)),
        ("dog kategori:jur", "kategori:jur", ("kategori:djur",)),
        ("dog rating:9", "rating:9", ()),
        ("dog taken:2024-13", "taken:2024-13", ()),
        ("dog -rating:3", "-rating:3", ()),
        ("dog words:writen", "words:writen", ("words:written",)),
        ("dog scope:yours", "scope:yours", ()),
        ("dog colour:red:300", "colour:red:300", ("colour:red",)),
        ("dog colour:red@sky", "colour:red@sky", ("colour:red",)),
        ("dog colour:red@", "colour:red@", ("colour:red",)),
    ],
)
def test_a_value_that_cannot_be_stays_a_word_and_is_told(q: str, word: str, meant: tuple[str, ...]) -> None:
    typed = read_typed(q)
    assert (typed.rest, dict(typed.values)) == (q, {})
    assert typed.misspelt == Misspelt(word, 4, meant)


@pytest.mark.parametrize("q", ["tag:" * 250, '"' * 999, "(" * 999, "：" * 500, "-" * 999, "a:" + "b" * 990])
def test_floods_are_read_at_once(q: str) -> None:
    assert len(read_typed(q).rest) <= len(q)
