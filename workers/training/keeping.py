"""Where trained models are kept: `trained/NAME/` in the folder of models, a manifest and the file that it names."""

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workers.training.pictures import sha256_of, write_json

FOLDER, MANIFEST = "trained", "manifest.json"


def version_of(labels: Sequence[str], weights: Sequence[NDArray[np.float32]]) -> str:
    """Of what was learnt: another for other labels or numbers."""
    found = hashlib.sha256(json.dumps(list(labels)).encode())
    for one in weights:
        found.update(one.tobytes())
    return found.hexdigest()[:12]


def keep(folder: Path, files: Sequence[Path], manifest: Mapping[str, Any]) -> Path:
    """Put a model in its place: first its files, then the manifest that names them, so that all always fit together.

    The first of the files is told to people; the last is the one that pictures are read with.
    """
    folder.mkdir(parents=True, exist_ok=True)
    places = [folder / f"{manifest['version']}{file.suffix}" for file in files]
    for file, place in zip(files, places, strict=True):
        part = place.with_suffix(".part")
        shutil.copyfile(file, part)
        part.replace(place)
    named = {"file": places[0].name, "file_sha256": sha256_of(places[0]), "served": places[-1].name}
    write_json(folder / MANIFEST, {**manifest, **named})
    for other in set(folder.iterdir()) - {*places, folder / MANIFEST}:
        other.unlink(missing_ok=True)
    return places[0]
