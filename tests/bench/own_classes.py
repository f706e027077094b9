"""`python -m tests.bench.own_classes DEVSET [SPLITS]`: how right classes of one's own are that ten examples teach.

Each word that enough labelled pictures have is a class in turn: ten of them, drawn anew for each split, are the
examples; the others and all pictures without the word are asked about. The fixed background stands against every class,
also with pictures that carry the word, and is never asked about. Numbers are balanced accuracies.
"""

import json
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cms.classes.service import CARRIED_FROM
from workers.classification.own_classes.background import NOTE
from workers.classification.own_classes.jobs import learn
from workers.classification.registry import load_tagger
from workers.models.__main__ import DEFAULT_FOLDER
from workers.models.labelled import Labelled, read_labelled

EXAMPLES, LEAST, SPLITS = 10, 25, 20
Vectors = NDArray[np.float32]


def words_of(picture: Labelled) -> set[str]:
    return {picture.category, *picture.tags}


def classes_of(pictures: list[Labelled]) -> list[str]:
    """The words that so many pictures have that fifteen are left to ask about; "other" is no class."""
    counts = Counter(word for picture in pictures for word in words_of(picture))
    return [word for word, count in sorted(counts.items()) if count >= LEAST and word != "other"]


def rights(word: str, pictures: list[Labelled], vectors: Vectors, version: str, splits: int) -> Iterator[float]:
    """The balanced accuracy of each split."""
    has = np.array([word in words_of(picture) for picture in pictures])
    for split in range(splits):
        examples = random.Random(f"{word} {split}").sample(list(np.flatnonzero(has)), EXAMPLES)
        asked = np.ones(len(pictures), np.bool_)
        asked[examples] = False
        head, _ = learn(vectors[examples], np.ones(EXAMPLES, np.bool_), version)
        carried = head.scores(vectors[asked]) >= CARRIED_FROM
        yield float((carried[has[asked]].mean() + (~carried[~has[asked]]).mean()) / 2)


def main() -> None:
    folder, splits = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else SPLITS
    tagger = load_tagger("efficientnet-lite2", DEFAULT_FOLDER)
    fixed = {one["file"] for one in json.loads(NOTE.read_text(encoding="utf-8"))["pictures"]}
    pictures = [picture for picture in read_labelled(folder) if picture.file not in fixed]
    vectors = np.array([tagger.read(picture.pixels()).embedding for picture in pictures], np.float32)
    begun = time.perf_counter()
    found = {word: list(rights(word, pictures, vectors, tagger.version, splits)) for word in classes_of(pictures)}
    spent = (time.perf_counter() - begun) / (len(found) * splits)
    print("| class | pictures | mean | worst split |", "|---|---|---|---|", sep="\n")
    for word, some in found.items():
        count = sum(word in words_of(picture) for picture in pictures)
        print(f"| {word} | {count} | {statistics.mean(some):.1%} | {min(some):.1%} |")
    means = [statistics.mean(some) for some in found.values()]
    worst = min(min(some) for some in found.values())
    print(f"| **mean of {len(found)}** | | **{statistics.mean(means):.1%}** | {worst:.1%} |")
    print(f"\nLearnt and cross-validated in {spent:.2f} s each.")


if __name__ == "__main__":
    main()
