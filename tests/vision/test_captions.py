"""A sentence of what is known, in three languages, and of nothing else."""

from datetime import date

import pytest

from cms.vision.captions import KnownOf, caption_of, narrowest

DOG = [("golden-retriever", "golden retriever"), ("dog", "dog"), ("animal", "animal"), ("tennis-ball", "tennis ball")]


@pytest.mark.parametrize(
    ("language", "colours", "place", "said"),
    [
        (
            "en",
            ["green", "white"],
            "Malmö, Sweden",
            "Golden retriever and tennis ball, mainly green and white. Malmö, Sweden, May 2024. Text: “GO DOG GO”.",
        ),
        (
            "zh",
            ["绿色", "白色"],
            "马尔默, 瑞典",
            "金毛寻回犬和网球，以绿色和白色为主。马尔默，瑞典，2024年5月。文字：“GO DOG GO”。",
        ),
        (
            "sv",
            ["grön", "vit"],
            "Malmö, Sverige",
            "Golden retriever och tennisboll, mest i grön och vit. Malmö, Sverige, maj 2024. Text: ”GO DOG GO”.",
        ),
    ],
)
def test_everything_that_is_known_is_said(language: str, colours: list[str], place: str, said: str) -> None:
    known = KnownOf("animal", DOG, colours, place, date(2024, 5, 6), ["GO  DOG", "GO"])
    assert caption_of(known, language) == said


def test_what_is_above_another_goes_without_saying() -> None:
    assert [key for key, _ in narrowest(DOG)] == ["golden-retriever", "tennis-ball"]


@pytest.mark.parametrize(
    ("known", "said"),
    [
        (KnownOf("landscape"), "Landscape."),
        (KnownOf(""), ""),
        (KnownOf("", colours=["red"]), "Mainly red."),
        (KnownOf("", things=[("mine", "My mug")]), "My mug."),
        (KnownOf("", taken=date(2024, 5, 6)), "May 2024."),
        (KnownOf("document", lines=["word " * 100]), "Document. Text: “" + "word " * 15 + "word…”."),
    ],
)
def test_what_is_not_known_is_left_out(known: KnownOf, said: str) -> None:
    assert caption_of(known, "en") == said
