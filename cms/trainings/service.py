"""Trainings: asked for by a command, done by a job. No HTTP, no commits."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete

from cms.extensions import db
from cms.jobs.names import TRAIN_MODEL
from cms.trainings.models import Training, TrainingState
from cms.trainings.queries import training_by_id
from cms.work.models import Work
from cms.work.service import ask


def begin(*, name: str, folder: str, base: str, epochs: int) -> Training:
    """Have a model trained on this folder."""
    row = Training(name=name, folder=folder, base=base, epochs=epochs)
    db.session.add(row)
    db.session.flush()
    ask(TRAIN_MODEL, row.id)
    return row


def withdraw(training_id: str) -> None:
    """Nobody waits for it any more; a worker that is at it finds nothing to do when it comes back."""
    for model, where in ((Work, Work.subject_id == training_id), (Training, Training.id == training_id)):
        db.session.execute(delete(model).where(where), execution_options={"synchronize_session": False})


def note(training_id: str, *, step: str, done: int, total: int) -> None:
    """How far it is."""
    row = training_by_id(training_id)
    if row is not None:
        row.state, row.step, row.done, row.total = TrainingState.RUNNING, step, done, total


def finish(training_id: str, report: Mapping[str, Any]) -> None:
    row = training_by_id(training_id)
    if row is not None:
        row.state, row.problem, row.report = TrainingState.READY, None, dict(report)


def fail(training_id: str, problem: str, *, state: TrainingState) -> None:
    """It came to no good end; the sentence is for the operator."""
    row = training_by_id(training_id)
    if row is not None:
        row.state, row.problem = state, problem[:500]
