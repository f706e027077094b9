"""Reads of cases and of what hangs on them. Who may ask is for the routes to check."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, func, or_, select, true
from sqlalchemy.orm import aliased

from cms.access.viewer import Viewer
from cms.accounts.models import Account
from cms.errors import invalid
from cms.extensions import db, now
from cms.images.models import Album, Image, Stop
from cms.moderation.models import Appeal, Case, CaseKind, CaseState, Decision, LogEntry, Report, Takedown
from cms.pagination import Page, Wanted, decode_cursor, encode_cursor
from cms.reactions.models import Collection

MOST_REPORTS, MOST_HISTORY, MOST_LATER, MOST_CASES = 100, 30, 500, 100


class SeenCase(NamedTuple):
    """A case with the names of whom it is about and of who has claimed it."""

    case: Case
    owner: Account | None
    claimer: str | None


class SeenDecision(NamedTuple):
    """A decision with its appeal, if there is one."""

    decision: Decision
    appeal: Appeal | None


class Filters(NamedTuple):
    """Which cases are asked for; None: any."""

    kind: str | None
    state: str
    claimed: str | None


def open_case(key: str) -> Case | None:
    found: Case | None = db.session.scalar(select(Case).filter_by(open_key=key).with_for_update())
    return found


def case_by_id(case_id: str) -> Case | None:
    return db.session.get(Case, case_id)


def open_cases_about(kind: str, thing_id: str) -> Sequence[Case]:
    about = select(Case).filter_by(subject_kind=kind, subject_id=thing_id, state=CaseState.OPEN)
    found: Sequence[Case] = db.session.scalars(about.limit(MOST_CASES)).all()
    return found


def spam_of(account_id: str, *, since: datetime) -> Case | None:
    """The case of spam by this account that is open, or was closed since; the newest row, and locked."""
    is_spam = (Case.kind == CaseKind.FINDING) & (Case.subject_kind == "comment")
    theirs = select(Case).where(is_spam, Case.concerned_id == account_id)
    lately = theirs.where(or_(Case.state == CaseState.OPEN, Case.closed_at >= since))
    found: Case | None = db.session.scalar(lately.order_by(Case.id.desc()).limit(1).with_for_update())
    return found


def seen() -> Select[Any]:
    owner, claimer = aliased(Account), aliased(Account)
    columns: list[Any] = [Case, owner, claimer.name]
    named: Select[Any] = select(*columns).outerjoin(owner, owner.id == Case.concerned_id)
    in_force = and_(claimer.id == Case.claimed_by, Case.claimed_until > now())
    return named.outerjoin(claimer, in_force)


def seen_case(case_id: str) -> SeenCase | None:
    row = db.session.execute(seen().where(Case.id == case_id)).first()
    return None if row is None else SeenCase(*row)


def queue(viewer: Viewer, wanted: Wanted, filters: Filters) -> Page[SeenCase]:
    """The most pressing first, of those the oldest."""
    query = seen().where(Case.state == filters.state)
    if filters.kind is not None:
        query = query.where(Case.kind == filters.kind)
    if filters.claimed is not None:
        query = query.where(claimed_by(filters.claimed, viewer))
    if wanted.cursor is not None:
        pressing, last = decode_cursor(wanted.cursor, parts=2)
        if not (pressing.isascii() and pressing.isdecimal() and len(pressing) < 10):
            raise invalid("cursor", "This is not a cursor of a list.")
        number = int(pressing)
        query = query.where(or_(Case.priority < number, and_(Case.priority == number, Case.id > last)))
    rows = db.session.execute(query.order_by(Case.priority.desc(), Case.id).limit(wanted.limit + 1)).all()
    shown = [SeenCase(*row) for row in rows[: wanted.limit]]
    end = shown[-1].case if len(rows) > wanted.limit else None
    return Page(shown, encode_cursor(str(end.priority), end.id) if end else None)


def claimed_by(who: str, viewer: Viewer) -> Any:
    mine = and_(Case.claimed_by == viewer.id, Case.claimed_until > now())
    anybody = and_(Case.claimed_by.is_not(None), Case.claimed_until > now())
    return {"me": mine, "nobody": anybody.is_not(true()), "others": and_(anybody, Case.claimed_by != viewer.id)}[who]


def report_in(case_id: str, maker: str) -> Report | None:
    found: Report | None = db.session.scalar(select(Report).filter_by(case_id=case_id, maker=maker))
    return found


def report_with_case(report_id: str) -> tuple[Report, Case] | None:
    row = db.session.execute(
        select(Report, Case).join(Case, Case.id == Report.case_id).where(Report.id == report_id)
    ).first()
    return None if row is None else (row[0], row[1])


def reports_by(viewer: Viewer, wanted: Wanted) -> Page[tuple[Report, Case, str | None]]:
    """What this viewer reported, newest first, each with its case and the name of whom that is about."""
    query = select(Report, Case, Account.name).join(Case, Case.id == Report.case_id)
    query = query.outerjoin(Account, Account.id == Case.concerned_id).where(Report.reporter_id == viewer.id)
    if wanted.cursor is not None:
        (last,) = decode_cursor(wanted.cursor, parts=1)
        query = query.where(Report.id < last)
    rows = db.session.execute(query.order_by(Report.id.desc()).limit(wanted.limit + 1)).all()
    shown = [(row[0], row[1], row[2]) for row in rows[: wanted.limit]]
    return Page(shown, encode_cursor(shown[-1][0].id) if len(rows) > wanted.limit else None)


def takedown_by_id(report_id: str) -> Takedown | None:
    return db.session.get(Takedown, report_id)


def takedowns_of(case_id: str) -> Sequence[Takedown]:
    """The notices in a case."""
    those = select(Takedown).join(Report, Report.id == Takedown.report_id).where(Report.case_id == case_id)
    found: Sequence[Takedown] = db.session.scalars(those.limit(MOST_REPORTS)).all()
    return found


def takedowns_closed_before(at: datetime, *, limit: int) -> list[tuple[Takedown, Report]]:
    """Notices of cases that were closed so long ago and whose claimants are known still."""
    those = select(Takedown, Report).join(Report, Report.id == Takedown.report_id).join(Case, Case.id == Report.case_id)
    over = those.where(Takedown.email != "", Case.state == CaseState.CLOSED, Case.closed_at < at)
    return [(row[0], row[1]) for row in db.session.execute(over.limit(limit))]


def reports_of(case_id: str) -> list[tuple[Report, str | None, Takedown | None]]:
    """The reports of a case with the names of who made them, newest first."""
    named = select(Report, Account.name, Takedown).outerjoin(Account, Account.id == Report.reporter_id)
    named = named.outerjoin(Takedown, Takedown.report_id == Report.id)
    rows = db.session.execute(named.where(Report.case_id == case_id).order_by(Report.id.desc()).limit(MOST_REPORTS))
    return [(row[0], row[1], row[2]) for row in rows]


def decision_by_id(decision_id: str) -> Decision | None:
    return db.session.get(Decision, decision_id)


def decided_with(decision: Decision) -> Sequence[Decision]:
    """Those that were made along with this one and stand."""
    ids = [step["decision"] for step in decision.steps if step["do"] == "also"]
    standing = select(Decision).where(Decision.id.in_(ids), Decision.undone_at.is_(None)).order_by(Decision.id)
    found: Sequence[Decision] = db.session.scalars(standing).all() if ids else []
    return found


def later_decisions(decision: Decision) -> Sequence[Decision]:
    """Decisions about the same person that came after this one and stand."""
    later = select(Decision).where(Decision.id > decision.id, Decision.undone_at.is_(None))
    same = later.where(
        or_(
            Decision.concerned_id == decision.concerned_id,
            and_(Decision.subject_kind == decision.subject_kind, Decision.subject_id == decision.subject_id),
        )
    )
    found: Sequence[Decision] = db.session.scalars(same.limit(MOST_LATER)).all()
    return found


def history_of(case: Case) -> list[tuple[Decision, str | None]]:
    """What was decided about the same person or thing, newest first, with the names of who did."""
    same = and_(Decision.subject_kind == case.subject_kind, Decision.subject_id == case.subject_id)
    about = same if case.concerned_id is None else or_(same, Decision.concerned_id == case.concerned_id)
    named = select(Decision, Account.name).outerjoin(Account, Account.id == Decision.moderator_id).where(about)
    rows = db.session.execute(named.order_by(Decision.id.desc()).limit(MOST_HISTORY))
    return [(row[0], row[1]) for row in rows]


def appeal_of_case(case_id: str) -> Appeal | None:
    found: Appeal | None = db.session.scalar(select(Appeal).filter_by(case_id=case_id))
    return found


def decisions_about(viewer: Viewer, wanted: Wanted) -> Page[SeenDecision]:
    """What was decided about this viewer's things, newest first, as far as they are told."""
    about = select(Decision, Appeal).outerjoin(Appeal, Appeal.decision_id == Decision.id)
    mine = about.where(Decision.concerned_id == viewer.id, Decision.is_told == true())
    if wanted.cursor is not None:
        (last,) = decode_cursor(wanted.cursor, parts=1)
        mine = mine.where(Decision.id < last)
    rows = db.session.execute(mine.order_by(Decision.id.desc()).limit(wanted.limit + 1)).all()
    shown = [SeenDecision(*row) for row in rows[: wanted.limit]]
    more = len(rows) > wanted.limit
    return Page(shown, encode_cursor(shown[-1].decision.id) if more else None)


def titles_of(decisions: Sequence[Decision]) -> dict[tuple[str, str], str]:
    """How the owner called these images, albums and collections, by kind and id."""
    found: dict[tuple[str, str], str] = {}
    for kind, table in (("image", Image), ("album", Album), ("collection", Collection)):
        ids = [one.subject_id for one in decisions if one.subject_kind == kind]
        if ids:
            rows = db.session.execute(select(table.id, table.title).where(table.id.in_(ids)))
            found |= {(kind, row.id): row.title for row in rows}
    return found


def log_page(wanted: Wanted) -> Page[tuple[LogEntry, str | None]]:
    """The log, newest first, with the names of those who are there still."""
    query = select(LogEntry, Account.name).outerjoin(Account, Account.id == LogEntry.actor_id)
    if wanted.cursor is not None:
        (last,) = decode_cursor(wanted.cursor, parts=1)
        if not (last.isascii() and last.isdecimal() and len(last) < 10):
            raise invalid("cursor", "This is not a cursor of a list.")
        query = query.where(LogEntry.number < int(last))
    rows = db.session.execute(query.order_by(LogEntry.number.desc()).limit(wanted.limit + 1)).all()
    shown = [(row[0], row[1]) for row in rows[: wanted.limit]]
    return Page(shown, encode_cursor(str(shown[-1][0].number)) if len(rows) > wanted.limit else None)


def totals(since: str) -> dict[str, dict[tuple[str, str], int]]:
    """Numbers by month and reason, action and outcome, from this month on, in five statements."""
    counted = func.count()
    reports = select(Report.month, Report.reason, counted).where(Report.month >= since)
    became = func.coalesce(Case.outcome, "open")
    takedowns = select(Report.month, became, counted).join(Takedown, Takedown.report_id == Report.id)
    takedowns = takedowns.join(Case, Case.id == Report.case_id).where(Report.month >= since)
    answered = select(Appeal.month, func.coalesce(Appeal.outcome, "open"), counted).where(Appeal.month >= since)
    found = {
        "reports": reports.group_by(Report.month, Report.reason),
        "takedowns": takedowns.group_by(Report.month, became),
        "appeals": answered.group_by(Appeal.month, func.coalesce(Appeal.outcome, "open")),
        "stops": select(Stop.month, Stop.kind, Stop.count).where(Stop.month >= since),
    }
    told = {
        name: {(month, what): count for month, what, count in db.session.execute(query)}
        for name, query in found.items()
    }
    acted: dict[tuple[str, str], int] = {}
    for month, actions in db.session.execute(select(Decision.month, Decision.actions).where(Decision.month >= since)):
        for name in actions:
            acted[month, name] = acted.get((month, name), 0) + 1
    return {**told, "actions": acted}
