"""Which of the classes that its owner uses a picture carries."""

import numpy as np
from numpy.typing import NDArray

from cms.classes import queries, service
from cms.classes.models import OwnClass
from cms.classes.queries import Vector
from cms.transaction import reading, writing
from workers.classification.own_classes.fitting import Head


def look_for_classes(image_id: str, owner_id: str, embedding: tuple[float, ...], version: str) -> None:
    """Keep which of the classes that its owner uses a picture carries that was read just now, and learn from it."""
    vector = np.array([embedding], np.float32)
    for class_id, revision, head in _heads(owner_id, version):
        with writing():
            is_kept = service.keep_scores(class_id, revision, owner_id, {image_id: float(head.scores(vector)[0])})
        if not is_kept:
            return look_for_classes(image_id, owner_id, embedding, version)
    with writing():
        service.learn_from(image_id)
    return None


def _heads(owner_id: str, version: str) -> list[tuple[str, int, Head]]:
    with reading():
        rows = queries.learnt_classes_of(owner_id, model_version=version)
        return [(row.id, row.learnt_revision, head_of(row)) for row in rows]


def head_of(row: OwnClass) -> Head:
    return Head(np.frombuffer(row.weights or b"", "<f4"), row.bias)


def matrix_of(vectors: list[Vector]) -> NDArray[np.float32]:
    return np.array([np.frombuffer(one.vector, "<f2") for one in vectors], np.float32)
