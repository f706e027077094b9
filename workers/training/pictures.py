"""The pictures of a training: found in a folder of folders, told apart by their bytes, read slice by slice."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from cms.media.decode import Limits
from cms.media.refusals import PictureRefused
from workers.ingest.sandbox import PixelChild
from workers.training import LEAST_CLASSES, LEAST_PICTURES, SetRefused

HELD_OUT = 5
"""One in so many pictures of a class is not learnt from, but tried on."""

LONGEST = 400


@dataclass(frozen=True)
class Found:
    """A picture of the folder: the number of its class, its file relative to the folder, its SHA-256."""

    label: int
    file: str
    sha256: str


@dataclass(frozen=True)
class Listing:
    """All classes by name, the files of each, and what is left out with a sentence why."""

    labels: list[str]
    files: list[Found]
    skipped: list[tuple[str, str]]


def list_pictures(folder: Path) -> Listing:
    """Every file of every folder in this one. The same bytes count once, and not at all in two classes."""
    if not folder.is_dir():
        raise SetRefused(f"{folder} is no folder that this worker can read.")
    labels = sorted(one.name for one in folder.iterdir() if one.is_dir() and not one.name.startswith("."))
    by_hash: dict[str, list[Found]] = defaultdict(list)
    for number, label in enumerate(labels):
        for path in sorted((folder / label).iterdir()):
            if path.is_file() and not path.name.startswith("."):
                found = Found(number, f"{label}/{path.name}", sha256_of(path))
                by_hash[found.sha256].append(found)
    files, skipped = [], []
    for same in by_hash.values():
        if len({one.label for one in same}) > 1:
            skipped += [(one.file, "The same bytes are in several classes.") for one in same]
        else:
            files.append(same[0])
            skipped += [(one.file, f"The same bytes as {same[0].file}.") for one in same[1:]]
    return Listing(labels, sorted(files, key=lambda one: one.file), skipped)


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def refuse_too_small(labels: Sequence[str], counts: Sequence[int]) -> None:
    """Raise SetRefused for a set with fewer than two classes, or with too few pictures in one."""
    if len(labels) < LEAST_CLASSES:
        raise SetRefused(
            f"A model needs at least {LEAST_CLASSES} folders of pictures, one a class; there is {len(labels)}."
        )
    label, count = min(zip(labels, counts, strict=True), key=lambda one: one[1])
    if count < LEAST_PICTURES:
        raise SetRefused(f"Each class needs at least {LEAST_PICTURES} readable pictures; “{label}” has {count}.")


def held_out(labels: NDArray[np.int64], hashes: Sequence[str]) -> NDArray[np.bool_]:
    """Which pictures are tried on: a fifth of each class, those whose hashes come first."""
    out = np.zeros(len(labels), np.bool_)
    for label in np.unique(labels):
        mine = sorted(np.flatnonzero(labels == label).tolist(), key=lambda number: hashes[number])
        out[mine[: max(1, len(mine) // HELD_OUT)]] = True
    return out


class Pixels:
    """Opens pictures of the folder in a confined process."""

    def __init__(self, limits: dict[str, int]) -> None:
        self._child = PixelChild(limits=Limits(**limits))

    def read(self, path: Path) -> NDArray[np.uint8]:
        """Height × width × 3, RGB, upright. Raises PictureRefused or OSError."""
        width, height, plain = self._child.rgb(path, longest=LONGEST)
        return np.frombuffer(plain, np.uint8).reshape(height, width, 3)


def squeezed(pixels: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    """The whole picture as a square of this side."""
    return np.asarray(cv2.resize(pixels, (side, side), interpolation=cv2.INTER_AREA), np.uint8)


def read_some(
    folder: Path,
    files: Sequence[Found],
    kept: NDArray[Any],
    *,
    progress: dict[str, Any],
    pixels: Pixels,
    turn_into: Callable[[NDArray[np.uint8]], NDArray[Any]],
    is_over: Callable[[], bool],
) -> bool:
    """Go on reading, each picture into its row of `kept`; False when time is over before all are read.

    `progress` tells how many were looked at, and which were no pictures.
    """
    for number in range(progress["done"], len(files)):
        try:
            kept[number] = turn_into(pixels.read(folder / files[number].file))
        except PictureRefused as refusal:
            progress["unread"].append([number, refusal.sentence])
        except OSError as error:
            progress["unread"].append([number, f"It cannot be opened: {error.strerror}."])
        progress["done"] = number + 1
        if is_over():
            break
    return bool(progress["done"] == len(files))


def write_json(path: Path, told: Any) -> None:
    """Whole or not at all."""
    part = path.with_suffix(".part")
    part.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    part.replace(path)
