"""Reads of trainings."""

from cms.extensions import db
from cms.trainings.models import Training


def training_by_id(training_id: str) -> Training | None:
    return db.session.get(Training, training_id, populate_existing=True)
