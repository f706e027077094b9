"""Somebody says that a thing is not right; many reports of one thing are one case."""

import secrets
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy.exc import IntegrityError

from cms.access.viewer import Viewer
from cms.accounts.queries import hash_secret
from cms.extensions import db, new_id
from cms.moderation import claimants, queries
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


@dataclass(frozen=True)
class Notice:
    """Who holds the rights, in which work, and where that is; `language` is that of letters to them."""

    name: str
    email: str
    work: str
    source: str
    language: str


def report(viewer: Viewer | None, complaint: Complaint, *, sign: str = "") -> tuple[Report, bool]:
    """The report, and whether it is new: the same one again about the same thing counts once while the case is open.

    `sign`: reports of one maker with different signs are different ones.
    """
    case = open_case(
        CaseKind.REPORT,
        (complaint.kind, complaint.thing_id),
        concerned_id=complaint.owner_id,
        priority=PRIORITIES[complaint.reason],
    )
    maker = maker_of(viewer, complaint.address, sign)
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
        return report(viewer, complaint, sign=sign)
    case.reports += 1
    case.reasons = sorted({*case.reasons, complaint.reason})
    case.priority = priority_of(case.reasons, case.reports)
    return made, True


def ask_takedown(viewer: Viewer | None, complaint: Complaint, notice: Notice) -> tuple[Report, str | None, bool]:
    """A report by somebody who holds the rights in a thing and says who they are.

    With the secret by which a visitor follows it, and whether it is new. The same notice once more, word for word,
    is the same report; its visitor is given another secret in place of the first.
    """
    words = (complaint.text, notice.name, notice.email.lower(), notice.work, notice.source)
    made, is_new = report(viewer, complaint, sign=claimants.sign_of(*words))
    token = secrets.token_urlsafe(32) if viewer is None else None
    takedown = queries.takedown_by_id(made.id)
    if takedown is None:
        takedown = Takedown(
            report_id=made.id,
            name=notice.name,
            email=notice.email.lower(),
            work=notice.work,
            source=notice.source,
            language=notice.language,
        )
        db.session.add(takedown)
        claimants.confirm_receipt(takedown)
    takedown.token_hash = hash_secret(token) if token else None
    return made, token, is_new


def maker_of(viewer: Viewer | None, address: str, sign: str = "") -> str:
    """Tells reporters apart without naming them."""
    who = f"at {address}" if viewer is None else f"account {viewer.id}"
    return sha256((who + sign).encode()).hexdigest()


def complaint_of(kind: str, thing: object, *, reason: str, text: str, address: str) -> Complaint:
    """About this thing, by its id."""
    return Complaint(kind, str(thing.id), KINDS[kind].owner_of(thing), reason, text, address)  # type: ignore[attr-defined]
