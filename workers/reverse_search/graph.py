"""The nearest by the graph of a search engine, where there are more vectors than are scanned here.

The engine gives many candidates that the asker may see; their exact distances, by the metric asked for, decide.
"""

from collections.abc import Sequence

import numpy as np

from cms.clauses import Clause
from cms.index.base import Index
from workers.reverse_search.memory import Exact
from workers.reverse_search.scan import Floats, Metric, exactly

CANDIDATES = 1000


def nearest_by_graph(
    index: Index, vectors: Sequence[Floats], *, audience: Clause, limit: int, metric: Metric, exact: Exact
) -> list[tuple[str, float]]:
    """The nearest to any of these vectors, nearest first; equally far ones by their ids. Raises IndexDown."""
    wide = max(CANDIDATES, limit)
    asked = [[float(part) for part in vector] for vector in vectors]
    hits = (index.nearest(vector, audience=audience, limit=wide) for vector in asked)
    known = exact(sorted({hit.id for some in hits for hit in some}))
    if not known:
        return []
    rows = np.stack(list(known.values()))
    apart = np.min([exactly(rows, vector, metric) for vector in vectors], axis=0)
    return sorted(zip(known, apart.tolist(), strict=True), key=lambda one: (one[1], one[0]))[:limit]
