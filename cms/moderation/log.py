"""The log of what moderators do: lines are only added, each bound to the one before by its hash."""

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from cms.extensions import db, now
from cms.moderation.models import LogEntry

FIRST = "0" * 64
TOGETHER = 500
Facts = dict[str, Any]


def note(
    action: str,
    subject: tuple[str, str],
    *,
    by: str | None,
    reason: str = "",
    before: Facts | None = None,
    after: Facts | None = None,
) -> None:
    """Add a line. Whoever was first with this number goes before; the next one follows it."""
    last = db.session.scalar(select(LogEntry).order_by(LogEntry.number.desc()).limit(1).with_for_update())
    entry = LogEntry(
        number=1 if last is None else last.number + 1,
        at=now(),
        actor_id=by,
        action=action,
        subject_kind=subject[0],
        subject_id=subject[1],
        reason=reason,
        before=before,
        after=after,
        previous=FIRST if last is None else last.hash,
    )
    entry.hash = hash_of(entry)
    try:
        with db.session.begin_nested():
            db.session.add(entry)
    except IntegrityError:
        note(action, subject, by=by, reason=reason, before=before, after=after)


def told(entry: LogEntry) -> Facts:
    """Everything that a line says, as it is hashed and exported."""
    return {
        "number": entry.number,
        "at": entry.at.isoformat(),
        "who": entry.actor_id,
        "what": entry.action,
        "subject": {"kind": entry.subject_kind, "id": entry.subject_id},
        "why": entry.reason,
        "before": entry.before,
        "after": entry.after,
        "previous": entry.previous,
    }


def hash_of(entry: LogEntry) -> str:
    """SHA-256 of the line as JSON with sorted keys and no blanks; the line names the hash of the one before."""
    said = json.dumps(told(entry), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(said.encode()).hexdigest()


def lines() -> Iterator[LogEntry]:
    """All of it, oldest first."""
    after = 0
    while True:
        some = db.session.scalars(
            select(LogEntry).where(LogEntry.number > after).order_by(LogEntry.number).limit(TOGETHER)
        ).all()
        yield from some
        if len(some) < TOGETHER:
            return
        after = some[-1].number


def broken() -> list[str]:
    """The numbers of lines that are not what they were, or whose line before is not there."""
    found, number, previous = [], 0, FIRST
    for entry in lines():
        if entry.number != number + 1 or entry.previous != previous or entry.hash != hash_of(entry):
            found.append(str(entry.number))
        number, previous = entry.number, entry.hash
    return found
