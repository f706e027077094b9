"""What a training holds out, refuses, weighs and counts."""

import hashlib

import numpy as np
import pytest

from workers.training import SetRefused
from workers.training.pictures import held_out, refuse_too_small
from workers.training.scoring import class_weights, report_on


def test_a_fifth_of_each_class_is_held_out_whatever_the_order() -> None:
    labels, hashes = np.repeat([0, 1], [10, 25]), [hashlib.sha256(bytes([n])).hexdigest() for n in range(35)]
    out = held_out(labels, hashes)
    assert [int(out[labels == label].sum()) for label in (0, 1)] == [2, 5]
    order = np.random.default_rng(1).permutation(35)
    again = held_out(labels[order], [hashes[n] for n in order])
    assert (again == out[order]).all()


def test_too_few_classes_or_pictures_are_refused() -> None:
    refuse_too_small(["a", "b"], [10, 10])
    for labels, counts in ((["a"], [50]), (["a", "b"], [50, 9]), ([], [])):
        with pytest.raises(SetRefused, match="at least"):
            refuse_too_small(labels, counts)


def test_figures_are_those_of_the_counts() -> None:
    truth, said = np.array([0, 0, 0, 1, 1]), np.array([0, 0, 1, 1, 1])
    report = report_on(["a", "b"], truth, said, np.array([30, 20]))
    first, second = report["classes"]
    assert (first["precision"], first["recall"], first["f1"]) == (1.0, 0.6667, 0.8)
    assert (second["precision"], second["recall"], report["accuracy"]) == (0.6667, 1.0, 0.8)
    assert report["confusions"] == [{"is": "a", "taken_for": "b", "times": 1}]


def test_small_classes_weigh_as_much_as_large_ones() -> None:
    truth = np.array([0] * 30 + [1] * 10)
    weights = class_weights(truth, 2)
    assert weights[truth == 0].sum() == pytest.approx(weights[truth == 1].sum())
