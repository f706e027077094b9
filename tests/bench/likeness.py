"""How well and how fast pictures find each other.

`python -m tests.bench.likeness changes DEVSET` changes development pictures in ten ways and counts what finds its
original; `… scan [COUNT]` times the look at so many vectors; `… whole [COUNT]` whole searches on a site of so many.
"""

import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from statistics import median
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
from workers.classification.registry import load_tagger
from workers.reverse_search.asking import Question, question_of
from workers.reverse_search.matching import in_order
from workers.reverse_search.memory import Known, Memory
from workers.reverse_search.scan import STEP, Metric, nearly

Vectors = NDArray[Any]
AT = datetime(2024, 1, 1, tzinfo=UTC)
LIMITS = limits_of(Settings(_env_file=None))
ASKED, DISTRACTING = 150, 0.55
ROUNDS = 9


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
    """All pictures are there; a part of each one that is not asked about is there too, to distract."""
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
            there.add(f"part of {file.name}", encoded(cropped(picture, random, DISTRACTING)))
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


def milliseconds(act: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median of some rounds."""
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        act()
        taken.append((time.perf_counter() - start) * 1000)
    return median(taken)


def some_vectors(count: int, seed: int = 1) -> Vectors:
    """Unit vectors with a tail like the tagger's, four hundred around each subject."""
    random = np.random.default_rng(seed)
    subjects = random.gamma(0.4, 1.0, (max(1, count // 400), 1280)).astype(np.float32)
    made = np.empty((count, 1280), np.float16)
    for start in range(0, count, 10_000):
        size = min(10_000, count - start)
        rows = subjects[random.integers(0, len(subjects), size)] * random.gamma(2.0, 0.5, (size, 1280))
        rows += random.gamma(0.4, 0.5, (size, 1280)) * random.random((size, 1))
        made[start : start + size] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return made


def scan(count: int) -> None:
    """Ours beside plain NumPy on 32-bit floats, in the same run."""
    rows, memory = some_vectors(count), Memory()
    marks = np.random.default_rng(2).integers(0, 256, (count, 16), dtype=np.uint8)
    for start in range(0, count, 10_000):
        memory.put(
            [Known(f"{n:07}", AT, marks[n].tobytes(), rows[n]) for n in range(start, min(start + 10_000, count))]
        )
    one = rows[count // 2]

    def exact(ids: Sequence[str]) -> dict[str, Vectors]:
        return {image_id: rows[int(image_id)] for image_id in ids}

    ours = milliseconds(lambda: memory.nearest([one], limit=200, metric="manhattan", exact=exact))
    held = memory.coded()
    bare = milliseconds(lambda: nearly(held, one, "manhattan"))
    looks = milliseconds(lambda: memory.copies_of([marks[5].tobytes()], []))
    plain = rows.astype(np.float32)
    floor = milliseconds(lambda: np.abs(plain - one.astype(np.float32)).sum(axis=1), rounds=3)
    product = milliseconds(lambda: plain @ one.astype(np.float32), rounds=3)
    print(f"{count} vectors, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores, step {STEP:.5f}")
    print(f"nearest 200 exactly {ours:.1f} ms, of that the look at all {bare:.1f} ms; one fingerprint {looks:.2f} ms")
    print(f"plain NumPy, Manhattan {floor:.1f} ms; one matrix product, which reads all once, {product:.1f} ms")


def main(words: Sequence[str]) -> None:
    match words:
        case ["changes", folder, *rest]:
            changes(Path(folder), "cosine" if rest == ["cosine"] else "manhattan")
        case ["scan", *rest]:
            scan(int(rest[0]) if rest else 100_000)
        case ["whole", *rest]:
            from tests.bench.searches import whole

            whole(int(rest[0]) if rest else 100_000)
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
