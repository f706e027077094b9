"""Somebody says that a thing is not right; many reports of one thing are one case."""

from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy.exc import IntegrityError

from cms.access.viewer import Viewer
from cms.extensions import db, new_id
from cms.moderation import queries
from cms.moderation.cases import PRIORITIES, open_case, priority_of
from cms.moderation.models import CaseKind, Report, Takedown
from cms.moderation.subjects import KINDS


@dataclass(frozen=True)
class Complaint:
    """What is said of which thing, and by whom: an account, or somebody at this address."""

    kind: str
    thing_id: str
    owner_id: str
    reason: str
    text: str
    address: str


def report(viewer: Viewer | None, complaint: Complaint) -> tuple[Report, bool]:
    """The report, and whether it is new: the same one again about the same thing counts once while the case is open."""
    case = open_case(
        CaseKind.REPORT,
        (complaint.kind, complaint.thing_id),
        concerned_id=complaint.owner_id,
        priority=PRIORITIES[complaint.reason],
    )
    maker = maker_of(viewer, complaint.address)
    known = queries.report_in(case.id, maker)
    if known is not None:
        return known, False
    made = Report(
        id=new_id(),
        case_id=case.id,
        reporter_id=None if viewer is None else viewer.id,
        maker=maker,
        reason=complaint.reason,
        text=complaint.text,
    )
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError:
        return report(viewer, complaint)
    case.reports += 1
    case.reasons = sorted({*case.reasons, complaint.reason})
    case.priority = priority_of(case.reasons, case.reports)
    return made, True


def ask_takedown(
    viewer: Viewer | None, complaint: Complaint, *, name: str, email: str, work: str
) -> tuple[Report, bool]:
    """A report by somebody who holds the rights in a thing and says who they are."""
    made, is_new = report(viewer, complaint)
    if db.session.get(Takedown, made.id) is None:
        db.session.add(Takedown(report_id=made.id, name=name, email=email.lower(), work=work))
    return made, is_new


def maker_of(viewer: Viewer | None, address: str) -> str:
    """Tells reporters apart without naming them."""
    who = f"at {address}" if viewer is None else f"account {viewer.id}"
    return sha256(who.encode()).hexdigest()


def complaint_of(kind: str, thing: object, *, reason: str, text: str, address: str) -> Complaint:
    """About this thing, by its id."""
    return Complaint(kind, str(thing.id), KINDS[kind].owner_of(thing), reason, text, address)  # type: ignore[attr-defined]
