"""How well and how fast pictures find each other.

`python -m tests.bench.likeness changes DEVSET` changes development pictures in ten ways and counts what finds its
original; `… scan [COUNT]` times the look at so many vectors, beside FAISS where that is installed (`pip install
faiss-cpu`), else beside one product of matrices, which reads all of them once; `… whole [COUNT]` times whole searches;
`… graph [COUNT [DIMENSIONS]]` counts how many of the truly nearest a graph in Elasticsearch gives.
"""

import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from cms.images.limits import limits_of
from cms.media.fingerprint import NEAR_BITS
from cms.media.renditions import glance
from cms.settings import CHECKOUT, Settings
from cms.vision.likeness import Found, MatchKind
from tests.bench.changes import CHANGES, cropped, encoded
from tests.bench.rows import Row, milliseconds, printed, repeated
from workers.classification.registry import load_tagger
from workers.reverse_search.asking import Question, question_of
from workers.reverse_search.matching import in_order
from workers.reverse_search.memory import Known, Memory
from workers.reverse_search.scan import Metric

Vectors = NDArray[Any]
AT = datetime(2024, 1, 1, tzinfo=UTC)
LIMITS = limits_of(Settings(_env_file=None))
ASKED, DISTRACTING, PARTS = 150, 0.55, 2
ROUNDS, MANY = 25, 1_000_000


class Pictures:
    """Pictures in memory, to be found by others."""

    def __init__(self, metric: Metric) -> None:
        self.memory, self.metric, self.exact = Memory(), metric, dict[str, Vectors]()
        self.reader = load_tagger("efficientnet-lite2", CHECKOUT / "var" / "models")

    def question(self, file: bytes) -> Question:
        with tempfile.NamedTemporaryFile() as copy:
            copy.write(file)
            copy.flush()
            return question_of(glance(Path(copy.name), limits=LIMITS), self.reader)

    def add(self, name: str, file: bytes) -> None:
        asked = self.question(file)
        self.exact[name] = asked.vectors[0]
        mark = asked.as_asked[0] if asked.as_asked else None
        self.memory.put([Known(name, AT, mark, asked.vectors[0])])

    def find(self, asked: Question) -> list[Found]:
        copies = self.memory.copies_of(asked.as_asked, asked.changed)
        return in_order(copies, self.memory.nearest(asked.vectors, limit=200, metric=self.metric, exact=self._exact))

    def _exact(self, ids: Sequence[str]) -> dict[str, Vectors]:
        return {name: self.exact[name] for name in ids}


def changes(folder: Path, metric: Metric) -> None:
    """All pictures are there; parts of each one that is not asked about are there too, to distract."""
    files, random, there = sorted((folder / "pictures").rglob("*.jpg")), Random(5), Pictures(metric)
    asked = set(random.sample(files, ASKED))
    questions: list[tuple[str, str, Question]] = []
    for file in files:
        there.add(file.name, file.read_bytes())
        picture = Image.open(file).convert("RGB")
        if file in asked:
            for name, change in CHANGES.items():
                questions.append((file.name, name, there.question(encoded(change(picture, random)))))
        else:
            for part in range(PARTS):
                there.add(f"part {part} of {file.name}", encoded(cropped(picture, random, DISTRACTING)))
    count(questions, there)


def count(questions: Sequence[tuple[str, str, Question]], there: Pictures) -> None:
    """Whose original comes first, whose is marked as a copy or near, and what is marked that is another picture."""
    first: Counter[str] = Counter()
    marked: Counter[str] = Counter()
    wrong: list[tuple[str, str, str]] = []
    for original, name, question in questions:
        found = there.find(question)
        marks = {one.id for one in found if one.kind is not MatchKind.SIMILAR}
        first[name] += found[0].id == original
        marked[name] += original in marks
        wrong += [(original, name, other) for other in marks - {original}]
    print(f"{len(there.memory)} pictures, {there.metric}, near up to {NEAR_BITS} bits")
    for name in CHANGES:
        print(f"{name:10} first {first[name]:4} of {ASKED}   marked {marked[name]:4}")
    print(f"all: first {first.total()} of {len(questions)}; marked though another picture: {wrong}")


def some_vectors(count: int, seed: int = 1, dimensions: int = 1280) -> Vectors:
    """Unit vectors with a tail like the tagger's, four hundred around each subject."""
    random = np.random.default_rng(seed)
    subjects = random.gamma(0.4, 1.0, (max(1, count // 400), dimensions)).astype(np.float32)
    made = np.empty((count, dimensions), np.float16)
    for start in range(0, count, 10_000):
        size = min(10_000, count - start)
        rows = subjects[random.integers(0, len(subjects), size)] * random.gamma(2.0, 0.5, (size, dimensions))
        rows += random.gamma(0.4, 0.5, (size, dimensions)) * random.random((size, 1))
        made[start : start + size] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return made


def scan(count: int) -> Iterator[Row]:
    """The look at all vectors and at all fingerprints, in turns with their floors."""
    vectors, memory, chance = some_vectors(count), Memory(), np.random.default_rng(2)
    for start in range(0, count, 10_000):
        numbers = range(start, min(start + 10_000, count))
        memory.put([Known(f"{n:07}", AT, chance.bytes(16), vectors[n]) for n in numbers])

    def exact(ids: Sequence[str]) -> dict[str, Vectors]:
        return {image_id: vectors[int(image_id)] for image_id in ids}

    plain = vectors.astype(np.float32)
    name, floor = floor_of(plain)
    least = Row(f"floor: {name}")
    ours = Row(f"nearest of {count}, exactly", bar="1.5x", reach="0.75x")
    add = Row("one vector more", bar="10 ms")
    for number in chance.integers(0, count, ROUNDS).tolist():
        asked = vectors[number]
        spent = milliseconds(lambda asked=asked: floor(asked.astype(np.float32)))  # type: ignore[misc]
        least.add(spent)
        ours.add(
            milliseconds(lambda asked=asked: memory.nearest([asked], limit=200, metric="manhattan", exact=exact))  # type: ignore[misc]
        )
        ours.ratios.append(ours.processor[-1] / spent[0])
        known = Known(f"{number:07}", AT, chance.bytes(16), asked)
        add.add(milliseconds(lambda known=known: memory.put([known])))  # type: ignore[misc]
    yield from (least, ours, add, fingerprints())


def floor_of(plain: Vectors) -> tuple[str, Callable[[Vectors], object]]:
    """The quickest plain look at all vectors that is at hand, and its name."""
    try:
        import faiss
    except ImportError:
        return "a product of matrices", lambda one: plain @ one
    faiss.omp_set_num_threads(1)
    index = faiss.IndexFlat(plain.shape[1], faiss.METRIC_L1)
    index.add(plain)
    return "FAISS flat, Manhattan, one thread", lambda one: index.search(one[None], 200)


def fingerprints() -> Row:
    """Which of a million are near one."""
    memory, chance = Memory(), np.random.default_rng(2)
    for start in range(0, MANY, 10_000):
        memory.put([Known(f"{n:07}", AT, chance.bytes(16), None) for n in range(start, start + 10_000)])
    asked = chance.bytes(16)
    row = repeated(f"one fingerprint of {MANY}", ROUNDS, lambda _: memory.copies_of([asked], []))
    row.bar, row.reach = "10 ms", "3 ms"
    return row


def main(words: Sequence[str]) -> None:
    match words:
        case ["changes", folder, *rest]:
            changes(Path(folder), "cosine" if rest == ["cosine"] else "manhattan")
        case ["scan", *rest]:
            printed(scan(int(rest[0]) if rest else 100_000), about="Vectors of 1280 numbers")
        case ["graph", *rest]:
            from tests.bench.graph import graph

            count, dimensions = (int(one) for one in (*rest, *("1000000", "128")[len(rest) :]))
            printed(graph(count, dimensions), about="Elasticsearch's graph, exact distances over its candidates")
        case ["whole", *rest]:
            from tests.bench.searches import whole

            printed(whole(int(rest[0]) if rest else 100_000), about="Searches by an uploaded picture")
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
