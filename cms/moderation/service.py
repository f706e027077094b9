"""Deciding cases, undoing decisions, appeals. Every verb writes its line of the log. No HTTP, no commits."""

from dataclasses import replace
from datetime import timedelta
from typing import Literal, cast

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from cms.access.viewer import Viewer
from cms.accounts.models import Account
from cms.accounts.queries import account_by_id, invited_below
from cms.errors import conflict, invalid
from cms.events import Occurred, announce
from cms.extensions import db, new_id, now
from cms.membership.mails import want_mail
from cms.membership.models import Purpose
from cms.moderation import queries
from cms.moderation.actions import ALSO, SILENT, VERDICTS, Act, Order, carry_out, put_back, shut, touched
from cms.moderation.cases import APPEAL, FINDING, close, key_of, open_case, reopen
from cms.moderation.claimants import tell_overturned, tell_undone
from cms.moderation.log import note
from cms.moderation.models import Appeal, Case, CaseKind, Decision, Outcome, Verdict
from cms.moderation.subjects import Step

UNDONE_FOR = timedelta(days=30)
APPEALED_FOR = timedelta(days=30)
ANSWERED_WITHIN = timedelta(days=7)
MOST_INVITED = 200
"""So many are suspended along with who invited them."""

SubjectKind = Literal["image", "album", "collection", "person", "search", "comment"]


def decide(viewer: Viewer, case: Case, order: Order) -> Decision:
    """Carry out what a moderator wants of a case and close it. Raises 409 where another has it, or it is their own."""
    refuse_unfit(case, order)
    if case.concerned_id == viewer.id:
        raise conflict("This case is about you; another moderator decides it.")
    appeal = queries.appeal_of_case(case.id) if case.kind == CaseKind.APPEAL else None
    if appeal is not None:
        return answer_appeal(viewer, case, appeal, order)
    close(case, Outcome.DISMISSED if set(order.actions) <= SILENT else Outcome.ACTED, by=viewer)
    steps = carry_out(Act(case, order, viewer))
    return keep_decision(viewer, case, order, [*steps, *suspend_invited(viewer, case, order)])


def suspend_invited(viewer: Viewer, case: Case, order: Order) -> list[Step]:
    """Where it is wanted, suspend whom they invited, and whom these did, each by a decision of their own that is told.

    Raises 422 where that are too many to be decided at once.
    """
    if not order.invited or case.concerned_id is None:
        return []
    found = invited_below(case.concerned_id, limit=MOST_INVITED + 1)
    if len(found) > MOST_INVITED:
        raise invalid("invited", f"More than {MOST_INVITED} people are there by these invitations. Suspend in parts.")
    alone = replace(order, actions=("suspend",), invited=False)
    return [{"do": ALSO, "decision": suspend_with(viewer, case, alone, account).id} for account in found]


def suspend_with(viewer: Viewer, case: Case, order: Order, account: Account) -> Decision:
    step = shut(account, order.until, by=viewer)
    return keep_decision(viewer, case, order, [step], about=account)


def suspend_outright(viewer: Viewer, account: Account) -> None:
    """Without a report; told, appealed and undone as what is decided on one. Nothing where it is suspended already."""
    if account.active:
        found = open_case(CaseKind.FINDING, ("person", account.id), concerned_id=account.id, priority=FINDING)
        decide(viewer, found, Order(("suspend",), ""))


def refuse_unfit(case: Case, order: Order) -> None:
    """Raise 422 for actions that do not go together, or not with this case."""
    wanted = set(order.actions)
    is_verdict = bool(wanted & VERDICTS)
    if is_verdict != (case.kind == CaseKind.APPEAL) or (is_verdict and len(wanted) > 1):
        raise invalid("actions", "An appeal is upheld or overturned, and nothing else is.")
    if "dismiss" in wanted and wanted - SILENT:
        raise invalid("actions", "A case is dismissed, or something is done.")
    if order.invited and "suspend" not in wanted:
        raise invalid("invited", "Who was invited is suspended only with who invited them.")
    if {"hide", "restore"} <= wanted or {"restore", "remove_and_block"} <= wanted:
        raise invalid("actions", "A thing is hidden or restored, not both.")
    if order.until is not None and order.until <= now():
        raise invalid("until", "Choose a time to come.")


def keep_decision(
    viewer: Viewer, case: Case, order: Order, steps: list[Step], *, about: Account | None = None
) -> Decision:
    """`about`: somebody else than the case is about."""
    kind, thing_id = (case.subject_kind, case.subject_id) if about is None else ("person", about.id)
    decision = Decision(
        id=new_id(),
        case_id=case.id,
        moderator_id=viewer.id,
        concerned_id=case.concerned_id if about is None else about.id,
        subject_kind=kind,
        subject_id=thing_id,
        actions=list(order.actions),
        reason=order.reason,
        rule=order.rule,
        until=order.until,
        steps=steps,
        is_told=not set(order.actions) <= SILENT | VERDICTS,
    )
    db.session.add(decision)
    db.session.flush()
    told = {"decision": decision.id, "case": case.id, "actions": decision.actions}
    note("decide", subject_of(decision), by=viewer.id, reason=order.reason, before={"steps": steps}, after=told)
    if decision.is_told:
        tell("decision", decision)
    if "suspend" in order.actions:
        write_to_suspended(Purpose.SUSPENDED, decision.concerned_id)
    return decision


def undo(viewer: Viewer, decision: Decision, reason: str) -> None:
    """Within 30 days: everything is as it was before, and the case waits again. Raises 409 where that cannot be."""
    reverse(viewer, decision, reason)
    case = queries.case_by_id(decision.case_id)
    if case is not None and case.kind != CaseKind.APPEAL and is_first(decision, case):
        reopen(case)
        if case.kind == CaseKind.REPORT:
            tell_undone(case)
    if decision.is_told:
        tell("decision", decision)


def reverse(viewer: Viewer, decision: Decision, reason: str) -> None:
    if now() - decision.created_at > UNDONE_FOR:
        raise conflict("This was decided more than 30 days ago.")
    refuse_below_later(decision)
    this = update(Decision).where(Decision.id == decision.id, Decision.undone_at.is_(None))
    values = {"undone_at": now(), "undone_by": viewer.id, "undo_reason": reason}
    done = db.session.execute(this.values(**values), execution_options={"synchronize_session": False})
    if done.rowcount != 1:  # type: ignore[attr-defined]
        raise conflict("This decision was undone already.")
    db.session.refresh(decision)
    put_back(decision.subject_kind, decision.subject_id, decision.concerned_id, decision.steps)
    note("undo", subject_of(decision), by=viewer.id, reason=reason, after={"decision": decision.id})
    for other in queries.decided_with(decision):
        reverse(viewer, other, reason)
        tell("decision", other)


def is_first(decision: Decision, case: Case) -> bool:
    """Whether it is about whom the case is about, and not about somebody who was suspended with them."""
    return decision.concerned_id == case.concerned_id


def refuse_below_later(decision: Decision) -> None:
    """What was before is only known of the last decision that changed it."""
    mine = touched(decision.steps)
    for later in queries.later_decisions(decision):
        is_same = (later.subject_kind, later.subject_id) == subject_of(decision)
        common = mine & touched(later.steps)
        if common & {"limit", "suspend"} or (is_same and common):
            raise conflict("Something was decided on the same after this. Undo that first.")


def appeal(viewer: Viewer, decision: Decision, text: str) -> Appeal:
    """Ask for another look, within 30 days, once. Raises 409 where that cannot be."""
    if decision.undone_at is not None or now() - decision.created_at > APPEALED_FOR:
        raise conflict("This decision was undone, or is older than 30 days.")
    case = Case(
        id=new_id(),
        kind=CaseKind.APPEAL,
        subject_kind=decision.subject_kind,
        subject_id=decision.subject_id,
        concerned_id=viewer.id,
        open_key=key_of(CaseKind.APPEAL, "decision", decision.id),
        priority=APPEAL,
        reasons=[],
    )
    made = Appeal(
        id=new_id(),
        decision_id=decision.id,
        case_id=case.id,
        account_id=viewer.id,
        text=text,
        due_at=now() + ANSWERED_WITHIN,
    )
    try:
        with db.session.begin_nested():
            db.session.add(case)
            db.session.flush()
            db.session.add(made)
    except IntegrityError as error:
        raise conflict("You appealed already; each decision is looked at once more.") from error
    note("appeal", subject_of(decision), by=viewer.id, reason=text, after={"decision": decision.id, "appeal": made.id})
    return made


def answer_appeal(viewer: Viewer, case: Case, made: Appeal, order: Order) -> Decision:
    """Uphold a decision or undo it. Raises 409 for whoever decided it."""
    decided = queries.decision_by_id(made.decision_id)
    if decided is None or decided.moderator_id == viewer.id:
        raise conflict("You decided this; another moderator decides the appeal.")
    close(case, Outcome.ACTED if "overturn" in order.actions else Outcome.DISMISSED, by=viewer)
    is_overturned = "overturn" in order.actions
    if is_overturned and decided.undone_at is None:
        reverse(viewer, decided, order.reason)
        first = queries.case_by_id(decided.case_id)
        if first is not None and is_first(decided, first):
            first.outcome = Outcome.DISMISSED
            tell_overturned(first)
    made.outcome = Verdict.OVERTURNED if is_overturned else Verdict.UPHELD
    made.answer, made.decided_at = order.reason, now()
    answer = keep_decision(viewer, case, order, [])
    tell("appeal", decided)
    write_to_suspended(Purpose.APPEAL_ANSWERED, decided.concerned_id)
    return answer


def write_to_suspended(purpose: Purpose, account_id: str | None) -> None:
    """Who cannot log in reads what was decided, and appeals, at the page that the letter leads to."""
    account = account_by_id(account_id) if account_id else None
    if account is not None and not account.active and account.email is not None:
        want_mail(purpose, account.email, language=account.language, account_id=account.id)


def subject_of(decision: Decision) -> tuple[str, str]:
    return decision.subject_kind, decision.subject_id


def tell(occasion: Literal["decision", "appeal"], decision: Decision) -> None:
    """The person concerned is told, never who decided."""
    if decision.concerned_id is not None:
        kind = cast(SubjectKind, decision.subject_kind)
        announce(Occurred(occasion, decision.concerned_id, None, kind, decision.subject_id, decision.id))
