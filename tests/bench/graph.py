"""How many of the truly nearest the graph of Elasticsearch gives back, with exact distances over its candidates."""

import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np

from cms.clauses import EVERYTHING
from cms.index import open_index
from cms.index.base import Document
from tests.bench.likeness import Vectors, some_vectors
from tests.bench.rows import Row, milliseconds
from tests.services.elasticsearch_server import elasticsearch_server
from workers.reverse_search.graph import nearest_by_graph

TOGETHER, QUESTIONS, NEAREST = 1000, 60, 10


def graph(count: int, dimensions: int) -> Iterator[Row]:
    """Questions are stored vectors with noise, as of a crop or another encoding; half of them are strangers."""
    rows, chance = some_vectors(count, dimensions=dimensions), np.random.default_rng(4)
    near = rows[chance.integers(0, count, QUESTIONS // 2)].astype(np.float32)
    noisy = near + chance.gamma(0.3, 0.15 / np.sqrt(dimensions), near.shape).astype(np.float32)
    asked = np.concatenate([noisy, some_vectors(QUESTIONS // 2, seed=9, dimensions=dimensions).astype(np.float32)])
    asked /= np.linalg.norm(asked, axis=1, keepdims=True)
    with tempfile.TemporaryDirectory(prefix="pixels-graph-") as folder, elasticsearch_server(Path(folder)) as address:
        index = open_index(f"elasticsearch://{address}/graph")
        began = time.perf_counter()
        for start in range(0, count, TOGETHER):
            some = range(start, min(start + TOGETHER, count))
            index.put([Document(id=f"{n:07}", version=1, text={}, facts={}, vector=rows[n].tolist()) for n in some])
        index.refresh()
        spent = (time.perf_counter() - began) / count * 1000
        yield Row("one document into the graph", [spent], [spent])

        def exact(ids: Sequence[str]) -> dict[str, Vectors]:
            return {image_id: rows[int(image_id)] for image_id in ids}

        row, found = Row(f"nearest of {count} x {dimensions}", bar="p50 30 ms"), 0
        for one in asked:
            hits: list[tuple[str, float]] = []
            row.add(
                milliseconds(
                    lambda one=one, hits=hits: hits.extend(  # type: ignore[misc]
                        nearest_by_graph(
                            index, [one], audience=EVERYTHING, limit=NEAREST, metric="manhattan", exact=exact
                        )
                    )
                )
            )
            found += len({int(image_id) for image_id, _ in hits} & truly_nearest(rows, one))
        row.name += f", recall@10 {found / len(asked) / NEAREST:.4f} (bar 0.98)"
        yield row


def truly_nearest(rows: Vectors, one: Vectors) -> set[int]:
    """By a look at all, in pieces."""
    apart = np.empty(len(rows), np.float32)
    for start in range(0, len(rows), 10_000):
        part = rows[start : start + 10_000].astype(np.float32)
        apart[start : start + 10_000] = cv2.batchDistance(part, one[None], cv2.CV_32F, normType=cv2.NORM_L1, K=1)[0][
            :, 0
        ]
    return set(np.argpartition(apart, NEAREST)[:NEAREST].tolist())
