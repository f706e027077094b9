"""The nearest vectors of the embedded index: an exact scan."""

import heapq
import sqlite3
from collections.abc import Sequence
from typing import Any

from cms.clauses import Clause
from cms.index.base import Hit
from cms.index.embedded_audience import seen

ROWS_AT_ONCE = 1024


def nearest(database: sqlite3.Connection, vector: Sequence[float], *, audience: Clause, limit: int) -> list[Hit]:
    """An exact scan. Vectors of another length are of another model, and nothing to compare with."""
    condition, values = seen(database, audience).condition("documents")
    best: list[tuple[float, str]] = []
    rows = database.execute(
        f"SELECT id, vector FROM documents WHERE length(vector) = ? AND {condition}",  # noqa: S608
        [4 * len(vector), *values],
    )
    while block := rows.fetchmany(ROWS_AT_ONCE):
        # Of equal distance the largest id comes first, so the negative distance and the id sort as one.
        near = [(-distance, id) for distance, (id, _) in zip(_distances(vector, block), block, strict=True)]
        best = heapq.nlargest(limit, best + near)
    return [Hit(id, distance=-nearness) for nearness, id in best]


def _distances(vector: Sequence[float], rows: Sequence[tuple[str, bytes]]) -> list[float]:
    """Euclidean, rounded to a millionth, so that both engines agree on what is equally near."""
    import numpy as np

    asked: Any = np.asarray(vector, dtype="<f4")
    kept: Any = np.frombuffer(b"".join(blob for _, blob in rows), dtype="<f4").reshape(len(rows), -1)
    return [float(distance) for distance in np.round(np.sqrt(np.square(kept - asked, dtype="f8").sum(axis=1)), 6)]
