"""What counts as the same word, and what both engines are given to find."""

import subprocess
import sys

import pytest

from cms.index.tokens import Term, Tokens, document_tokens, folded, query_terms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Göteborg", "goteborg"),
        ("ÅÄÖ åäö", "aao aao"),
        ("A\u030angstro\u0308m", "ångström"),
        ("Crème BRÛLÉE", "creme brulee"),
        ("São Tomé", "sao tome"),
        ("Straße Ærø", "strasse aero"),
        ("圖書館裡的貓", "图书馆里的猫"),
        ("ＡＢＣ１２３", "abc123"),
        ("ﬁsh", "fish"),
    ],
)
def test_spellings_of_the_same_word_are_folded_together(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize("word", ["がぎぐ", "パリ", "한국어", "猫", "Москва".lower()])
def test_signs_that_are_no_accents_stay(word: str) -> None:
    assert folded(word) == word


def test_a_document_has_words_and_single_characters_of_strong_and_other_fields() -> None:
    tokens = document_tokens({"title": "Åre 黑猫", "description": "圖書館, a cat"})
    assert tokens == Tokens("· are 黑猫 ·", "黑 猫 · ·", "· 图书 书馆 图书馆 a cat ·", "图 书 馆 · ·")


def test_what_a_machine_made_is_apart_from_what_people_wrote() -> None:
    tokens = document_tokens({"title": "Åre"}, made={"tags": "cat\x1f猫", "text": "Hotel"})
    assert (tokens.strong, tokens.weak) == ("· are ·", "·")
    assert (tokens.made, tokens.made_signs, tokens.made_weak) == ("· cat · 猫 ·", "· 猫 · ·", "· hotel ·")


def test_a_question_is_cut_into_words_and_filler_words_are_left_out() -> None:
    assert query_terms("杭州的猫 CAFÉ") == (Term("杭州", ("杭", "州")), Term("猫", ("猫",)), Term("cafe"))


def test_a_question_of_filler_words_alone_is_asked() -> None:
    assert query_terms("的") == (Term("的", ("的",)),)


def test_a_question_repeats_nothing_and_has_an_end() -> None:
    assert query_terms("cat Cat CAT") == (Term("cat"),)
    assert len(query_terms(" ".join(f"word{number}" for number in range(1000)))) <= 64
    assert query_terms("x" * 10_000) == (Term("x" * 64),)


def test_a_token_has_no_sign_that_an_engine_could_split_at() -> None:
    text = (
        "it's 100% hot-air_balloon #tag @name a.b@c.de 猫/狗 \N{GRINNING FACE} \u2028 “quoted” 1\N{NO-BREAK SPACE}000"
    )
    words = document_tokens({"title": text}).strong.split(" ")[1:-1]
    assert words == [
        "it",
        "s",
        "100",
        "hot",
        "air",
        "balloon",
        "tag",
        "name",
        "a",
        "b",
        "c",
        "de",
        "猫",
        "狗",
        "quoted",
        "1",
        "000",
    ]


def test_words_in_latin_letters_load_no_dictionary() -> None:
    program = "import sys; from cms.index.tokens import *; document_tokens({'title': 'Åre cat'}); query_terms('Åre');"
    program += "print(sorted({'rjieba', 'opencc', 'numpy', 'elasticsearch'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
