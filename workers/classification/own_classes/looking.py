"""Which of an account's classes a picture carries."""

import numpy as np
from numpy.typing import NDArray

from cms.classes import queries, service
from cms.classes.models import OwnClass
from cms.classes.queries import Vector
from cms.transaction import reading, writing
from workers.classification.own_classes.fitting import Head


def look_for_classes(image_id: str, owner_id: str, embedding: tuple[float, ...], version: str) -> None:
    """Keep which of its owner's classes a picture carries that was read just now."""
    with reading():
        rows = queries.ready_classes_of(owner_id, model_version=version)
        heads = [(row.id, row.trainings, head_of(row)) for row in rows]
    vector = np.array([embedding], np.float32)
    for class_id, training, head in heads:
        with writing():
            service.keep_scores(class_id, training, {image_id: float(head.scores(vector)[0])})


def head_of(row: OwnClass) -> Head:
    return Head(np.frombuffer(row.weights or b"", "<f4"), row.bias)


def matrix_of(vectors: list[Vector]) -> NDArray[np.float32]:
    return np.array([np.frombuffer(one.vector, "<f2") for one in vectors], np.float32)
