"""The moderation gate: harmless pictures pass."""

from pathlib import Path

import numpy as np
import pytest

from cms.vision.base import ModerationGate
from tests.vision.conftest import photograph
from workers.classification.detectors.open_nsfw.gate import prepared_pixels
from workers.models import check_gate
from workers.models.known_picture import known_picture


@pytest.mark.parametrize("name", ["portrait/astronaut.png", "food/coffee.png", "animal/chelsea.png"])
def test_harmless_photographs_score_low(gate: ModerationGate, name: str) -> None:
    assert 0 <= gate.score(photograph(f"category/{name}")) < 0.2


def test_the_drawn_picture_gets_its_known_score(gate: ModerationGate) -> None:
    assert gate.score(known_picture()) == pytest.approx(check_gate.KNOWN_SCORE, abs=check_gate.TOLERANCE)


def test_the_gate_is_named_with_its_version(gate: ModerationGate) -> None:
    assert (gate.name, gate.version) == ("open-nsfw", "1.0.0")


def test_pixels_are_blue_first_and_less_the_mean() -> None:
    prepared = prepared_pixels(np.full((10, 30, 3), (200, 117, 104), np.uint8))
    assert prepared.shape == (224, 224, 3)
    assert prepared.mean(axis=(0, 1)) == pytest.approx([0, 0, 77], abs=2)


def test_the_prepared_gate_gives_its_known_answer(models_dir: Path) -> None:
    assert check_gate.main(models_dir / "open_nsfw.onnx") == 0


def test_a_gate_with_another_answer_is_named(
    models_dir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(check_gate, "KNOWN_SCORE", 0.9)
    assert check_gate.main(models_dir / "open_nsfw.onnx") == 1
    assert "open_nsfw.onnx gives 0.00" in capsys.readouterr().err
