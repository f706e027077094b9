"""Cases, decisions and what hangs on them as JSON: every field by name."""

from collections.abc import Mapping
from typing import Any

from cms.access.audience import WAITING_FOR_MODERATORS
from cms.access.policy import is_within
from cms.access.viewer import Viewer
from cms.accounts.models import Account
from cms.accounts.queries import invited_below
from cms.extensions import now
from cms.images.models import Image
from cms.images.queries import classification_of
from cms.images.schemas import SIZES, Owner, Size
from cms.moderation import queries, schemas
from cms.moderation.actions import ALSO
from cms.moderation.cases import holds, may_decide
from cms.moderation.log import told
from cms.moderation.models import HELD, Appeal, Case, CaseKind, CaseState, Decision, LogEntry, Report, Takedown
from cms.moderation.queries import SeenCase, SeenDecision
from cms.moderation.service import APPEALED_FOR, MOST_INVITED, UNDONE_FOR
from cms.moderation.subjects import KINDS, thing_of
from cms.wire.addresses import here


def present_report(report: Report, case: Case) -> schemas.ReportOut:
    return schemas.ReportOut(
        id=report.id,
        state=case.state,  # type: ignore[arg-type]
        outcome=case.outcome,  # type: ignore[arg-type]
        created_at=report.created_at,
    )


def present_takedown(report: Report, case: Case, token: str | None) -> schemas.NewTakedown:
    page = here(f"/takedowns/{report.id}") + (f"?token={token}" if token else "")
    return schemas.NewTakedown(**present_report(report, case).model_dump(), token=token, page=page)


def present_own_report(report: Report, case: Case, owner: str | None) -> schemas.MyReport:
    """Never a title nor a picture: the thing may be hidden from its reporter by now."""
    subject_id = (owner or "") if case.subject_kind == "person" else case.subject_id
    return schemas.MyReport(
        **present_report(report, case).model_dump(),
        reason=report.reason,
        subject=schemas.Subject(kind=case.subject_kind, id=subject_id),
    )


def present_appeal(appeal: Appeal) -> schemas.AppealOut:
    return schemas.AppealOut(
        id=appeal.id,
        state="open" if appeal.outcome is None else "closed",
        text=appeal.text,
        outcome=appeal.outcome,  # type: ignore[arg-type]
        answer=appeal.answer,
        due_at=appeal.due_at,
        created_at=appeal.created_at,
    )


def present_own(seen: SeenDecision, titles: Mapping[tuple[str, str], str]) -> schemas.MyDecision:
    """What the person concerned is told of a decision: never who decided."""
    decision, appeal = seen
    until = decision.created_at + APPEALED_FOR
    may_appeal = appeal is None and decision.undone_at is None and until > now()
    title = titles.get((decision.subject_kind, decision.subject_id), "")
    return schemas.MyDecision(
        id=decision.id,
        subject=schemas.TitledSubject(kind=decision.subject_kind, id=decision.subject_id, title=title),
        actions=[name for name in decision.actions if name != "note"],
        rule=decision.rule,
        reason=decision.reason,
        until=decision.until,
        created_at=decision.created_at,
        undone_at=decision.undone_at,
        appeal_until=until if may_appeal else None,
        appeal=None if appeal is None else present_appeal(appeal),
        can={"appeal": may_appeal},
    )


def case_fields(seen: SeenCase) -> dict[str, Any]:
    case, owner, claimer = seen
    subject_id = owner.name if case.subject_kind == "person" and owner is not None else case.subject_id
    return {
        "id": case.id,
        "kind": case.kind,
        "subject": schemas.Subject(kind=case.subject_kind, id=subject_id),
        "owner": None if owner is None else Owner(name=owner.name, display_name=owner.display_name),
        "state": case.state,
        "outcome": case.outcome,
        "reasons": case.reasons,
        "reports": case.reports,
        "priority": case.priority,
        "claimed_by": claimer,
        "claimed_until": case.claimed_until if claimer is not None else None,
        "created_at": case.created_at,
    }


def present_case(seen: SeenCase) -> schemas.CaseOut:
    return schemas.CaseOut(**case_fields(seen))


def present_whole(seen: SeenCase, viewer: Viewer) -> schemas.WholeCase:
    """A case with its reports and history; what it is about only for whoever has claimed it."""
    case, owner, _claimer = seen
    appeal = queries.appeal_of_case(case.id) if case.kind == CaseKind.APPEAL else None
    is_open = case.state == CaseState.OPEN
    return schemas.WholeCase(
        **case_fields(seen),
        thing=present_thing(case, viewer),
        account=None if owner is None else present_account(owner),
        all_reports=[present_case_report(*row) for row in queries.reports_of(case.id)],
        history=[present_decision(decision, by) for decision, by in queries.history_of(case)],
        appeal=None if appeal is None else present_appeal(appeal),
        can={"claim": is_open, "decide": is_open and may_decide(viewer, case)},
    )


def thing_through(case: Case, viewer: Viewer) -> Any:
    """What a case is about, for whoever has claimed it. A held picture that became private is nobody's business."""
    thing = thing_of(case.subject_kind, case.subject_id) if holds(viewer, case) else None
    if case.kind not in HELD or case.subject_kind != "image":
        return thing
    return thing if thing is not None and is_within(WAITING_FOR_MODERATORS, viewer, thing) else None


def present_thing(case: Case, viewer: Viewer) -> schemas.CaseThing | None:
    thing = thing_through(case, viewer)
    if thing is None:
        return None
    image = thing if isinstance(thing, Image) else None
    seen = classification_of(image.id) if image is not None else None
    return schemas.CaseThing(
        title=KINDS[case.subject_kind].title_of(thing),
        description=getattr(thing, "text", getattr(thing, "description", "")),
        level=getattr(thing, "effective_privacy", None),
        review=None if image is None else image.review,
        sensitivity=None if image is None else image.sensitivity,
        gate_score=None if seen is None else seen.gate_score,
        is_hidden=bool(getattr(thing, "is_held", getattr(thing, "is_hidden", False))),
        renditions=None if image is None else renditions_through(case),
    )


def renditions_through(case: Case) -> dict[Size, str]:
    return {size: here(f"/api/v1/moderation/cases/{case.id}/renditions/{size}") for size in SIZES}


def present_account(account: Account) -> schemas.CaseAccount:
    return schemas.CaseAccount(
        name=account.name,
        display_name=account.display_name,
        created_at=account.created_at,
        active=account.active,
        suspended_until=account.suspended_until,
        limited_until=account.limited_until,
        invited=len(invited_below(account.id, limit=MOST_INVITED + 1)),
    )


def present_case_report(report: Report, by: str | None, notice: Takedown | None) -> schemas.CaseReport:
    """A notice whose claimant is forgotten is a report like others."""
    takedown = notice if notice is not None and notice.email else None
    return schemas.CaseReport(
        by=by,
        reason=report.reason,
        text=report.text,
        created_at=report.created_at,
        name=None if takedown is None else takedown.name,
        email=None if takedown is None else takedown.email,
        work=None if takedown is None else takedown.work,
        source=None if takedown is None else takedown.source,
    )


def present_decision(decision: Decision, by: str | None) -> schemas.DecisionOut:
    can_undo = decision.undone_at is None and now() - decision.created_at <= UNDONE_FOR
    return schemas.DecisionOut(
        id=decision.id,
        case=decision.case_id,
        subject=schemas.Subject(kind=decision.subject_kind, id=decision.subject_id),
        actions=decision.actions,
        reason=decision.reason,
        rule=decision.rule,
        until=decision.until,
        by=by,
        created_at=decision.created_at,
        undone_at=decision.undone_at,
        undo_reason=decision.undo_reason,
        invited=sum(step["do"] == ALSO for step in decision.steps),
        can={"undo": can_undo},
    )


def present_line(entry: LogEntry, by: str | None) -> schemas.LogLine:
    return schemas.LogLine(**{**told(entry), "hash": entry.hash, "by": by})
