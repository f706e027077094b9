"""How often the safety gate holds back a picture that is safe.

`python -m tests.bench.gate FOLDER [FOLDER …]`: every picture below the folders, none of which should be held; as the
site reads them, by a small rendition. Names those that are, and the nearest.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyvips

from cms.images.limits import limits_of
from cms.images.results import HOLD_FROM
from cms.media.refusals import PictureRefused
from cms.media.renditions import small_rgb
from cms.settings import Settings
from workers.classification.registry import load_gate

SETTINGS = Settings(_env_file=None)
LONGEST = 400
"""Pixels of the rendition that the models read."""

NAMED = 10


def scores(folder: Path) -> Iterator[tuple[float, Path]]:
    """What the gate says of each picture that the site would take."""
    gate = load_gate(SETTINGS.vision_gate, SETTINGS.models_dir)
    for file in sorted(one for one in folder.rglob("*") if one.is_file()):
        try:
            width, height, pixels = small_rgb(file, limits=limits_of(SETTINGS), longest=LONGEST)
        except (PictureRefused, pyvips.Error):
            continue
        yield gate.score(np.frombuffer(pixels, np.uint8).reshape(height, width, 3)), file


def main(folders: list[Path]) -> None:
    for folder in folders:
        found = sorted(scores(folder), reverse=True)
        held = [one for one in found if one[0] >= HOLD_FROM]
        print(f"{folder.name}: {len(held)} of {len(found)} pictures held back")
        for score, file in found[: max(len(held), NAMED)]:
            print(f"  {score:.3f} {file.relative_to(folder)}")


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
