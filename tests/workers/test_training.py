"""`run.py train`: a folder of folders becomes a model that is kept, with a table; what cannot be learnt is refused."""

import hashlib
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from cms.commands import main, train
from cms.images.limits import limits_of
from cms.jobs.names import TRAIN_MODEL
from cms.settings import Settings
from cms.trainings import queries, service
from cms.transaction import reading, writing
from tests.conftest import MODELS
from tests.drawings import draw_classes, drawn
from tests.people import Person
from tests.scenes import scene
from tests.site import Site, own_models
from tests.workers.situations import make_due
from workers.classification.detectors.trained.reader import SHOWN_FROM, HeadReader, open_trained
from workers.classification.jobs import renew_understanding
from workers.models.fetch import quiet_environment
from workers.training import MORE_TO_DO, PROGRESS, REPORT, SPEC, Spec
from workers.training.pictures import list_pictures, sha256_of

BASE = """
import sys
import tensorflow as tf
tf.keras.utils.set_random_seed(1)
layers = tf.keras.layers
pixels = layers.Input((32, 32, 3))
x = layers.Conv2D(8, 3, strides=2, activation="relu")(pixels)
x = layers.BatchNormalization()(x)
x = layers.Conv2D(8, 3, strides=2, activation="relu")(x)
x = layers.GlobalAveragePooling2D()(x)
tf.keras.Model(pixels, layers.Dense(5, "softmax")(x)).save(sys.argv[1])
"""


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    """Models of its own, among which others are kept."""
    return settings.model_copy(update={"models_dir": own_models(MODELS, tmp_path / "models")})


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Twelve mugs, ten trees and a file that is no picture."""
    folder = tmp_path / "things"
    draw_classes(folder, each=10)
    for number in (20, 21):
        (folder / "mug" / f"{number:03}.png").write_bytes(drawn(number, is_mug=True))
    (folder / "tree" / "notes.txt").write_text("an oak, a beech")
    return folder


def begun(site: Site, folder: Path, *, base: str = "", epochs: int = 30) -> str:
    with site.app.app_context(), writing():
        return service.begin(name="things", folder=str(folder), base=base, epochs=epochs).id


def ended(site: Site, training_id: str) -> Any:
    """The row after a worker has done all it can."""
    for _ in range(20):
        site.work_off(TRAIN_MODEL.kind)
        with site.app.app_context(), reading():
            row = queries.training_by_id(training_id)
            told = (row.state, row.problem, row.report)
        if told[0] not in ("waiting", "running"):
            return told
        make_due(site, TRAIN_MODEL.kind, training_id)
    raise AssertionError(told)


def test_a_folder_of_folders_becomes_a_head_that_is_kept_with_its_figures(site: Site, pictures: Path) -> None:
    state, problem, report = ended(site, begun(site, pictures))
    assert (state, problem) == ("ready", None)
    assert [(one["name"], one["pictures"], one["tried"]) for one in report["classes"]] == [
        ("mug", 12, 2),
        ("tree", 10, 2),
    ]
    assert report["accuracy"] == 1.0
    assert [one["f1"] for one in report["classes"]] == [1.0, 1.0]
    assert [(one["file"], bool(one["problem"])) for one in report["skipped"]] == [("tree/notes.txt", True)]
    file = Path(report["file"])
    assert file.parent == site.app.extensions["settings"].models_dir / "trained" / "things"
    manifest = json.loads((file.parent / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["file"], manifest["labels"]) == (file.name, ["mug", "tree"])
    assert manifest["file_sha256"] == sha256_of(file)
    with np.load(file) as kept:
        assert (kept["kernel"].shape, kept["bias"].shape) == ((1280, 2), (2,))
    assert list((site.app.extensions["settings"].data_dir / "training").glob("*/")) == []


def trains(folder: Path, seconds: float) -> int:
    """How the process ends that works in this folder for so long."""
    words = [sys.executable, "-m", "workers.training", str(folder), str(seconds)]
    return subprocess.run(words, check=False, env=quiet_environment()).returncode


def test_it_is_trained_in_slices_of_time_and_learns_the_same(
    site: Site, pictures: Path, tmp_path: Path, settings: Settings
) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    limits = asdict(limits_of(settings))
    spec = Spec("things", str(pictures), "", 3, settings.vision_tagger, str(settings.models_dir), limits)
    (folder / SPEC).write_text(json.dumps(asdict(spec)))
    assert trains(folder, 0) == MORE_TO_DO
    assert json.loads((folder / PROGRESS).read_text())["told"] == ["reading", 1, 23]
    assert trains(folder, 600) == 0
    whole = json.loads((folder / REPORT).read_text())
    assert [trains(folder, 0) for _ in range(3)] == [MORE_TO_DO] * 3
    assert json.loads((folder / PROGRESS).read_text())["told"] == ["learning", 2, 3]
    assert trains(folder, 600) == 0
    assert json.loads((folder / REPORT).read_text())["version"] == whole["version"]


def test_a_keras_model_is_tuned_and_kept(site: Site, pictures: Path, tmp_path: Path) -> None:
    base = tmp_path / "tiny.keras"
    subprocess.run([sys.executable, "-c", BASE, str(base)], check=True, env=quiet_environment())
    state, problem, report = ended(site, begun(site, pictures, base=str(base), epochs=200))
    assert (state, problem) == ("ready", None)
    assert report["base_sha256"] == hashlib.sha256(base.read_bytes()).hexdigest()
    assert Path(report["file"]).suffix == ".keras"
    assert report["accuracy"] >= 0.75
    reader = open_trained("things", site.app.extensions["settings"].models_dir, tagger_version="whichever")
    said = [np.argmax(reader.probabilities(pixels_of(drawn(n, is_mug=n < 10)), ())) for n in range(20)]
    assert sum(said[:10]) + 10 - sum(said[10:]) <= 4


def pixels_of(png: bytes) -> Any:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


@pytest.fixture
def trained(site: Site, pictures: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> str:
    """The version of a model that this site has trained, and uses from now on."""
    report = ended(site, begun(site, pictures))[2]
    in_use(site, "things", monkeypatch)
    return str(report["version"])


def in_use(site: Site, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    used = site.app.extensions["settings"].model_copy(update={"vision_trained": name})
    monkeypatch.setitem(site.app.extensions, "settings", used)


def tags_of(person: Person, image_id: str) -> dict[str, float]:
    return {tag["key"]: tag["score"] for tag in person.image(image_id)["tags"]}


def test_the_label_of_a_trained_model_is_a_tag_and_finds_pictures(site: Site, alice: Person, trained: str) -> None:
    mug, tree = (alice.adds(drawn(number, is_mug=number < 45)) for number in (40, 50))
    site.work_off()
    assert tags_of(alice, mug)["mug"] >= SHOWN_FROM
    assert tags_of(alice, tree)["tree"] >= SHOWN_FROM
    assert alice.ids("/search", tag="mug") == [mug]
    version = alice.get(f"/images/{mug}/classification").get_json()["version"]
    assert version.endswith(f"+own.{trained}")


def test_a_model_that_is_used_from_now_on_reads_older_pictures_too(
    site: Site, alice: Person, pictures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mug = alice.adds(drawn(40, is_mug=True))
    site.work_off()
    before = tags_of(alice, mug)
    ended(site, begun(site, pictures))
    in_use(site, "things", monkeypatch)
    with site.app.app_context():
        assert renew_understanding() == 1
    site.work_off()
    assert tags_of(alice, mug).keys() == before.keys() | {"mug"}
    with site.app.app_context():
        assert renew_understanding() == 0


@pytest.mark.usefixtures("trained")
def test_a_trained_model_that_fails_holds_nothing_back(
    site: Site, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any) -> Any:
        raise RuntimeError

    monkeypatch.setattr(HeadReader, "probabilities", fails)
    mug = alice.adds(drawn(40, is_mug=True), privacy="public")
    site.work_off()
    assert alice.image(mug)["understanding"] == "ready"
    in_use(site, "never-trained", monkeypatch)
    other = alice.adds(drawn(41, is_mug=True))
    site.work_off()
    assert alice.image(other)["understanding"] == "ready"


def test_what_is_no_model_and_what_is_no_set_is_refused_with_a_sentence(
    site: Site, pictures: Path, tmp_path: Path
) -> None:
    no_model = tmp_path / "not.keras"
    no_model.write_text("not a model")
    state, problem, _ = ended(site, begun(site, pictures, base=str(no_model)))
    assert state == "refused"
    assert problem.startswith("not.keras is no Keras model that can be loaded")
    (pictures / "tree" / "003.png").write_text("no picture any more")
    state, problem, _ = ended(site, begun(site, pictures))
    assert (state, problem) == ("refused", "Each class needs at least 10 readable pictures; “tree” has 9.")


@contextmanager
def worker(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whenever the command looks, somebody has worked meanwhile."""
    monkeypatch.setattr(train, "LOOK_SECONDS", 0)
    monkeypatch.setattr("time.sleep", lambda _seconds: site.work_off(TRAIN_MODEL.kind))
    yield


@pytest.fixture
def command(site: Site, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands of this process are for this site."""
    monkeypatch.setattr("cms.settings.read_settings", lambda: settings)
    monkeypatch.setattr("cms.commands.begin_to_log", lambda _command: None)


@pytest.mark.usefixtures("command")
def test_the_command_waits_and_prints_a_table(
    site: Site, pictures: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with worker(site, monkeypatch):
        assert main(["train", str(pictures), "--name", "cups", "--epochs", "20"]) == 0
    told = capsys.readouterr()
    head, mug, tree, accuracy, left_out, kept = told.out.splitlines()
    assert head.split() == ["class", "pictures", "tried", "precision", "recall", "F1"]
    assert mug.split() == ["mug", "12", "2", "1.00", "1.00", "1.00"]
    assert tree.split()[:3] == ["tree", "10", "2"]
    assert accuracy == "accuracy 1.00 on 4 pictures that were not learnt from"
    assert left_out.startswith("left out: tree/notes.txt: ")
    assert kept.startswith("kept as cups, version ")
    assert "waiting" in told.err


@pytest.mark.usefixtures("command")
def test_a_set_too_small_ends_with_one_sentence_and_two(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "alone" / "mug").mkdir(parents=True)
    with worker(site, monkeypatch):
        assert main(["train", str(tmp_path / "alone")]) == 2
    last = capsys.readouterr().err.splitlines()[-1]
    assert last == "A model needs at least 2 folders of pictures, one a class; there is 1."
    for words in (["nowhere"], [str(tmp_path), "--base", "nowhere.keras"], [str(tmp_path), "--name", "../x"]):
        assert main(["train", *words]) == 2
        assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.usefixtures("command")
def test_where_no_worker_begins_nothing_is_left_to_do(
    site: Site, pictures: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(train, "BEGIN_SECONDS", 0)
    assert main(["train", str(pictures)]) == 1
    assert "No worker has begun." in capsys.readouterr().err
    assert site.waiting(TRAIN_MODEL.kind) == []


def test_the_same_bytes_count_once_and_in_two_classes_not_at_all(pictures: Path) -> None:
    (pictures / "mug" / "again.png").write_bytes(drawn(0, is_mug=True))
    for name in ("mug", "tree"):
        (pictures / name / "both.jpg").write_bytes(scene(1))
    listing = list_pictures(pictures)
    files = [one.file for one in listing.files]
    assert "mug/000.png" in files
    assert {"mug/again.png", "mug/both.jpg", "tree/both.jpg"} == {file for file, _ in listing.skipped}
