"""Words that facts give, each by a rule: the season, sunrise and evening, a colour. Without facts there is no word."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cms.media.colour_names import name_of

SEASONS = ("winter", "spring", "summer", "autumn")
"""Each of three months, from December on in the north, from June on in the south."""
TROPIC = 23.44
"""Nearer to the equator, in degrees of latitude, there are no four seasons."""
LOW_SUN = 6.0
"""At sunrise and in the evening the sun stands at most so many degrees above or below the horizon."""
COLOURS = frozenset({"black", "blue", "green", "pink", "purple", "red", "white", "yellow"})
DOMINANT = 0.5
"""A picture is called by a colour that fills half of it."""
WORDS = frozenset({*SEASONS, *COLOURS, "sunrise", "evening"})


@dataclass(frozen=True)
class Facts:
    """`taken_at` by the camera's clock, `offset` from UTC as `+08:00`; degrees; colours as `#rrggbb` with shares."""

    taken_at: datetime | None
    offset: str | None
    lat: float | None
    lon: float | None
    colours: Sequence[tuple[str, float]]


def words_of(facts: Facts) -> Iterator[tuple[str, float]]:
    """Words with how sure they are: a colour by its share, what follows from date and place fully."""
    shares: Counter[str] = Counter()
    for code, share in facts.colours:
        shares[name_of(code)] += share  # type: ignore[assignment]
    yield from ((name, min(share, 1.0)) for name, share in shares.items() if name in COLOURS and share >= DOMINANT)
    if facts.taken_at is None or facts.lat is None or facts.lon is None or not (abs(facts.lat) <= 90):
        return
    if abs(facts.lat) > TROPIC:
        yield season(facts.taken_at.month, facts.lat), 1.0
    if facts.offset:
        yield from ((word, 1.0) for word in by_the_sun(_in_utc(facts.taken_at, facts.offset), facts.lat, facts.lon))


def season(month: int, lat: float) -> str:
    quarter = month % 12 // 3
    return SEASONS[quarter if lat > 0 else (quarter + 2) % 4]


def by_the_sun(moment: datetime, lat: float, lon: float) -> Iterator[str]:
    """`sunrise` or `evening`, where the sun stands low."""
    from astral import Observer
    from astral.sun import elevation

    here = Observer(lat, lon)
    height, later = elevation(here, moment), elevation(here, moment + timedelta(minutes=10))
    if abs(height) <= LOW_SUN:
        yield "sunrise" if later > height else "evening"


def _in_utc(taken_at: datetime, offset: str) -> datetime:
    sign = -1 if offset.startswith("-") else 1
    hours, minutes = int(offset[1:3]), int(offset[4:6])
    return (taken_at - sign * timedelta(hours=hours, minutes=minutes)).replace(tzinfo=UTC)
