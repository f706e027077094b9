"""The readers of both kinds of trained models: a head over the tagger's vector, and a tuned network as TFLite."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

from cms.vision.base import Label, ModelMissing
from workers.classification.classifiers.category_head import softmax
from workers.classification.classifiers.class_names import slug
from workers.training.keeping import FOLDER, MANIFEST
from workers.training.pictures import squeezed

if TYPE_CHECKING:
    from cms.vision.base import Picture

SHOWN_FROM = 0.8
"""From this probability on the likeliest label is a tag."""


class TrainedReader:
    """Whatever the kind: the likeliest label, where it is likely enough."""

    def __init__(self, name: str, manifest: dict[str, Any]) -> None:
        self.name, self.version = name, str(manifest["version"])
        self._labels: list[str] = manifest["labels"]

    def read(self, picture: "Picture", embedding: Sequence[float]) -> tuple[Label, ...]:
        """One label or none. `embedding` is the tagger's unit vector of the picture."""
        probabilities = self.probabilities(picture, embedding)
        best = int(np.argmax(probabilities))
        label, probability = self._labels[best], float(probabilities[best])
        return (Label(slug(label) or label.lower(), label, probability),) if probability >= SHOWN_FROM else ()

    def probabilities(self, picture: "Picture", embedding: Sequence[float]) -> NDArray[Any]:
        raise NotImplementedError


class HeadReader(TrainedReader):
    """Costs a product of a vector and a matrix."""

    def __init__(self, name: str, manifest: dict[str, Any], file: Path) -> None:
        super().__init__(name, manifest)
        with np.load(file) as kept:
            self._kernel, self._bias = kept["kernel"], kept["bias"]

    def probabilities(self, _picture: "Picture", embedding: Sequence[float]) -> NDArray[Any]:
        return softmax(np.asarray(embedding, np.float64) @ self._kernel + self._bias)


class NetworkReader(TrainedReader):
    """One thread, as the tagger has."""

    def __init__(self, name: str, manifest: dict[str, Any], file: Path) -> None:
        super().__init__(name, manifest)
        self._interpreter = Interpreter(model_path=str(file), num_threads=1)
        self._interpreter.allocate_tensors()
        taken = self._interpreter.get_input_details()[0]
        self._input, self._side = taken["index"], int(taken["shape"][1])
        self._output = self._interpreter.get_output_details()[0]["index"]

    def probabilities(self, picture: "Picture", _embedding: Sequence[float]) -> NDArray[Any]:
        self._interpreter.set_tensor(self._input, squeezed(picture, self._side).astype(np.float32)[None])
        self._interpreter.invoke()
        return np.asarray(self._interpreter.get_tensor(self._output)[0])


def open_trained(name: str, models_dir: Path, *, tagger_version: str) -> TrainedReader:
    """The model that was trained under this name. Raises ModelMissing with a sentence where it cannot be used."""
    folder = models_dir / FOLDER / name
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelMissing(f"No model was trained under the name {name}: `run.py train` makes one.") from error
    if manifest["kind"] == "head" and manifest["tagger_version"] != tagger_version:
        raise ModelMissing(f"{name} was learnt from another version of the tagger: train it anew.")
    kind = HeadReader if manifest["kind"] == "head" else NetworkReader
    return kind(name, manifest, folder / manifest["served"])
