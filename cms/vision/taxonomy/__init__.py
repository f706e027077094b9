"""The words for what pictures show: every label of the tagger, the broader terms above it, and words that facts or
people give, in zh, en and sv.

Rows stand in the tables beside: a stable key, the keys directly above, one name to show and other words by language.
The order follows the noun hierarchy of WordNet 3.0 where that is what people search for.
"""

import csv
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "zh", "sv")
TABLES = ("broader.tsv", "animals.tsv", "objects_a_to_m.tsv", "objects_m_to_z_food_nature.tsv", "facts_and_by_hand.tsv")


@dataclass(frozen=True)
class Thing:
    """One thing: `names` to show and `others` to be found by, both by language; `parents` are directly above."""

    key: str
    parents: tuple[str, ...]
    names: Mapping[str, str]
    others: Mapping[str, tuple[str, ...]]

    def words(self) -> tuple[str, ...]:
        """Everything it is called, each once, the names first."""
        others = (word for language in LANGUAGES for word in self.others[language])
        return tuple(dict.fromkeys((*self.names.values(), *others)))


@cache
def things() -> Mapping[str, Thing]:
    """All of them by key."""
    folder = Path(__file__).parent
    found = {}
    for table in TABLES:
        with (folder / table).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                names = {language: row[language] for language in LANGUAGES}
                others = {language: _listed(row[f"also_{language}"]) for language in LANGUAGES}
                found[row["key"]] = Thing(row["key"], _listed(row["parents"]), names, others)
    return found


@cache
def scenes() -> Mapping[str, frozenset[str]]:
    """The things that speak for a scene, `indoor` or `outdoor`, by a table of things with all that is narrower."""
    found: dict[str, set[str]] = defaultdict(set)
    with (Path(__file__).parent / "scenes.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            speaking, silent = (
                {one for key in _listed(row[column]) for one in below()[key]} for column in ("things", "not")
            )
            found[row["scene"]] |= speaking - silent
    return {scene: frozenset(keys) for scene, keys in found.items()}


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


def name_of(key: str, language: str) -> str | None:
    """What a thing is called; None for a key that is none of ours."""
    thing = things().get(key)
    return thing.names.get(language, thing.names["en"]) if thing is not None else None


@cache
def kinds() -> Mapping[str, str]:
    """Of which kind some things are, and with them what is narrower: thing, scene, colour or time."""
    with (Path(__file__).parent / "kinds.tsv").open(encoding="utf-8", newline="") as lines:
        return {row["key"]: row["kind"] for row in csv.DictReader(lines, delimiter="\t")}


@cache
def kind_of_thing(key: str) -> str:
    """Its own kind or the one above it; what stands below a thing as well as below a scene is a thing."""
    if key in kinds():
        return kinds()[key]
    found = {kind_of_thing(parent) for parent in things()[key].parents}
    return found.pop() if len(found) == 1 else "thing"


@cache
def above(key: str) -> frozenset[str]:
    """Everything broader; nothing for a key that is none of ours."""
    thing = things().get(key)
    parents = thing.parents if thing is not None else ()
    return frozenset(parents).union(*(above(parent) for parent in parents))


@cache
def below() -> Mapping[str, frozenset[str]]:
    """For each key itself and everything narrower."""
    found: dict[str, set[str]] = defaultdict(set)
    for key in things():
        for broader in (key, *above(key)):
            found[broader].add(key)
    return {key: frozenset(keys) for key, keys in found.items()}
