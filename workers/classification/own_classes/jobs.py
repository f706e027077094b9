"""The jobs that learn a class from its examples and look for it in all pictures of those who use it."""

import numpy as np
from numpy.typing import NDArray

from cms.classes import queries, service
from cms.classes.models import ClassState, OwnClass
from cms.jobs.names import APPLY_CLASS, TRAIN_CLASS
from cms.transaction import reading, writing
from workers.classification.jobs import tagger
from workers.classification.own_classes.background import background
from workers.classification.own_classes.fitting import Head, Vectors, accuracy_of, fit_apart
from workers.classification.own_classes.looking import head_of, matrix_of
from workers.runtime import Failure, PermanentFailure, job, tell_owner, tell_owner_once_kept

SLICE = 1000
SAID = 3.0
"""What the owner says is not of the class weighs so much more than a picture of the fixed set."""

EVENT = "class"


def _failed(class_id: str, failure: Failure) -> None:
    row = service.fail_class(class_id, failure.sentence)
    if row is not None:
        tell_owner_once_kept(row.owner_id, EVENT, {"id": row.id, "state": row.state})


@job(TRAIN_CLASS, on_failure=_failed)
def train_class(class_id: str) -> None:
    """Learn from the examples as they are now, then look through the pictures of all who use it, slice by slice."""
    version = tagger().version
    with reading():
        row, examples = queries.class_by_id(class_id), queries.examples_of(class_id)
        if row is None:
            return
        revision = row.revision
        found = queries.vectors_of(list(examples), model_version=version)
    if sum(examples[one.image_id] for one in found) < service.LEAST_EXAMPLES:
        with writing():
            kept = service.wait_for_examples(class_id)
        _tell(kept)
        return
    head, accuracy = learn(matrix_of(found), np.array([examples[one.image_id] for one in found]), version)
    weights = head.weights.astype("<f4").tobytes()
    with writing():
        is_kept = service.keep_learnt(class_id, revision, service.Learnt(weights, head.bias, accuracy, version))
    if not is_kept or not all(_look_through(class_id, one, revision, head, version) for one in _users(class_id)):
        return
    with writing():
        kept = service.be_ready(class_id, revision)
    _tell(kept)


def _left(_share_id: str, _failure: Failure) -> None:
    """The class is as it was; its next learning looks through their pictures too."""


@job(APPLY_CLASS, on_failure=_left)
def apply_class(share_id: str) -> None:
    """Look for a class in the pictures of somebody with whom it is shared now."""
    version = tagger().version
    with reading():
        share = queries.share_by_id(share_id)
        row = queries.class_by_id(share.class_id) if share is not None else None
        if share is None or row is None or row.weights is None or row.model_version != version:
            return
        class_id, receiver_id, revision, head = row.id, share.receiver_id, row.learnt_revision, head_of(row)
    # where it was learnt anew meanwhile, whoever learnt it looks through their pictures too
    if _look_through(class_id, receiver_id, revision, head, version):
        tell_owner(receiver_id, EVENT, {"id": class_id, "state": ClassState.READY})


def _users(class_id: str) -> list[str]:
    with reading():
        row = queries.class_by_id(class_id)
        return queries.users_of(row) if row is not None else []


def learn(seen: Vectors, said: NDArray[np.bool_], version: str) -> tuple[Head, float]:
    """A head from vectors of examples and what their owner says of each, and the accuracy of its cross-validation."""
    try:
        against = background(version)
    except LookupError as error:
        raise PermanentFailure(f"Classes cannot be learnt with this model: {error}", "no-background") from error
    vectors = np.vstack([seen, against])
    is_of_class = np.concatenate([said, np.zeros(len(against), np.bool_)])
    weights = np.concatenate([np.where(said, 1.0, SAID), np.ones(len(against))])
    is_fixed = np.arange(len(vectors)) >= len(seen)
    return fit_apart(vectors, is_of_class, weights, is_fixed), accuracy_of(vectors, is_of_class, weights, is_fixed)


def _look_through(class_id: str, account_id: str, revision: int, head: Head, version: str) -> bool:
    """Keep which of an account's pictures carry the class; False when it was learnt anew meanwhile, or is gone."""
    after = ""
    while True:
        with reading():
            some = queries.vectors_of_owner(account_id, model_version=version, after=after, limit=SLICE)
        if not some:
            return True
        scores = dict(zip((one.image_id for one in some), map(float, head.scores(matrix_of(some))), strict=True))
        with writing():
            if not service.keep_scores(class_id, revision, account_id, scores):
                return False
        after = some[-1].image_id


def _tell(row: OwnClass | None) -> None:
    if row is not None:
        tell_owner(row.owner_id, EVENT, {"id": row.id, "state": row.state})


def renew_classes() -> int:
    """Have those learnt anew that were learnt from vectors of another version; how many."""
    asked = 0
    while True:
        with writing():
            some = service.learn_outdated(tagger().version, limit=SLICE)
        asked += some
        if some < SLICE:
            return asked
