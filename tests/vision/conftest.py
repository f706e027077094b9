"""The prepared models, both default ones loaded, and pictures to show them."""

import os
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from cms.vision.base import ModerationGate, Tagger
from workers.classification.registry import load_gate, load_tagger
from workers.models.prepare import prepare

CHECKOUT = Path(__file__).parents[2]
FIXTURES = CHECKOUT.parent / "shared" / "fixtures"
DEVSET = CHECKOUT.parent / "shared" / "devset"


@pytest.fixture(scope="session")
def models_dir() -> Path:
    """The folder that the site uses; prepared here when `make setup` has not done so."""
    folder = Path(os.environ.get("PIXELS_MODELS_DIR") or CHECKOUT / "var" / "models")
    prepare(folder)
    return folder


@pytest.fixture(scope="session")
def tagger(models_dir: Path) -> Tagger:
    return load_tagger("efficientnet-lite2", models_dir)


@pytest.fixture(scope="session")
def gate(models_dir: Path) -> ModerationGate:
    return load_gate("open-nsfw", models_dir)


def photograph(name: str) -> NDArray[np.uint8]:
    """One of the shared test pictures; the test is skipped where they are not."""
    path = FIXTURES / name
    if not path.is_file():
        pytest.skip(f"{path} is not there")
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))
