"""Own classes: made, taught by examples, learnt by a job, looked for in images. No HTTP, no commits.

What its owner says of an image always wins over what was learnt.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError

from cms.access.viewer import Viewer
from cms.accounts.queries import lock_owner
from cms.classes import queries
from cms.classes.models import ClassExample, ClassHit, ClassShare, ClassState, OwnClass
from cms.errors import Problem, invalid
from cms.extensions import db, now
from cms.images.changes import change_all, changed_together
from cms.images.models import Image
from cms.images.queries import own_ids
from cms.jobs.names import TRAIN_CLASS
from cms.work.service import ask

MOST_CLASSES = 50
MOST_EXAMPLES = 2000
CARRIED_FROM = 0.3
"""A class is carried from this score on; chosen with the way of learning (docs/understanding.md)."""

LEAST_EXAMPLES = 10
"""So many images of a class are needed to learn it."""

UNSYNCHRONISED = {"synchronize_session": False}


@dataclass(frozen=True)
class Learnt:
    """A head over vectors: 32-bit weights and a bias. `accuracy` is the balanced one of a cross-validation."""

    weights: bytes
    bias: float
    accuracy: float
    model_version: str


def create(viewer: Viewer, *, name: str, ids: Sequence[str]) -> OwnClass:
    """Make a class, perhaps with its first examples. Raises 409 for a name that is taken or one too many."""
    lock_owner(viewer.id)
    if queries.count_of(viewer) >= MOST_CLASSES:
        raise Problem(409, "too-many-classes", f"One keeps at most {MOST_CLASSES} classes. Delete one first.")
    row = OwnClass(owner_id=viewer.id, name=name)
    db.session.add(row)
    _flush_named()
    if ids:
        teach(viewer, row, ids, is_positive=True)
    return row


def rename(row: OwnClass, name: str) -> None:
    """Images are found by the new name from now on. Raises 409 for a name that is taken."""
    row.name, row.changed_at = name, now()
    _flush_named()
    _tell_all(row)


def remove(row: OwnClass) -> None:
    """The class goes with its examples; the images stay."""
    _tell_all(row)
    for model in (ClassHit, ClassExample, ClassShare):
        db.session.execute(delete(model).where(model.class_id == row.id), execution_options=UNSYNCHRONISED)
    db.session.delete(row)


def remove_all_of(account_id: str) -> None:
    """An account goes: those who used its classes have them no more."""
    for class_id in queries.ids_of(account_id):
        row = queries.locked(class_id)
        if row is not None:
            remove(row)


def _flush_named() -> None:
    try:
        with db.session.begin_nested():
            db.session.flush()
    except IntegrityError as error:
        raise Problem(409, "class-name-taken", "You have a class of this name.") from error


def _tell_all(row: OwnClass) -> None:
    carried = select(ClassHit.image_id).where(ClassHit.class_id == row.id)
    for account_id in queries.users_of(row):
        change_all(account_id, Image.id.in_(carried))


def teach(viewer: Viewer, row: OwnClass, ids: Sequence[str], *, is_positive: bool | None) -> None:
    """Say of own images that they are of the class, that they are not, or (None) nothing any more; it is learnt anew.

    Raises 422 where one is not the viewer's, or for too many.
    """
    queries.locked(row.id)
    if set(ids) - set(own_ids(viewer.id, ids)):
        raise invalid("ids", "Not all of these are your pictures.")
    _forget_examples(row.id, ids)
    if is_positive is not None:
        rows = [{"class_id": row.id, "image_id": one, "is_positive": is_positive} for one in dict.fromkeys(ids)]
        db.session.execute(insert(ClassExample), rows)
    known = queries.examples_of(row.id)
    if len(known) > MOST_EXAMPLES:
        raise invalid("ids", f"A class has at most {MOST_EXAMPLES} examples.")
    settle(row, dict.fromkeys(ids, 0.0), examples=known)
    row.changed_at = now()
    if sum(known.values()) >= LEAST_EXAMPLES:
        _ask_to_learn(row)
    elif row.weights is None:
        row.state = ClassState.COLLECTING


def _ask_to_learn(row: OwnClass) -> None:
    row.revision, row.state, row.problem = row.revision + 1, ClassState.TRAINING, None
    ask(TRAIN_CLASS, row.id)


def _forget_examples(class_id: str, ids: Sequence[str]) -> None:
    some = delete(ClassExample).where(ClassExample.class_id == class_id, ClassExample.image_id.in_(ids))
    db.session.execute(some, execution_options=UNSYNCHRONISED)


def settle(row: OwnClass, scores: Mapping[str, float], *, examples: Mapping[str, bool]) -> None:
    """Keep which of these images carry the class, by their scores and by what their owner says of them."""
    ids = list(scores)
    before = queries.hits_of(row.id, ids)
    wanted = {one: 1.0 if one in examples else round(score, 4) for one, score in scores.items()}
    after = {one: score for one, score in wanted.items() if examples.get(one, score >= CARRIED_FROM)}
    if before == after:
        return
    carried = delete(ClassHit).where(ClassHit.class_id == row.id, ClassHit.image_id.in_(ids))
    db.session.execute(carried, execution_options=UNSYNCHRONISED)
    if after:
        rows = [{"class_id": row.id, "image_id": one, "score": score} for one, score in after.items()]
        db.session.execute(insert(ClassHit), rows)
    others = [one for one in ids if before.get(one) != after.get(one)]
    changed_together(list(db.session.scalars(select(Image).where(Image.id.in_(others)))))


def keep_learnt(class_id: str, revision: int, learnt: Learnt) -> bool:
    """What was learnt from these examples; False when there is something new to learn from, or the class is gone."""
    row = queries.locked(class_id)
    if row is None or row.revision != revision:
        return False
    row.weights, row.bias = learnt.weights, learnt.bias
    row.accuracy, row.model_version = learnt.accuracy, learnt.model_version
    row.learnt_revision, row.trained_at = revision, now()
    return True


def keep_scores(class_id: str, revision: int, account_id: str, scores: Mapping[str, float]) -> bool:
    """Keep which of this account's images carry the class by a head, as long as it uses the class.

    False when another head was learnt meanwhile, or the class is gone.
    """
    row = queries.locked(class_id)
    if row is None or row.learnt_revision != revision:
        return False
    if account_id in queries.users_of(row):
        settle(row, scores, examples=queries.examples_of(class_id))
    return True


def be_ready(class_id: str, revision: int) -> OwnClass | None:
    """All images were looked through by the head of this revision, which is in use now."""
    row = queries.locked(class_id)
    if row is None or row.revision != revision:
        return None
    row.state, row.problem = ClassState.READY, None
    return row


def fail_class(class_id: str, problem: str) -> OwnClass | None:
    """It could not be learnt; what was learnt before stays in use."""
    row = queries.locked(class_id)
    if row is not None:
        row.state, row.problem = ClassState.FAILED, problem[:500]
    return row


def wait_for_examples(class_id: str) -> OwnClass | None:
    """There are too few that can be learnt from just now: their vectors are not made yet, or gone."""
    row = queries.locked(class_id)
    if row is not None:
        row.state = ClassState.READY if row.weights is not None else ClassState.COLLECTING
    return row


def learn_outdated(model_version: str, *, limit: int) -> int:
    """Ask for classes that were learnt from vectors of another version to be learnt anew, at most `limit`; how many."""
    ids = queries.outdated(model_version, limit=limit)
    for class_id in ids:
        row = queries.locked(class_id)
        if row is not None:
            _ask_to_learn(row)
    return len(ids)


def learn_from(image_id: str) -> None:
    """The vector of this image is new: classes of which it is an example are learnt anew where they have enough."""
    for class_id in sorted(queries.examples_with(image_id)):
        row = queries.locked(class_id)
        if row is not None and sum(queries.examples_of(class_id).values()) >= LEAST_EXAMPLES:
            _ask_to_learn(row)
