"""The job that trains a model on an operator's folder: slice by slice of time, so that pictures wait little."""

import fcntl
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from flask import current_app

from cms.images.limits import limits_of
from cms.jobs.names import TRAIN_MODEL
from cms.settings import Settings
from cms.trainings import queries, service
from cms.trainings.models import Training, TrainingState
from cms.transaction import reading, writing
from workers.models.fetch import quiet_environment
from workers.runtime import ComeBackLater, Failure, PermanentFailure, job
from workers.training import MORE_TO_DO, PROGRESS, REFUSAL, REPORT, SPEC, TOO_SMALL, Spec
from workers.training.pictures import write_json

SLICE_SECONDS, LONGEST_SECONDS = 45, 150
TOLD = 400
REFUSED = "set-refused"
OVER = (TrainingState.READY, TrainingState.REFUSED, TrainingState.FAILED)


def _failed(training_id: str, failure: Failure) -> None:
    state = TrainingState.REFUSED if failure.code == REFUSED else TrainingState.FAILED
    service.fail(training_id, failure.sentence, state=state)


@job(TRAIN_MODEL, on_failure=_failed)
def train_model(training_id: str) -> None:
    """Go on with a training in a process of its own, and keep how far it is, or how well it was learnt."""
    folder = settings().data_dir / "training" / training_id
    sweep(folder.parent)
    with alone(folder):
        with reading():
            row = queries.training_by_id(training_id)
            spec = spec_of(row) if row is not None and row.state not in OVER else None
        if spec is not None:
            go_on(training_id, folder, spec)
    shutil.rmtree(folder, ignore_errors=True)


def sweep(folder: Path) -> None:
    """Remove what trainings have left for which nobody waits any more."""
    for left in folder.glob("*/"):
        with reading():
            row = queries.training_by_id(left.name)
            is_wanted = row is not None and row.state not in OVER
        if not is_wanted:
            shutil.rmtree(left, ignore_errors=True)


def go_on(training_id: str, folder: Path, spec: Spec) -> None:
    write_json(folder / SPEC, asdict(spec))
    with writing():
        service.note(training_id, **told_of(folder))
    words = [sys.executable, "-m", "workers.training", str(folder), str(SLICE_SECONDS)]
    try:
        ended = subprocess.run(
            words, env=quiet_environment(), capture_output=True, text=True, timeout=LONGEST_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as late:
        raise PermanentFailure("One step of the training took too long on this machine.", "too-slow") from late
    if ended.returncode == TOO_SMALL and (folder / REFUSAL).is_file():
        raise PermanentFailure(read_json(folder / REFUSAL), REFUSED)
    with writing():
        service.note(training_id, **told_of(folder))
    if ended.returncode == MORE_TO_DO:
        raise ComeBackLater("there is more to learn")
    if ended.returncode != 0:
        raise PermanentFailure(f"The training broke off: {ended.stderr.strip()[-TOLD:]}", "broken-off")
    with writing():
        service.finish(training_id, read_json(folder / REPORT))


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Nobody else works in this folder meanwhile."""
    folder.mkdir(parents=True, exist_ok=True)
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        folder.mkdir(parents=True, exist_ok=True)
        yield


def spec_of(row: Training) -> Spec:
    return Spec(
        name=row.name,
        folder=row.folder,
        base=row.base,
        epochs=row.epochs,
        tagger=settings().vision_tagger,
        models_dir=str(settings().models_dir.resolve()),
        limits=asdict(limits_of(settings())),
    )


def told_of(folder: Path) -> dict[str, Any]:
    """How far it is, as the process has told last."""
    path = folder / PROGRESS
    step, done, total = read_json(path).get("told", ["", 0, 0]) if path.is_file() else ("", 0, 0)
    return {"step": step, "done": done, "total": total}


def read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found
