"""Cases: opened, claimed for a while, closed. One open case of a kind stands for all that is said of a thing."""

from datetime import timedelta

from sqlalchemy import or_, update
from sqlalchemy.exc import IntegrityError

from cms.access.viewer import Viewer
from cms.errors import Problem, conflict
from cms.extensions import db, now
from cms.moderation import queries
from cms.moderation.claimants import tell_outcome
from cms.moderation.log import note
from cms.moderation.models import Case, CaseKind, CaseState, Outcome
from cms.pagination import Wanted, encode_cursor

CLAIMED_FOR = timedelta(minutes=10)
PRIORITIES = {"sexual": 60, "violence": 60, "privacy": 40, "copyright": 40, "abuse": 30, "spam": 20, "other": 10}
"""How pressing a case is by the worst that is said of it; each further report adds a little."""

FINDING, APPEAL, SPAM = 50, 70, 25
MOST_BY_NUMBER = 30
LOOKED_THROUGH = 30
"""Of cases that are not for this moderator, so many are passed over in one look."""


def priority_of(reasons: list[str], reports: int) -> int:
    return max(PRIORITIES[reason] for reason in reasons) + min(reports - 1, MOST_BY_NUMBER)


def key_of(kind: str, subject_kind: str, subject_id: str) -> str:
    return f"{kind}/{subject_kind}/{subject_id}"


def open_case(kind: CaseKind, subject: tuple[str, str], *, concerned_id: str | None, priority: int) -> Case:
    """The open case of this kind about this thing, made where there is none; locked until the commit."""
    key = key_of(kind, *subject)
    found = queries.open_case(key)
    if found is not None:
        return found
    case = Case(
        kind=kind,
        subject_kind=subject[0],
        subject_id=subject[1],
        concerned_id=concerned_id,
        open_key=key,
        priority=priority,
        reasons=[],
    )
    try:
        with db.session.begin_nested():
            db.session.add(case)
    except IntegrityError:
        return open_case(kind, subject, concerned_id=concerned_id, priority=priority)
    return case


def claim(viewer: Viewer, case: Case) -> None:
    """Have a case for oneself for ten minutes, and look at what it is about. Raises 409 where somebody else has it."""
    at = now()
    free = or_(Case.claimed_by.is_(None), Case.claimed_by == viewer.id, Case.claimed_until <= at)
    this = update(Case).where(Case.id == case.id, Case.state == CaseState.OPEN, free)
    values = {"claimed_by": viewer.id, "claimed_until": at + CLAIMED_FOR}
    taken = db.session.execute(this.values(**values), execution_options={"synchronize_session": False})
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        raise conflict("Somebody else has this case, or it was decided meanwhile.")
    db.session.refresh(case)
    note("look", (case.subject_kind, case.subject_id), by=viewer.id, after={"case": case.id})


def take_next(viewer: Viewer, *, kind: str | None = None, after: str = "") -> Case | None:
    """Claim the most pressing case that this moderator may decide: first what they have already, then what nobody has.

    `after` is a case that is left for later: the ones behind it come first. None where nothing is left.
    """
    left = queries.case_by_id(after) if after else None
    if left is None:
        mine = queries.queue(viewer, Wanted(limit=1), queries.Filters(kind, CaseState.OPEN, "me")).rows
        found = [seen.case for seen in mine]
    else:
        found = []
        release(viewer, left)
    behind = None if left is None else encode_cursor(str(left.priority), left.id)
    for cursor in dict.fromkeys((behind, None)):
        page = queries.queue(
            viewer, Wanted(limit=LOOKED_THROUGH, cursor=cursor), queries.Filters(kind, CaseState.OPEN, "nobody")
        )
        found += [seen.case for seen in page.rows if seen.case.id != after]
    return next((case for case in found if may_decide(viewer, case) and claimed(viewer, case)), None)


def claimed(viewer: Viewer, case: Case) -> bool:
    """Whether it could be claimed; somebody else may have been faster."""
    try:
        claim(viewer, case)
    except Problem:
        return False
    return True


def release(viewer: Viewer, case: Case) -> None:
    """Leave a case that one had to others."""
    mine = update(Case).where(Case.id == case.id, Case.claimed_by == viewer.id, Case.state == CaseState.OPEN)
    db.session.execute(
        mine.values(claimed_by=None, claimed_until=None), execution_options={"synchronize_session": False}
    )
    db.session.refresh(case)


def may_decide(viewer: Viewer, case: Case) -> bool:
    """Nobody decides what is about themselves, nor an appeal against what they decided."""
    if case.concerned_id == viewer.id:
        return False
    appeal = queries.appeal_of_case(case.id) if case.kind == CaseKind.APPEAL else None
    decided = queries.decision_by_id(appeal.decision_id) if appeal is not None else None
    return decided is None or decided.moderator_id != viewer.id


def holds(viewer: Viewer, case: Case) -> bool:
    """Whether this moderator has claimed the case and may look at what it is about."""
    return case.claimed_by == viewer.id and case.claimed_until is not None and case.claimed_until > now()


def close(case: Case, outcome: Outcome, *, by: Viewer | None) -> None:
    """Nothing is left to decide. Raises 409 where somebody else has the case or closed it."""
    at = now()
    this = update(Case).where(Case.id == case.id, Case.state == CaseState.OPEN)
    if by is not None:
        this = this.where(or_(Case.claimed_by.is_(None), Case.claimed_by == by.id, Case.claimed_until <= at))
    values = {"state": CaseState.CLOSED, "outcome": outcome, "closed_at": at, "open_key": None, "claimed_until": None}
    done = db.session.execute(
        this.values(claimed_by=None if by is None else by.id, **values),
        execution_options={"synchronize_session": False},
    )
    if done.rowcount != 1:  # type: ignore[attr-defined]
        raise conflict("Somebody else has this case, or it was decided meanwhile.")
    db.session.refresh(case)
    if case.kind == CaseKind.REPORT:
        tell_outcome(case)


def reopen(case: Case) -> None:
    """It waits for a decision again, unless another case about the same thing does so already."""
    key = key_of(case.kind, case.subject_kind, case.subject_id)
    if queries.open_case(key) is not None:
        return
    case.state, case.outcome, case.closed_at, case.open_key = CaseState.OPEN, None, None, key
    case.claimed_by = case.claimed_until = None
