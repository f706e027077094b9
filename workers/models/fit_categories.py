"""`python -m workers.models.fit_categories FOLDER`: fits the category head on labelled pictures, for developers.

Fits only on files whose licence is confirmed and free enough. Prints the accuracy on sources that each of five fits
has not seen, then writes the head that was fitted on all permitted files, and the note that names them.
"""

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from cms.vision.categories import CATEGORIES
from workers.classification.classifiers.category_head import NOTE_FILE, WEIGHTS_FILE, features, softmax
from workers.classification.classifiers.network import SIDE, Network, prepared_pixels
from workers.models.__main__ import DEFAULT_FOLDER
from workers.models.labelled import Labelled, read_labelled
from workers.models.prepare import TAGGER_FILE
from workers.models.score import accuracy_table

Floats = NDArray[Any]
Head = tuple[Floats, Floats]
VERSION, PENALTY, STEPS, FOLDS = "1", 0.01, 400, 5


def views(pixels: NDArray[np.uint8]) -> list[Floats]:
    """The picture as the tagger sees it, the whole of it squeezed into the square, and both mirrored."""
    whole = Image.fromarray(pixels).resize((SIDE, SIDE), Image.Resampling.BICUBIC, reducing_gap=3.0)
    seen = [prepared_pixels(pixels), (np.asarray(whole, np.float32) - 127.0) / 128.0]
    return seen + [np.ascontiguousarray(view[:, ::-1]) for view in seen]


def look(network: Network, picture: Labelled) -> Floats:
    """Features of the four views: 4 × 1290."""
    seen = []
    for view in views(picture.pixels()):
        logits, feature = network.run(view)
        seen.append(features(softmax(logits.astype(np.float64)), feature / np.linalg.norm(feature)))
    return np.stack(seen).astype(np.float32)


def fit(inputs: Floats, wanted: NDArray[np.intp]) -> Head:
    """Weights (1290 × 8) and bias (8): penalised likelihood, each category counting the same, by Nesterov steps."""
    counts = np.bincount(wanted, minlength=len(CATEGORIES))
    shares = 1 / counts[wanted]
    shares /= shares.sum()
    targets = np.eye(len(CATEGORIES))[wanted]
    step = 1 / (0.5 * float((shares * (inputs**2).sum(axis=1)).sum()) + PENALTY)
    weights = ahead = np.zeros((inputs.shape[1], len(CATEGORIES)))
    bias = ahead_bias = np.zeros(len(CATEGORIES))
    for turn in range(STEPS):
        errors = shares[:, None] * (softmax(inputs @ ahead + ahead_bias) - targets)
        new, new_bias = ahead - step * (inputs.T @ errors + PENALTY * ahead), ahead_bias - step * errors.sum(axis=0)
        pull = turn / (turn + 3)
        ahead, ahead_bias = new + pull * (new - weights), new_bias + pull * (new_bias - bias)
        weights, bias = new, new_bias
    return weights, bias


def fit_on(pictures: Sequence[Labelled], seen: Floats) -> Head:
    """The head of these pictures, each with its four views."""
    wanted = np.array([CATEGORIES.index(picture.category) for picture in pictures])
    return fit(seen.reshape(-1, seen.shape[-1]), np.repeat(wanted, seen.shape[1]))


def folds(pictures: Sequence[Labelled]) -> list[int]:
    """A fold for each picture; all pictures of one source are in the same, large sources first."""
    sizes, fold_of = [0] * FOLDS, {}
    for source, count in Counter(picture.source for picture in pictures).most_common():
        fold_of[source] = sizes.index(min(sizes))
        sizes[fold_of[source]] += count
    return [fold_of[picture.source] for picture in pictures]


def cross_validated(pictures: Sequence[Labelled], seen: Floats) -> list[str]:
    """For every picture the category by a head that has seen nothing of its source."""
    fold_of, answers = np.array(folds(pictures)), [""] * len(pictures)
    permitted = np.array([picture.may_be_fitted for picture in pictures])
    for fold in range(FOLDS):
        learn = np.flatnonzero((fold_of != fold) & permitted)
        weights, bias = fit_on([pictures[int(number)] for number in learn], seen[learn])
        for number in np.flatnonzero(fold_of == fold):
            answers[number] = CATEGORIES[int((seen[number, 0] @ weights + bias).argmax())]
    return answers


def write_head(pictures: Sequence[Labelled], head: Head) -> None:
    """The weights in float16 and the note."""
    np.savez(WEIGHTS_FILE, weights=head[0].astype(np.float16), bias=head[1].astype(np.float16))
    note = {
        "version": VERSION,
        "fitted_on": len(pictures),
        "by_category": Counter(picture.category for picture in pictures),
        "by_licence": Counter(picture.licence for picture in pictures),
        "by_source": Counter(picture.source for picture in pictures),
        "files": sorted(picture.file for picture in pictures),
    }
    NOTE_FILE.write_text(json.dumps(note, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def main() -> None:
    """Look at all pictures once, cross-validate, fit, write."""
    parser = argparse.ArgumentParser(prog="python -m workers.models.fit_categories")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--models", type=Path, default=DEFAULT_FOLDER)
    arguments = parser.parse_args()
    pictures = read_labelled(arguments.folder)
    network = Network(arguments.models / TAGGER_FILE)
    seen = np.stack([look(network, picture) for picture in pictures])
    print(f"Sources not seen by the fit, {FOLDS} folds\n\n{accuracy_table(pictures, cross_validated(pictures, seen))}")
    permitted = [number for number, picture in enumerate(pictures) if picture.may_be_fitted]
    chosen = [pictures[number] for number in permitted]
    write_head(chosen, fit_on(chosen, seen[permitted]))


if __name__ == "__main__":
    main()
