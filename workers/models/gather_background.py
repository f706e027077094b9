"""`python -m workers.models.gather_background FOLDER`: vectors that stand against own classes, for developers.

Takes labelled pictures whose licence is confirmed and free enough, spread over the categories.
"""

import argparse
import json
from collections import defaultdict
from pathlib import Path

import numpy as np

from workers.classification.own_classes import background
from workers.classification.registry import load_tagger
from workers.models.__main__ import DEFAULT_FOLDER
from workers.models.labelled import Labelled, read_labelled

WANTED = 200


def spread(pictures: list[Labelled]) -> list[Labelled]:
    """Of each category in turn, until there are enough."""
    by_category = defaultdict[str, list[Labelled]](list)
    for picture in sorted(pictures, key=lambda one: one.file):
        by_category[picture.category].append(picture)
    found: list[Labelled] = []
    while len(found) < WANTED and any(by_category.values()):
        found += [some.pop() for some in by_category.values() if some]
    return found[:WANTED]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m workers.models.gather_background", description=__doc__)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    tagger = load_tagger("efficientnet-lite2", DEFAULT_FOLDER)
    pictures = spread([picture for picture in read_labelled(folder) if picture.may_be_fitted])
    vectors = np.array([tagger.read(picture.pixels()).embedding for picture in pictures], np.float32)
    background.keep(vectors, tagger.version)
    note = {"pictures": [{"file": one.file, "licence": one.licence, "source": one.source} for one in pictures]}
    background.NOTE.write_text(json.dumps(note, indent=1) + "\n", encoding="utf-8")
    print(f"{len(pictures)} vectors, {background.FILE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
