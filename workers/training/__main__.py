"""`python -m workers.training FOLDER SECONDS`: go on with the training that this folder describes, for so long.

A process of its own, so that TensorFlow's memory goes with it. Ends with 0, MORE_TO_DO or TOO_SMALL.
"""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workers.models.convert import to_tflite
from workers.training import MORE_TO_DO, PROGRESS, REFUSAL, REPORT, SPEC, TOO_SMALL, SetRefused, Spec, learning
from workers.training.keeping import FOLDER, keep, version_of
from workers.training.pictures import (
    Found,
    Listing,
    Pixels,
    held_out,
    list_pictures,
    read_some,
    refuse_too_small,
    sha256_of,
    squeezed,
    write_json,
)
from workers.training.scoring import class_weights, report_on

ROWS, LISTING = "rows.npy", "listing.json"


class Training:
    """One training, as far as its folder says that it is."""

    def __init__(self, folder: Path, seconds: float) -> None:
        until = time.monotonic() + seconds
        self.is_over: Callable[[], bool] = lambda: time.monotonic() > until
        self.folder = folder
        self.spec = Spec(**json.loads((folder / SPEC).read_text(encoding="utf-8")))
        self.progress: dict[str, Any] = {"done": 0, "unread": []}
        if (folder / PROGRESS).is_file():
            self.progress = json.loads((folder / PROGRESS).read_text(encoding="utf-8"))
        self.listing = self._listing()
        learning.begin()
        self.base = learning.load(Path(self.spec.base)) if self.spec.base else None

    def _listing(self) -> Listing:
        kept = self.folder / LISTING
        if not kept.is_file():
            listing = list_pictures(Path(self.spec.folder))
            counts = np.bincount([one.label for one in listing.files], minlength=len(listing.labels))
            refuse_too_small(listing.labels, counts.tolist())
            write_json(kept, asdict(listing))
        told = json.loads(kept.read_text(encoding="utf-8"))
        return Listing(told["labels"], [Found(**one) for one in told["files"]], told["skipped"])

    def go_on(self) -> bool:
        """False when there is more to do."""
        if not self.read():
            return False
        unread = {number for number, _ in self.progress["unread"]}
        numbers = np.array([number for number in range(len(self.listing.files)) if number not in unread], np.int64)
        files, labels = [self.listing.files[number] for number in numbers], self.listing.labels
        truth = np.array([one.label for one in files], np.int64)
        counts = np.bincount(truth, minlength=len(labels))
        refuse_too_small(labels, counts.tolist())
        rows, out = self.rows(), held_out(truth, [one.sha256 for one in files])
        weights = class_weights(truth[~out], len(labels))
        model = self.learn(learning.Set(rows, numbers[~out], truth[~out], weights))
        if model is None:
            return False
        self.keep(model, report_on(labels, truth[out], learning.said_of(model, rows, numbers[out]), counts))
        return True

    def read(self) -> bool:
        tagger, side = (None, learning.side_of(self.base)) if self.base is not None else (self._tagger(), 0)

        def turn_into(pixels: NDArray[np.uint8]) -> NDArray[Any]:
            if tagger is not None:
                return np.asarray(tagger.read(pixels).embedding, np.float32)
            return squeezed(pixels, side)

        is_whole = read_some(
            Path(self.spec.folder),
            self.listing.files,
            self.rows("r+" if (self.folder / ROWS).is_file() else "w+", side),
            progress=self.progress,
            pixels=Pixels(self.spec.limits),
            turn_into=turn_into,
            is_over=self.is_over,
        )
        self.tell("reading", self.progress["done"], len(self.listing.files))
        return is_whole

    def _tagger(self) -> Any:
        from workers.classification.registry import load_tagger

        return load_tagger(self.spec.tagger, Path(self.spec.models_dir))

    def rows(self, mode: Any = "r", side: int = 0) -> NDArray[Any]:
        """What was read, on the disk."""
        if mode != "w+":
            return np.asarray(np.lib.format.open_memmap(self.folder / ROWS, mode=mode))
        count = len(self.listing.files)
        shape, kind = ((count, side, side, 3), np.uint8) if side else ((count, DIMENSIONS), np.float32)
        return np.lib.format.open_memmap(self.folder / ROWS, mode="w+", dtype=kind, shape=shape)

    def learn(self, some: learning.Set) -> Any:
        """The model when it is learnt; None when there is more to do. What was not kept is learnt again."""
        epochs, kept = self.spec.epochs, self.progress.get("learnt")
        at = dict(kept["at"]) if kept else {"epoch": 0, "step": 0, "tuned_from": max(1, epochs // 2)}
        model = learning.load_checkpoint(self.folder / kept["file"]) if kept else self.fresh(some.rows.shape[1])
        is_whole = learning.learn_some(model, some, at, epochs=epochs, is_over=self.is_over)
        if not is_whole:
            self.progress["learnt"] = {"file": f"model-{at['epoch']}-{at['step']}.keras", "at": at}
            model.save(self.folder / self.progress["learnt"]["file"])
        self.tell("learning", at["epoch"], epochs)
        return model if is_whole else None

    def fresh(self, dimensions: int) -> Any:
        """A model that has learnt nothing yet."""
        classes = len(self.listing.labels)
        return learning.head(dimensions, classes) if self.base is None else learning.on_base(self.base, classes)

    def tell(self, step: str, done: int, total: int) -> None:
        write_json(self.folder / PROGRESS, {**self.progress, "told": [step, done, total]})

    def write(self, model: Any, weights: list[NDArray[np.float32]]) -> list[Path]:
        """The model as it is kept: a tuned one also as it is served, without TensorFlow."""
        if self.base is None:
            np.savez(self.folder / "made.npz", kernel=weights[0] * learning.SCALE, bias=weights[1])
            return [self.folder / "made.npz"]
        model.save(self.folder / "made.keras")
        (self.folder / "made.tflite").write_bytes(to_tflite(model))
        return [self.folder / "made.keras", self.folder / "made.tflite"]

    def keep(self, model: Any, measured: dict[str, Any]) -> None:
        """The model among the others, its report for whoever waits."""
        weights = learning.weights_of(model)
        made = self.write(model, weights)
        files = self.listing.files
        unread = [(files[number].file, problem) for number, problem in self.progress["unread"]]
        manifest = {
            "name": self.spec.name,
            "version": version_of(self.listing.labels, weights),
            "kind": "tuned" if self.base is not None else "head",
            "labels": self.listing.labels,
            "base": Path(self.spec.base).name if self.spec.base else self.spec.tagger,
            "base_sha256": sha256_of(Path(self.spec.base)) if self.spec.base else None,
            "tagger_version": None if self.spec.base else self._tagger().version,
            "epochs": self.spec.epochs,
            **measured,
        }
        place = keep(Path(self.spec.models_dir) / FOLDER / self.spec.name, made, manifest)
        skipped = [{"file": file, "problem": problem} for file, problem in sorted([*self.listing.skipped, *unread])]
        write_json(self.folder / REPORT, {**manifest, "file": str(place), "skipped": skipped})


DIMENSIONS = 1280
"""Of a tagger's vector."""


def main(folder: Path, seconds: float) -> int:
    try:
        return 0 if Training(folder, seconds).go_on() else MORE_TO_DO
    except SetRefused as refusal:
        write_json(folder / REFUSAL, str(refusal))
        return TOO_SMALL


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), float(sys.argv[2])))
