"""Words by rule from date, place and colours; no word where a fact is missing."""

from datetime import datetime
from pathlib import Path

import pytest

from cms.media.facts import WORDS, Facts, words_of
from cms.search.vocabulary import meant_by
from cms.vision.taxonomy import LANGUAGES, things

CHECKOUT = Path(__file__).parents[2]
MALMO, SYDNEY, SINGAPORE, TROMSO = (55.6, 13.0), (-33.87, 151.2), (1.3, 103.8), (69.65, 18.96)


def words(
    taken: str | None = None, offset: str | None = None, place: tuple[float, float] | None = None, **shares: float
) -> set[str]:
    codes = {"red": "#dc1414", "white": "#ffffff", "grey": "#808080", "blue": "#1428dc"}
    lat, lon = place or (None, None)
    moment = datetime.fromisoformat(taken) if taken else None
    colours = [(codes[name], share) for name, share in shares.items()]
    return {word for word, _ in words_of(Facts(moment, offset, lat, lon, colours))}


@pytest.mark.parametrize(
    ("taken", "place", "season"),
    [
        ("2024-07-01T12:00", MALMO, "summer"),
        ("2024-12-01T12:00", MALMO, "winter"),
        ("2024-02-29T12:00", MALMO, "winter"),
        ("2024-05-31T12:00", MALMO, "spring"),
        ("2024-11-30T12:00", MALMO, "autumn"),
        ("2024-07-01T12:00", SYDNEY, "winter"),
        ("2024-01-01T12:00", SYDNEY, "summer"),
    ],
)
def test_the_season_follows_from_date_and_latitude(taken: str, place: tuple[float, float], season: str) -> None:
    assert words(taken, None, place) == {season}


@pytest.mark.parametrize(
    ("taken", "offset", "place"),
    [("2024-07-01T12:00", "+08:00", SINGAPORE), ("2024-07-01T12:00", None, None), (None, None, MALMO)],
)
def test_without_seasons_a_place_or_a_date_there_is_no_season(
    taken: str | None, offset: str | None, place: tuple[float, float] | None
) -> None:
    assert words(taken, offset, place) == set()


@pytest.mark.parametrize(
    ("taken", "offset", "place", "word"),
    [
        ("2024-06-21T04:30", "+02:00", MALMO, {"sunrise"}),
        ("2024-06-21T21:50", "+02:00", MALMO, {"evening"}),
        ("2024-06-21T13:00", "+02:00", MALMO, set()),
        ("2024-06-21T01:00", "+02:00", MALMO, set()),
        ("2024-12-21T16:00", "+01:00", MALMO, {"evening"}),
        ("2024-12-21T08:30", "+01:00", MALMO, {"sunrise"}),
        ("2024-06-21T07:00", "+10:00", SYDNEY, {"sunrise"}),
        ("2024-06-21T17:00", "+10:00", SYDNEY, {"evening"}),
        ("2024-06-21T04:30", None, MALMO, set()),
        ("2024-06-21T20:45", "-00:30", (51.5, -7.5), {"evening"}),
        ("2024-06-21T12:00", "+02:00", TROMSO, set()),
    ],
)
def test_sunrise_and_evening_follow_from_the_height_of_the_sun(
    taken: str, offset: str | None, place: tuple[float, float], word: set[str]
) -> None:
    assert words(taken, offset, place) - {"summer", "winter"} == word


def test_a_colour_is_named_that_fills_half_of_the_picture() -> None:
    assert words(red=0.5, white=0.49) == {"red"}
    assert words(red=0.4, white=0.4) == set()
    assert words(grey=0.9) == set()
    assert dict(words_of(Facts(None, None, None, None, [("#dc1414", 0.3), ("#ff3030", 0.3)]))) == {"red": 0.6}


@pytest.mark.parametrize(("lat", "lon"), [(90.0, 0.0), (-90.0, 180.0), (91.0, 0.0), (float("nan"), 0.0)])
def test_any_position_can_be_asked_about(lat: float, lon: float) -> None:
    assert set(words("2024-06-21T12:00", "+00:00", (lat, lon))) <= WORDS


def test_every_word_is_a_thing_with_names() -> None:
    assert set(things()) >= WORDS
    assert all(things()[word].names[language] for word in WORDS for language in LANGUAGES)


def test_the_documents_name_what_gives_each_of_the_words() -> None:
    section = (CHECKOUT / "docs" / "understanding.md").read_text(encoding="utf-8").partition("asked for by name")[2]
    rows = [line.split("|")[1].split() for line in section.partition("Facts are exact")[0].splitlines() if "|" in line]
    by_colour, by_season, by_sun, by_model, by_hand = rows[2:]
    assert {*by_colour, *by_sun} | (set(by_season) & WORDS) | {"spring"} == WORDS
    assert len({*by_colour, "summer", "autumn", "winter", *by_sun, *by_model, *by_hand}) == 53
    assert all(meant_by(word) for word in (*by_colour, *by_sun, *by_model, *by_hand))
