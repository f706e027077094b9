"""Made-up pictures of 2,000 people with words as common as in a language, for `tests.bench.search`.

The same words go into a bare full-text table, the floor: what SQLite itself takes to find them.
"""

import random
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from cms.accounts.models import Account
from cms.images.models import Classification, Image, ImageTag
from cms.index.base import Index
from cms.search.document import document_of
from cms.search.told import Told

PEOPLE, WORDS, AT_ONCE = 2000, 20_000, 2000
READER = 17
STARTED = datetime(2015, 1, 1, tzinfo=UTC)
LEVELS = ("private", "private", "private", "followers", "public")
CATEGORIES = ("portrait", "landscape", "food", "document", "architecture", "animal", "anime", "other")
NOTHING = (
    *("shared_spans", "placeholder", "fingerprint", "taken_offset", "lat", "lon", "alt", "album_id", "problem"),
    *("problem_code", "trashed_at"),
)
OF_MODEL = {"source": "model", "score": 0.9}
COLOURS = [f"#{red:02x}{green:02x}{blue:02x}" for red in (0, 90, 200) for green in (9, 99, 220) for blue in (40, 180)]
CAMERAS = [{"make": "Canon", "model": f"EOS R{number}"} for number in range(1, 21)]


def vocabulary() -> list[str]:
    """Pronounceable words, the commonest first."""
    chance = random.Random(1)
    return [
        "".join(chance.choice("bcdfghjklmnprstvz") + chance.choice("aeiou") for _ in range(2 + number % 3))
        + str(number % 7)
        for number in range(WORDS)
    ]


VOCABULARY = vocabulary()
COMMONNESS = list(accumulate(1 / (rank + 2) ** 0.9 for rank in range(WORDS)))


def person_id(number: int) -> str:
    return f"0P{number:024d}"


def image_id(number: int) -> str:
    return f"0M{number:024d}"


def people() -> list[Account]:
    return [
        Account(
            id=person_id(number),
            name=f"person{number}",
            display_name=f"{VOCABULARY[number].title()} {VOCABULARY[-number - 1].title()}",
            password="x",
            fs_uniquifier=str(number),
        )
        for number in range(PEOPLE)
    ]


@dataclass(frozen=True)
class Picture:
    """What the index is told of a picture, the words and the level that the floor knows of it, its rows."""

    number: int
    owner: int
    level: str
    title: str
    tags: Sequence[str]
    told: Told
    rows: Mapping[Any, list[dict[str, Any]]]


def pictures(count: int) -> Iterator[list[Picture]]:
    """All of them in batches, the oldest first; the same every time."""
    chance, owners = random.Random(3), people()
    for start in range(0, count, AT_ONCE):
        size = min(AT_ONCE, count - start)
        words = chance.choices(VOCABULARY, cum_weights=COMMONNESS, k=size * 9)
        yield [_picture(chance, start + at, words[at * 9 : at * 9 + 9], owners) for at in range(size)]


def _picture(chance: random.Random, number: int, words: list[str], owners: list[Account]) -> Picture:
    owner, level, category = chance.randrange(PEOPLE), chance.choice(LEVELS), chance.choice(CATEGORIES)
    taken = STARTED + timedelta(hours=number // 12)
    title, labels = " ".join(words[:4]), list(dict.fromkeys(words[4:]))
    image = SimpleNamespace(
        **dict.fromkeys(NOTHING),
        **dict.fromkeys(("format", "content_type", "storage", "original_key", "author", "source_url"), "x"),
        **dict.fromkeys(("privacy", "album_privacy", "effective_privacy"), level),
        **dict.fromkeys(("description", "alt_text"), ""),
        **dict.fromkeys(("share_metadata", "is_owner_suspended", "is_trashed"), False),
        **dict.fromkeys(("created_at", "updated_at", "sort_at"), taken),
        **{"id": image_id(number), "owner_id": owners[owner].id, "sha256": f"{number:064x}", "title": title},
        **{"size": 1, "frames": 1, "turn": 0, "version": 1, "width": chance.choice((3, 4, 8)), "height": 3},
        **{"category": category, "category_source": "model", "understanding": "ready", "rendition_keys": {}},
        **{"file_name": f"DSC{number}.jpg", "state": "ready", "review": "passed", "licence": "CC BY 4.0"},
        **{"taken_at": taken if number % 3 else None, "rating": chance.randrange(6) or None},
        colours=[[chance.choice(COLOURS), share] for share in (0.6, 0.3, 0.1)],
        foreground_colours=[[chance.choice(COLOURS), share] for share in (0.7, 0.2)],
        background_colours=[[chance.choice(COLOURS), share] for share in (0.8, 0.15)],
        exif=chance.choice(CAMERAS),
        place_id=chance.randrange(1, 300),
    )
    tags = [
        SimpleNamespace(id=f"{number:020d}{at:06d}", image_id=image.id, key=label, label=label, **OF_MODEL, position=at)
        for at, label in enumerate(labels)
    ]
    seen = SimpleNamespace(
        **{"image_id": image.id, "model": "m", "version": "1", "gate_model": "g", "gate_version": "1"},
        **{"category": category, "category_probability": 0.8, "gate_score": 0.0, "read_at": taken},
        labels=[["x", chance.choice(VOCABULARY), 0.3], ["y", chance.choice(VOCABULARY), 0.05]],
    )
    rows = {Image: [vars(image)], ImageTag: [vars(tag) for tag in tags], Classification: [vars(seen)]}
    album, with_owner = f"0A{number // 50:024d}", SimpleNamespace(**vars(image), owner=owners[owner])
    words = cast(Any, tuple(tags))
    told = Told(cast(Image, with_owner), words, cast(Any, seen), album, f"Trip {album[-4:]}", (), (), None)
    return Picture(number, owner, level, title, labels, told, rows)


def fill(floor: Path, index: Index, count: int) -> None:
    """The documents as the site itself makes them, and the floor's own tables with the same words."""
    with sqlite3.connect(floor, isolation_level=None) as bare:
        bare.execute("PRAGMA journal_mode = WAL")
        bare.execute(
            "CREATE TABLE image "
            "(id INTEGER PRIMARY KEY, owner INTEGER, level INTEGER, wide INTEGER, year INTEGER, colour TEXT)"
        )
        bare.execute("CREATE VIRTUAL TABLE words USING fts5 (title, tags, content = '', prefix = '2 3')")
        for batch in pictures(count):
            fill_floor(bare, batch)
            index.put([document_of(one.told) for one in batch])
        bare.execute("INSERT INTO words (words) VALUES ('optimize')")
    bare.close()
    index.refresh()


def fill_floor(floor: sqlite3.Connection, batch: Sequence[Picture]) -> None:
    floor.execute("BEGIN")
    for one in batch:
        level = 2 if one.level == "public" else 0
        image = one.told.image
        year = image.taken_at.year if image.taken_at is not None else None
        seen = (image.width > image.height, year, image.colours[0][0])  # type: ignore[index,operator]
        floor.execute("INSERT INTO image VALUES (?, ?, ?, ?, ?, ?)", (one.number, one.owner, level, *seen))
        row = (one.number, one.title, " ".join(one.tags))
        floor.execute("INSERT INTO words (rowid, title, tags) VALUES (?, ?, ?)", row)
    floor.execute("COMMIT")
