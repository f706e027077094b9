"""How well a model tells the pictures apart that it has not learnt from. Pure: numbers in, numbers out."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

MOST_PAIRS = 10
Numbers = NDArray[np.int64]


def report_on(labels: Sequence[str], truth: Numbers, said: Numbers, counts: Numbers) -> dict[str, Any]:
    """Precision, recall and F1 of each class, all in all, and which classes are taken for which."""
    classes = []
    for number, label in enumerate(labels):
        right = int(((truth == number) & (said == number)).sum())
        precision, recall = share(right, int((said == number).sum())), share(right, int((truth == number).sum()))
        f1 = round(2 * precision * recall / (precision + recall), 4) if right else 0.0
        tried = int((truth == number).sum())
        told = {"precision": precision, "recall": recall, "f1": f1}
        classes.append({"name": label, "pictures": int(counts[number]), "tried": tried, **told})
    return {
        "classes": classes,
        "accuracy": share(int((truth == said).sum()), len(truth)),
        "tried": len(truth),
        "confusions": confusions(labels, truth, said),
    }


def share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def confusions(labels: Sequence[str], truth: Numbers, said: Numbers) -> list[dict[str, Any]]:
    """The commonest mistakes first: what it is, what it was taken for, how often."""
    wrong = truth != said
    pairs, counts = np.unique(np.stack([truth[wrong], said[wrong]]), axis=1, return_counts=True)
    order = np.argsort(-counts, kind="stable")[:MOST_PAIRS]
    return [{"is": labels[pairs[0, n]], "taken_for": labels[pairs[1, n]], "times": int(counts[n])} for n in order]


def class_weights(truth: Numbers, classes: int) -> NDArray[np.float32]:
    """What each picture counts, so that all classes count the same in all."""
    each = len(truth) / (classes * np.bincount(truth, minlength=classes))
    return np.asarray(each[truth], np.float32)
