"""Reads of relations of tags. What is in force is kept in the process for some seconds: every search asks it."""

import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, or_, select

from cms.extensions import db
from cms.tags.models import RelationKind, TagRelation
from cms.vision.taxonomy import above

FRESH_SECONDS = 30.0
"""A change made by another process is heard of within this time."""

MOST_SHOWN = 200
_kept: WeakKeyDictionary[Engine, tuple[float, "Relations"]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Relations:
    """Those in force. `aliases`: by key of a word, key and label of its tag; `words`: by key, as typed.

    `narrower`: by key, the tags that were said to be narrower, at any depth. `broader`: those said of a key, one step.
    `kinds`: by key, what kind a tag was said to be.
    """

    aliases: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    broader: Mapping[str, frozenset[str]] = field(default_factory=dict)
    narrower: Mapping[str, frozenset[str]] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)

    def key(self, key: str) -> str:
        """The key of the tag that is meant by this one."""
        return self.aliases[key][0] if key in self.aliases else key

    def all_broader(self, key: str) -> frozenset[str]:
        """Everything above a tag: by the vocabulary and by what was said of it."""
        found: set[str] = set()
        waiting = [key]
        while waiting:
            one = waiting.pop()
            new = (above(one) | self.broader.get(one, frozenset())) - found
            found |= new
            waiting += new
        return frozenset(found)


def relations() -> Relations:
    """Those in force, as this process last knew them."""
    held = _kept.get(db.engine)
    if held is None or time.monotonic() - held[0] > FRESH_SECONDS:
        held = (time.monotonic(), gathered(in_force()))
        _kept[db.engine] = held
    return held[1]


def forget_relations() -> None:
    """They are other ones now."""
    _kept.pop(db.engine, None)


def in_force(*, lock: bool = False) -> Sequence[TagRelation]:
    """The rows in force, oldest first; with the lock, nobody changes them until the transaction ends."""
    query = select(TagRelation).where(TagRelation.slot.is_not(None)).order_by(TagRelation.id)
    found: Sequence[TagRelation] = db.session.scalars(query.with_for_update() if lock else query).all()
    return found


def gathered(rows: Iterable[TagRelation]) -> Relations:
    """The rows as they act: an alias of an alias means the tag at the end."""
    rows = list(rows)
    steps = {row.key: (row.target_key, row.target_label) for row in rows if row.kind == RelationKind.ALIAS}
    aliases = {key: _end(key, steps) for key in steps}
    broader: dict[str, set[str]] = defaultdict(set)
    labels: dict[str, str] = {}
    for row in rows:
        if row.kind == RelationKind.IMPLICATION:
            ends = [aliases[key][0] if key in aliases else key for key in (row.key, row.target_key)]
            broader[ends[0]].add(ends[1])
            labels.setdefault(ends[1], row.target_label)
    fixed = {key: frozenset(keys - {key}) for key, keys in broader.items()}
    words = {row.key: row.label for row in rows if row.key in steps}
    kinds = {row.key: row.target_key for row in rows if row.kind == RelationKind.KIND}
    return Relations(aliases, words, fixed, _narrower(Relations(broader=fixed)), labels, kinds)


def _narrower(said: Relations) -> dict[str, frozenset[str]]:
    """The other way round, at any depth."""
    found: dict[str, set[str]] = defaultdict(set)
    for key in said.broader:
        for one in said.all_broader(key):
            found[one].add(key)
    return {key: frozenset(keys) for key, keys in found.items()}


def _end(key: str, steps: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    found, seen = steps[key], {key}
    while found[0] in steps and found[0] not in seen:
        seen.add(found[0])
        found = steps[found[0]]
    return found


def relation_by_id(relation_id: str) -> TagRelation | None:
    """For moderators only: nothing is checked here."""
    return db.session.get(TagRelation, relation_id)


def history_of(key: str | None) -> Sequence[TagRelation]:
    """What was ever said of a tag, or of any, newest first."""
    query = select(TagRelation).order_by(TagRelation.id.desc()).limit(MOST_SHOWN)
    if key is not None:
        query = query.where(or_(TagRelation.key == key, TagRelation.target_key == key))
    found: Sequence[TagRelation] = db.session.scalars(query).all()
    return found
