"""From what somebody did to what they may like: a profile that fades, scores, an order with variety. No database."""

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

WEIGHTS: Mapping[str, float] = {
    "like": 1.0,
    "collect": 1.5,
    "comment": 0.8,
    "view": 0.2,
    "follow": 0.5,
    "more": 1.5,
    "less": -1.5,
    "hide": -0.3,
}
WISHES: Mapping[str, float] = {"follow": 1.0, "search": 0.3}
"""What a tag that is followed counts, and one on each day it is searched for."""

HALF_LIFE_DAYS = 60.0
"""What was done so long ago counts half."""

MOST_TAGS, MOST_AVOIDED, MOST_SOURCES = 12, 4, 10
LIKENESS, OTHERS, NEW = 1.0, 1.0, 0.02
HALF_RANK = 10
"""Of the neighbours of a picture, in their order, each so many count half of those before."""

FRESH_DAYS, FRESH_BONUS = 14.0, 0.1
SEEN, SAME_OWNER, SAME_REASON = 0.4, 0.8, 0.93
"""What a picture counts that was looked at before, and for each one of its owner or for its reason before it."""

ReasonKind = Literal["tag", "image", "people", "new"]


@dataclass(frozen=True)
class Done:
    """Something done with a picture; its tags, each with how sure it is."""

    image_id: str
    deed: str
    at: datetime
    tags: Mapping[str, float]


@dataclass(frozen=True)
class Wish:
    """A tag that somebody followed, or searched for on that day."""

    key: str
    deed: str
    at: datetime


@dataclass
class Profile:
    """What somebody likes: tags and pictures with weights, those to avoid below zero; and what they looked at."""

    tags: dict[str, float] = field(default_factory=dict)
    images: dict[str, float] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    @property
    def asked_tags(self) -> list[str]:
        """The strongest ones, and the most avoided."""
        order = sorted(self.tags, key=lambda key: (-self.tags[key], key))
        liked = [key for key in order[:MOST_TAGS] if self.tags[key] > 0]
        return liked + [key for key in order[: -MOST_AVOIDED - 1 : -1] if self.tags[key] < 0]

    @property
    def asked_images(self) -> list[str]:
        order = sorted(self.images, key=lambda image_id: (-self.images[image_id], image_id))
        return [image_id for image_id in order[:MOST_SOURCES] if self.images[image_id] > 0]


def profile_of(
    done: Iterable[Done], adjusted: Mapping[str, float], *, at: datetime, wishes: Iterable[Wish] = ()
) -> Profile:
    """What these deeds say, as it is at this day; each adjusted tag counts so many times, a new one from 1 on.

    Pictures of whom or what somebody follows tell of tags alone.
    """
    found = Profile()
    tags: dict[str, float] = defaultdict(float)
    images: dict[str, float] = defaultdict(float)
    for one in done:
        weight = WEIGHTS[one.deed] * _left_of(one.at, at)
        if one.deed != "follow":
            images[one.image_id] += weight
            found.seen.add(one.image_id)
        for key, sure in one.tags.items():
            tags[key] += weight * sure / math.sqrt(len(one.tags))
    for wish in wishes:
        tags[wish.key] += WISHES[wish.deed] * _left_of(wish.at, at)
    for key, factor in adjusted.items():
        tags[key] = factor * max(tags.get(key, 0), 1.0 if factor > 1 else 0.0)
    found.tags, found.images = dict(tags), dict(images)
    return found


def _left_of(then: datetime, at: datetime) -> float:
    """What counts still of what was done then."""
    return float(0.5 ** ((at.date() - then.date()).days / HALF_LIFE_DAYS))


@dataclass(frozen=True)
class Proposed:
    """A picture that a source proposes: a tag with how sure it is, a picture with its rank among the neighbours, what
    other people did with a score up to 1.
    """

    kind: ReasonKind
    source: str
    image_id: str
    owner_id: str
    added_at: datetime
    value: float


@dataclass(frozen=True)
class Reason:
    kind: ReasonKind
    ref: str


@dataclass(frozen=True)
class Ranked:
    """A picture with how well it fits and what for, the strongest reason first."""

    image_id: str
    score: float
    reasons: Sequence[Reason]


MOST_REASONS = 2


def ranked(proposed: Sequence[Proposed], profile: Profile, *, at: datetime) -> Iterator[Ranked]:
    """These, best first, none twice, each found when it is asked for; scores never rise along the way."""
    parts: dict[str, dict[Reason, float]] = defaultdict(dict)
    about: dict[str, Proposed] = {}
    total = {kind: _total(profile, kind) for kind in ("tag", "image")}
    for one in proposed:
        about[one.image_id] = one
        parts[one.image_id][Reason(one.kind, one.source)] = _worth(one, profile, total)
    scores = {image_id: _score(about[image_id], of_it.values(), profile, at) for image_id, of_it in parts.items()}
    return _varied({image_id: score for image_id, score in scores.items() if score > 0}, parts, about)


def _total(profile: Profile, kind: str) -> float:
    asked = profile.asked_tags if kind == "tag" else profile.asked_images
    weights = profile.tags if kind == "tag" else profile.images
    return sum(max(weights[name], 0) for name in asked) or 1.0


def _worth(one: Proposed, profile: Profile, total: Mapping[str, float]) -> float:
    if one.kind == "tag":
        return profile.tags[one.source] * one.value / total["tag"]
    if one.kind == "image":
        return LIKENESS * profile.images[one.source] * float(0.5 ** (one.value / HALF_RANK)) / total["image"]
    return OTHERS * one.value if one.kind == "people" else NEW


def _score(one: Proposed, parts: Iterable[float], profile: Profile, at: datetime) -> float:
    age = max((at.date() - one.added_at.date()).days, 0)
    fresh = 1 + FRESH_BONUS * max(0.0, 1 - age / FRESH_DAYS)
    return sum(parts) * fresh * (SEEN if one.image_id in profile.seen else 1)


def _varied(
    scores: Mapping[str, float], parts: Mapping[str, Mapping[Reason, float]], about: Mapping[str, Proposed]
) -> Iterator[Ranked]:
    """The best first, where each counts less for those of its owner and for its reason that stand before it."""
    reasons = {image_id: _strongest(parts[image_id]) for image_id in scores}
    owners, causes = Counter[str](), Counter[Reason]()
    heap = [(-score, image_id) for image_id, score in scores.items()]
    heapq.heapify(heap)
    while heap:
        _, image_id = heapq.heappop(heap)
        owner, cause = about[image_id].owner_id, reasons[image_id][0]
        now_worth = scores[image_id] * SAME_OWNER ** owners[owner] * SAME_REASON ** causes[cause]
        if heap and (-now_worth, image_id) > heap[0]:  # worth never rises, so late is safe
            heapq.heappush(heap, (-now_worth, image_id))
            continue
        owners[owner] += 1
        causes[cause] += 1
        yield Ranked(image_id, now_worth, reasons[image_id])


def _strongest(parts: Mapping[Reason, float]) -> list[Reason]:
    order = sorted(parts, key=lambda reason: (-parts[reason], reason.kind, reason.ref))
    told = [reason for reason in order if parts[reason] > 0 and reason.kind != "new"][:MOST_REASONS]
    return told or [Reason("new", "")]
