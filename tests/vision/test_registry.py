"""Models are chosen by name and loaded once in a process."""

import subprocess
import sys
from pathlib import Path

import pytest

from cms.vision.base import ModelMissing
from workers.classification.registry import LOADS, load_gate, load_tagger
from workers.models.known_picture import known_picture


def test_no_model_is_loaded_again_for_another_picture(models_dir: Path) -> None:
    first = (load_tagger("efficientnet-lite2", models_dir), load_gate("open-nsfw", models_dir))
    before = LOADS.total()
    for _ in range(3):
        load_tagger("efficientnet-lite2", models_dir).read(known_picture())
        load_gate("open-nsfw", models_dir).score(known_picture())
    assert LOADS.total() == before
    assert first == (load_tagger("efficientnet-lite2", models_dir), load_gate("open-nsfw", models_dir))


def test_an_unknown_model_is_refused_with_the_known_names(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="no model named inception; the known ones are efficientnet-lite2"):
        load_tagger("inception", tmp_path)


@pytest.mark.parametrize(("load", "name"), [(load_tagger, "efficientnet-lite2"), (load_gate, "open-nsfw")])
def test_a_model_that_is_not_prepared_says_what_to_do(load: type, name: str, tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match=r"is not in .* yet; `make setup` prepares it"):
        load(name, tmp_path)


def test_naming_the_models_loads_no_framework() -> None:
    question = "import sys, workers.classification.registry; print(*sys.modules)"
    modules = subprocess.run(
        [sys.executable, "-c", question], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"tensorflow", "onnxruntime", "ai_edge_litert", "numpy"} & set(modules)
