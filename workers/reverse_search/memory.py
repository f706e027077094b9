"""What the worker holds of every image to compare with: 16 bytes of fingerprint and a vector in bytes.

The scan over bytes proposes, exact vectors from outside decide: what is found is what a look at all in 64 bits finds.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cms.media.fingerprint import NEAR_BITS, words_of
from workers.reverse_search.scan import POSITIVE, Coded, Floats, Metric, Scale, coded, exactly, nearly

Exact = Callable[[Sequence[str]], Mapping[str, Floats]]
"""Gives the vectors of these images as they are now; what has none is left out."""

Among = Callable[[Sequence[str]], Collection[str]]
"""Which of these images count."""

ROOM, DEEPER = 1024, 4
NO_MARK = bytes(16)


def all_of_them(ids: Sequence[str]) -> Collection[str]:
    return set(ids)


@dataclass(frozen=True)
class Known:
    """One image: when its row was changed last, its fingerprint and its vector, where there are any."""

    id: str
    changed_at: datetime
    mark: bytes | None
    vector: Floats | None


class Memory:
    """Rows in no order. Not to be shared between threads without a lock."""

    def __init__(self, scale: Scale = POSITIVE) -> None:
        self._scale = scale
        self._ids: list[str] = []
        self._places: dict[str, int] = {}
        self._changed: dict[str, datetime] = {}
        self._rows: dict[str, NDArray[Any]] = {}

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, image_id: str) -> bool:
        return image_id in self._places

    def changed_at(self, image_id: str) -> datetime | None:
        """When the row was changed that is held here."""
        return self._changed.get(image_id)

    def ids(self) -> list[str]:
        return list(self._ids)

    def put(self, known: Sequence[Known]) -> None:
        """Hold these, in the place of what was held of them before; what has neither part is let go."""
        self.drop([one.id for one in known if one.mark is None and one.vector is None])
        kept = [one for one in known if one.mark is not None or one.vector is not None]
        if not kept:
            return
        width = max([self._width(), *(len(one.vector) for one in kept if one.vector is not None)])
        plain = np.zeros((len(kept), width or 1), np.float32)
        for number, one in enumerate(kept):
            if one.vector is not None:
                plain[number, : len(one.vector)] = one.vector
        self._set([self._place(one) for one in kept], coded(plain, self._scale), kept)

    def _set(self, places: list[int], rows: Coded, kept: list[Known]) -> None:
        marks = words_of([one.mark or NO_MARK for one in kept])
        values: dict[str, NDArray[Any]] = {
            "codes": rows.codes,
            "squares": rows.squares,
            "l1_errors": rows.l1_errors,
            "l2_errors": rows.l2_errors,
            "waves": marks[:, 0],
            "edges": marks[:, 1],
            "has_mark": np.array([one.mark is not None for one in kept]),
            "has_vector": np.array([one.vector is not None for one in kept]),
        }
        for name, new in values.items():
            held = self._roomy(name, new)
            held[places] = new

    def _roomy(self, name: str, new: NDArray[Any]) -> NDArray[Any]:
        """The rows of this name, with room for all ids and as wide as the new ones."""
        held = self._rows.get(name)
        if held is None or len(held) < len(self._ids) or held.shape[1:] != new.shape[1:]:
            grown = np.zeros((max(ROOM, len(self._ids) * 3 // 2), *new.shape[1:]), new.dtype)
            if held is not None and held.shape[1:] == new.shape[1:]:
                grown[: len(held)] = held
            self._rows[name] = held = grown
        return held

    def _width(self) -> int:
        return self._rows["codes"].shape[1] if "codes" in self._rows else 0

    def _place(self, one: Known) -> int:
        self._changed[one.id] = one.changed_at
        if one.id not in self._places:
            self._places[one.id] = len(self._ids)
            self._ids.append(one.id)
        return self._places[one.id]

    def drop(self, ids: Sequence[str]) -> None:
        """Let these go; the last row takes the free place."""
        for image_id in ids:
            place = self._places.pop(image_id, None)
            if place is None:
                continue
            del self._changed[image_id]
            last = self._ids.pop()
            if last != image_id:
                self._ids[place], self._places[last] = last, place
                for held in self._rows.values():
                    held[place] = held[len(self._ids)]

    def nearest(
        self,
        vectors: Sequence[Floats],
        *,
        limit: int,
        metric: Metric,
        exact: Exact,
        among: Among = all_of_them,
        farthest: float = np.inf,
    ) -> list[tuple[str, float]]:
        """The nearest to any of these vectors, nearest first, exactly; equally far ones by their ids.

        None that is farther than `farthest`.
        """
        while vectors and len(self) and self._rows["has_vector"][: len(self)].any():
            about, wrong = self._about(vectors, metric)
            about[about - wrong > farthest] = np.inf
            first = self._first(about, limit, among)
            found = self._exactly(first, vectors, metric=metric, exact=exact)
            if found is None:
                continue
            bound = max(found.values()) if len(found) == limit else -np.inf
            further = self._those(np.setdiff1d(np.flatnonzero(about - wrong <= bound), first), among)
            more = self._exactly(further, vectors, metric=metric, exact=exact)
            if more is None:
                continue
            near = [one for one in (found | more).items() if one[1] <= farthest]
            return sorted(near, key=lambda one: (one[1], one[0]))[:limit]
        return []

    def _first(self, about: NDArray[Any], limit: int, among: Among) -> list[int]:
        """The places of those that seem to be nearest among these; all of them where there are no more than asked."""
        wide, most = limit, int(np.isfinite(about).sum())
        while True:
            wide = min(wide, most)
            nearest = np.argpartition(about, wide - 1)[:wide] if wide else np.empty(0, np.intp)
            found = self._those(nearest[np.argsort(about[nearest], kind="stable")], among)
            if len(found) >= limit or wide == most:
                return found[:limit]
            wide *= DEEPER

    def _those(self, places: NDArray[np.intp], among: Among) -> list[int]:
        ids = [self._ids[place] for place in places]
        allowed = among(ids) if ids else ids
        return [int(place) for place, image_id in zip(places, ids, strict=True) if image_id in allowed]

    def _about(self, vectors: Sequence[Floats], metric: Metric) -> tuple[NDArray[Any], NDArray[Any]]:
        """About how far each row is from the nearest of the vectors, and how wrong that may be."""
        rows = self.coded()
        looks = [nearly(rows, vector, metric, self._scale) for vector in vectors]
        about = np.min([one for one, _wrong in looks], axis=0)
        about[~self._rows["has_vector"][: len(self)]] = np.inf
        return about, np.max([wrong for _one, wrong in looks], axis=0)

    def _exactly(
        self, places: Sequence[int], vectors: Sequence[Floats], *, metric: Metric, exact: Exact
    ) -> dict[str, float] | None:
        """The true distances of these rows by id; None when some were there no more, which are dropped."""
        ids = [self._ids[place] for place in places]
        found = exact(ids)
        lost = [image_id for image_id in ids if image_id not in found]
        if lost:
            self.drop(lost)
            return None
        if not ids:
            return {}
        rows = np.stack([found[image_id] for image_id in ids])
        apart = np.min([exactly(rows, vector, metric) for vector in vectors], axis=0)
        return dict(zip(ids, apart.tolist(), strict=True))

    def coded(self) -> Coded:
        """All rows as they are held."""
        return Coded(*(self._rows[field.name][: len(self._ids)] for field in fields(Coded)))

    def copies_of(self, as_asked: Sequence[bytes], changed: Sequence[bytes]) -> dict[str, tuple[int, bool]]:
        """Whose fingerprint is near one of these: in how many bits at least, and whether it stands as it was asked."""
        found: dict[str, tuple[int, bool]] = {}
        for number, mark in enumerate([*as_asked, *changed]):
            is_as_asked = number < len(as_asked)
            for place, apart in self._near(mark):
                best = found.get(self._ids[place], (NEAR_BITS + 1, False))
                if (apart, not is_as_asked) < (best[0], not best[1]):
                    found[self._ids[place]] = (apart, is_as_asked)
        return found

    def _near(self, mark: bytes) -> list[tuple[int, int]]:
        """Where fingerprints lie that differ in few bits from this one, and in how many."""
        waves, edges = words_of([mark])[0]
        count = len(self._ids)
        if count == 0:
            return []
        near = np.flatnonzero(np.bitwise_count(self._rows["waves"][:count] ^ waves) <= NEAR_BITS)
        apart = np.bitwise_count(self._rows["waves"][near] ^ waves) + np.bitwise_count(
            self._rows["edges"][near] ^ edges
        )
        is_near = (apart <= NEAR_BITS) & self._rows["has_mark"][near]
        return list(zip(near[is_near].tolist(), apart[is_near].tolist(), strict=True))
