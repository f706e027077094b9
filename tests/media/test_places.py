"""The nearest city, offline, in three languages."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from cms.media import places
from cms.media.places import Places, distance_km


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Places:
    file = tmp_path_factory.mktemp("places") / "places.db"
    places.build(file)
    return Places(file)


@pytest.fixture
def in_use(world: Places) -> Iterator[Places]:
    places.use(world.file)
    yield world
    places.use(Path("places.db"))


@pytest.mark.parametrize(
    ("lat", "lon", "labels"),
    [
        (55.605, 13.0, ("马尔默, 瑞典", "Malmö, Sweden", "Malmö, Sverige")),
        (55.7047, 13.191, ("隆德, 瑞典", "Lund, Sweden", "Lund, Sverige")),
        (30.25, 120.16, ("杭州, 中国", "Hangzhou, China", "Hangzhou, Kina")),
        (55.676, 12.568, ("哥本哈根, 丹麦", "Copenhagen, Denmark", "Köpenhamn, Danmark")),
        (57.7, 11.97, ("哥德堡, 瑞典", "Gothenburg, Sweden", "Göteborg, Sverige")),
        (48.8584, 2.2945, ("巴黎, 法国", "Paris, France", "Paris, Frankrike")),
        (60.17, 24.94, ("赫尔辛基, 芬兰", "Helsinki, Finland", "Helsingfors, Finland")),
        (78.22, 15.65, ("朗伊尔城, 斯瓦尔巴和扬马延", "Longyearbyen, Svalbard & Jan Mayen", None)),
    ],
)
def test_cities_have_names_in_all_languages(
    world: Places, lat: float, lon: float, labels: tuple[str | None, ...]
) -> None:
    found = world.nearest(lat, lon)
    assert found is not None
    told = [world.label(found.id, language) for language in ("zh", "en", "sv")]
    assert [label for label, wanted in zip(told, labels, strict=True) if wanted] == [
        wanted for wanted in labels if wanted
    ]


@pytest.mark.parametrize(("lat", "lon"), [(0.0, -30.0), (90.0, 0.0), (-90.0, 77.0), (-75.0, 10.0), (float("nan"), 1.0)])
def test_far_from_any_city_there_is_no_place(world: Places, lat: float, lon: float) -> None:
    assert world.nearest(lat, lon) is None


def test_an_unknown_place_has_no_label_and_an_unknown_language_is_english(world: Places) -> None:
    assert world.label(1, "en") is None
    assert world.label(2692969, "de") == "Malmö, Sweden"


def made(folder: Path, *cities: tuple[int, float, float, int]) -> Places:
    """A world of few cities: id, latitude, longitude, people."""
    file = folder / "few.db"
    with closing(sqlite3.connect(file)) as database:
        database.execute("CREATE TABLE city (id, row, lat, lon, people, country, zh, en, sv)")
        for city, lat, lon, people in cities:
            row = (city, int(lat // 1), lat, lon, people, "XX", "z", "e", "s")
            database.execute("INSERT INTO city VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        database.commit()
    return Places(file)


@pytest.mark.parametrize(
    ("there", "here"),
    [
        ((-16.8, 179.9), (-16.8, -179.95)),
        ((-16.8, -179.9), (-16.8, 179.95)),
        ((66.0, 180.0), (66.1, -180.0)),
        ((89.8, 10.0), (89.8, -170.0)),
        ((-89.9, 0.0), (-90.0, 123.0)),
        ((0.001, 0.0), (-0.001, 0.0)),
        ((59.9, 18.0), (60.1, 18.5)),
    ],
)
def test_neighbours_are_found_over_the_date_line_and_the_poles(
    tmp_path: Path, there: tuple[float, float], here: tuple[float, float]
) -> None:
    found = made(tmp_path, (7, *there, 0)).nearest(*here)
    assert found is not None
    assert (found.id, found.distance_km) == (7, pytest.approx(distance_km(*here, *there)))


def test_fifty_kilometres_is_the_end(tmp_path: Path) -> None:
    world = made(tmp_path, (7, 45.0, 10.0, 9_000_000))
    assert world.nearest(45.449, 10.0) is not None
    assert world.nearest(45.451, 10.0) is None


def test_a_large_city_reaches_further_than_a_suburb(tmp_path: Path) -> None:
    world = made(tmp_path, (1, 48.853, 2.349, 2_100_000), (2, 48.823, 2.289, 26_000))
    assert [place and place.id for place in (world.nearest(48.858, 2.294), world.nearest(48.823, 2.289))] == [1, 2]


def test_labels_come_from_the_file_in_use(in_use: Places) -> None:
    assert places.label(2692969, "sv") == "Malmö, Sverige"
    assert places.nearest(55.6, 13.0) == in_use.nearest(55.6, 13.0)


def test_before_the_file_is_made_nothing_is_known_and_afterwards_it_is(tmp_path: Path, world: Places) -> None:
    places.use(tmp_path / "places.db")
    assert (places.label(2692969, "en"), places.nearest(55.6, 13.0)) == (None, None)
    (tmp_path / "places.db").write_bytes(world.file.read_bytes())
    assert places.label(2692969, "en") == "Malmö, Sweden"
    places.use(Path("places.db"))


def test_the_file_stays_small(world: Places) -> None:
    assert world.file.stat().st_size < 8_000_000


@pytest.mark.parametrize("start", ["malmö", "Malmö", "MALMO", "马尔默", "malm"])
def test_a_city_is_found_by_the_beginning_of_its_name_in_any_language_and_without_accents(
    in_use: Places, start: str
) -> None:
    assert 2692969 in in_use.beginning(start, limit=5)


def test_the_largest_city_comes_first_and_names_of_one_language_are_found_too(world: Places) -> None:
    named = {
        start: world.label(world.beginning(start, limit=1)[0], "en") for start in ("paris", "köpenh", "lodz", "斯德哥")
    }
    assert named == {
        "paris": "Paris, France",
        "köpenh": "Copenhagen, Denmark",
        "lodz": "Łódź, Poland",
        "斯德哥": "Stockholm, Sweden",
    }


@pytest.mark.parametrize("start", ["", "  ", "*", "[", "]", "]]", "^", "?", "[a-z]", "%", "-", "\x00", "a" * 60])
def test_signs_of_patterns_are_signs_of_names(world: Places, start: str) -> None:
    assert world.beginning(start, limit=3) == []
