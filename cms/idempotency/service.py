"""The same key and request give the same answer, also after a crash: it is kept in the transaction that created."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from cms.errors import Problem, conflict, invalid
from cms.extensions import db, now
from cms.idempotency.models import KeptAnswer

LONGEST_KEY = 200
KEPT_FOR = timedelta(days=2)


@dataclass(frozen=True)
class Kept:
    """An answer as it was given."""

    status: int
    body: dict[str, Any]
    location: str | None


def answer_of(account_id: str, key: str, fingerprint: str) -> Kept | None:
    """The answer given to this key before. Raises 422 when the key came with another request."""
    if not key.isprintable() or len(key.encode()) > LONGEST_KEY:
        raise invalid("Idempotency-Key", f"At most {LONGEST_KEY} printable characters.")
    row = db.session.scalar(select(KeptAnswer).filter_by(account_id=account_id, key=key))
    if row is None:
        return None
    if row.fingerprint != fingerprint:
        raise Problem(422, "key-reused", "This Idempotency-Key was used for another request.")
    return Kept(row.status, row.body, row.location)


def keep_answer(account_id: str, key: str, fingerprint: str, kept: Kept) -> None:
    """Remember this answer with what it created. Raises 409 when the same key is being answered elsewhere."""
    row = KeptAnswer(account_id=account_id, key=key, fingerprint=fingerprint, **vars(kept))
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as error:
        raise conflict("A request with this Idempotency-Key is being answered.") from error


def forget_old_answers() -> None:
    db.session.execute(delete(KeptAnswer).where(KeptAnswer.created_at < now() - KEPT_FOR))


def forget_answers_to(account_id: str) -> None:
    """Whose account ends has no answers left."""
    db.session.execute(delete(KeptAnswer).filter_by(account_id=account_id))
