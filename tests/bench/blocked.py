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

from cms.images.blocked import nearest
from cms.images.limits import limits_of
from cms.media.fingerprint import NEAR_BITS, SIDE, fingerprint, is_telling
from cms.media.refusals import PictureRefused
from cms.media.renditions import glance
from cms.settings import Settings

LIMITS = limits_of(Settings(_env_file=None))
MADE_FROM = "made from "


def mark_of(file: Path) -> bytes | None:
    """The fingerprint; None for what is no picture that is taken."""
    try:
        grey = glance(file, limits=LIMITS).grey
    except PictureRefused:
        return None
    return fingerprint(np.frombuffer(grey, np.uint8).reshape(SIDE, SIDE))


def bits_apart(mark: bytes, blocked: list[bytes]) -> int | None:
    """From the nearest blocked one; None for a picture that says too little to be compared."""
    return nearest(mark, blocked) if is_telling(mark) else None


def is_stopped(apart: int | None) -> bool:
    return apart is not None and apart <= NEAR_BITS


def others_in(folder: Path) -> Iterator[Path]:
    """All that is neither broken nor a source of the originals nor in `retrieval`."""
    with (folder / "manifest.csv").open(encoding="utf-8") as rows:
        origins = {row["origin"].removeprefix(MADE_FROM) for row in csv.DictReader(rows)}
    for file in sorted(folder.rglob("*")):
        name = str(file.relative_to(folder))
        if file.is_file() and name not in origins and not name.startswith(("malformed/", "retrieval/")):
            yield file


def main(folder: Path) -> None:
    files = sorted(folder.glob("retrieval/*__original.*"))
    known = {file.name.split("__")[0]: mark for file in files if (mark := mark_of(file)) is not None}
    stopped: Counter[str] = Counter()
    tried: Counter[str] = Counter()
    for file in sorted(folder.glob("retrieval/*__*")):
        name, _, change = file.stem.partition("__")
        mark = mark_of(file)
        if mark is not None and change != "original":
            tried[change] += 1
            stopped[change] += is_stopped(bits_apart(mark, [known[name]]))
    for change, count in sorted(tried.items()):
        print(f"{change:10} {stopped[change]:4} of {count}")
    apart = [
        bits_apart(mark, list(known.values())) for file in others_in(folder) if (mark := mark_of(file)) is not None
    ]
    least = min((bits for bits in apart if bits is not None), default=None)
    print(f"other pictures: {sum(map(is_stopped, apart))} of {len(apart)}; the nearest {least} bits, up to {NEAR_BITS}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
