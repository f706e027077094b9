"""Reads of the record of work."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select

from cms.extensions import db
from cms.work.models import Work, WorkState

TOGETHER = 500
NEVER_RUNG_AFTER = timedelta(seconds=5)
"""Work that is due for so long was not rung, or the ring was lost."""


def work_on(kind: str, subject_id: str) -> Work | None:
    found: Work | None = db.session.scalar(select(Work).filter_by(kind=kind, subject_id=subject_id))
    return found


def overdue(at: datetime, *, kinds: Collection[str], limit: int) -> Sequence[Work]:
    """Work of these kinds that nobody does although it is due: never rung, to be tried again or abandoned."""
    waits = Work.state == WorkState.WAITING
    unheard = waits & Work.problem.is_(None) & (Work.due_at <= at - NEVER_RUNG_AFTER)
    again = waits & Work.problem.is_not(None) & (Work.due_at <= at)
    abandoned = (Work.state == WorkState.RUNNING) & (Work.lease_until <= at)
    query = select(Work).where(Work.kind.in_(kinds), or_(unheard, again, abandoned)).order_by(Work.due_at).limit(limit)
    found: Sequence[Work] = db.session.scalars(query).all()
    return found


def waiting(kinds: Collection[str], *, limit: int) -> list[tuple[str, str]]:
    """Kind and subject of work of these kinds that is not done yet."""
    undone = Work.state.in_((WorkState.WAITING, WorkState.RUNNING, WorkState.FAILED))
    rows = db.session.execute(select(Work.kind, Work.subject_id).where(Work.kind.in_(kinds), undone).limit(limit))
    return [(kind, subject_id) for kind, subject_id in rows]


def newest_of(kind: str) -> str | None:
    """The subject of the work of this kind that was asked for last."""
    found: str | None = db.session.scalar(
        select(Work.subject_id).where(Work.kind == kind).order_by(Work.id.desc()).limit(1)
    )
    return found


def those_undone(kinds: Collection[str], subject_ids: Sequence[str]) -> set[str]:
    """Which of these subjects wait for work of these kinds, or are worked on."""
    undone = (Work.kind.in_(kinds), Work.state.in_((WorkState.WAITING, WorkState.RUNNING)))
    found: set[str] = set()
    for start in range(0, len(subject_ids), TOGETHER):
        some = subject_ids[start : start + TOGETHER]
        found |= set(db.session.scalars(select(Work.subject_id).where(*undone, Work.subject_id.in_(some))))
    return found


def oldest_due(at: datetime) -> datetime | None:
    """Since when the work that has waited longest is due; None where none is."""
    due = select(func.min(Work.due_at)).where(Work.state == WorkState.WAITING, Work.due_at <= at)
    found: datetime | None = db.session.scalar(due)
    return found


def newest_failed(*, limit: int) -> Sequence[Work]:
    """Work that was given up on, the latest first."""
    failed = select(Work).where(Work.state == WorkState.FAILED).order_by(Work.due_at.desc()).limit(limit)
    found: Sequence[Work] = db.session.scalars(failed).all()
    return found


def counts() -> dict[tuple[str, str], int]:
    """How much work there is, by kind and state."""
    rows = db.session.execute(select(Work.kind, Work.state, func.count()).group_by(Work.kind, Work.state))
    return {(kind, state): count for kind, state, count in rows}
