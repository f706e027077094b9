"""Which changed pictures the block of removed pictures stops, and whether it stops others.

`python -m tests.bench.blocked FIXTURES`: every `retrieval/NAME__original.*` is blocked; its changes should be stopped,
other pictures should pass. Left out: broken ones, and what the originals themselves were made from.
"""

import csv
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from cms.images.limits import limits_of
from cms.media.fingerprint import BITS, NEAR_BITS, is_telling, words_of
from cms.media.prepared import Glance
from cms.media.refusals import PictureRefused
from cms.media.renditions import GLANCE, glance, small_rgb
from cms.settings import Settings
from workers.ingest.removed import Words, marks_of, nearest, views_of

LIMITS = limits_of(Settings(_env_file=None))
MADE_FROM = "made from "


def seen(file: Path) -> Glance | None:
    """What the picture is compared by; None for what is no picture that is taken."""
    try:
        return glance(file, limits=LIMITS)
    except PictureRefused:
        return None


def marked(file: Path) -> Words:
    """What the picture is known by when it is blocked."""
    return words_of(marks_of(*small_rgb(file, limits=LIMITS, longest=GLANCE)))


def bits_apart(picture: Glance, blocked: Words) -> int:
    """From the nearest blocked one; of a picture that says too little to be compared more than there are."""
    return min((nearest(mark, blocked) for mark in views_of(picture) if is_telling(mark)), default=BITS + 1)


def others_in(folder: Path) -> Iterator[Path]:
    """All that is neither broken nor a source of the originals nor in `retrieval`."""
    with (folder / "manifest.csv").open(encoding="utf-8") as rows:
        origins = {row["origin"].removeprefix(MADE_FROM) for row in csv.DictReader(rows)}
    for file in sorted(folder.rglob("*")):
        name = str(file.relative_to(folder))
        if file.is_file() and name not in origins and not name.startswith(("malformed/", "retrieval/")):
            yield file


def main(folder: Path) -> None:
    known = {file.name.split("__")[0]: marked(file) for file in sorted(folder.glob("retrieval/*__original.*"))}
    stopped: Counter[str] = Counter()
    tried: Counter[str] = Counter()
    for file in sorted(folder.glob("retrieval/*__*")):
        name, _, change = file.stem.partition("__")
        picture = seen(file)
        if picture is not None and change != "original":
            tried[change] += 1
            stopped[change] += bits_apart(picture, known[name]) <= NEAR_BITS
    for change, count in sorted(tried.items()):
        print(f"{change:10} {stopped[change]:4} of {count}")
    everything = np.concatenate(list(known.values()))
    apart = [bits_apart(picture, everything) for file in others_in(folder) if (picture := seen(file)) is not None]
    false = sum(bits <= NEAR_BITS for bits in apart)
    print(f"other pictures: {false} of {len(apart)}; the nearest {min(apart)} bits, up to {NEAR_BITS}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
