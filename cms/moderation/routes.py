"""Reports and appeals for everybody, cases and decisions for moderators: parse, load, call, present."""

import json
from collections.abc import Iterator
from datetime import timedelta

from flask import Blueprint, Response, stream_with_context
from werkzeug.wrappers import Response as AnyResponse

from cms.access.guard import checked, current_viewer, oneself, public, requires
from cms.access.permissions import Permission
from cms.access.rates import Rate, rated
from cms.accounts.queries import hash_secret
from cms.accounts.standing import refuse_banned
from cms.comments.queries import versions_of
from cms.comments.routes import load_row as load_comment
from cms.comments.schemas import VersionList, VersionOut
from cms.errors import Problem, not_found
from cms.extensions import now
from cms.images.bytes import rendition_answer
from cms.images.queries import shown_by_id
from cms.images.schemas import ListQuery
from cms.logins.routes import caller_address, gate
from cms.logins.service import wrong_captcha
from cms.moderation import cases, log, presenting, queries, reporting, schemas, service, totals
from cms.moderation.actions import Order
from cms.moderation.models import Case, Decision, Report
from cms.moderation.subjects import KINDS, named_in
from cms.wire.language import caller_language
from cms.wire.once import answer_once, fingerprint_of
from cms.wire.requests import answer, gives, takes

blueprint = Blueprint("moderation", __name__, url_prefix="/api/v1")
MOST_DAYS = 2 * 365


def load_case(case_id: str) -> Case:
    case = queries.case_by_id(case_id)
    if case is None:
        raise not_found()
    return case


def load_decision(decision_id: str) -> Decision:
    decision = queries.decision_by_id(decision_id)
    if decision is None:
        raise not_found()
    return decision


def load_report(report_id: str, *, token: str = "") -> tuple[Report, Case]:
    """The one way to a report: its maker's. A visitor's needs its id alone, but a takedown its secret."""
    found = queries.report_with_case(report_id)
    checked(found[0] if found else None, see=Permission.SEE_OWN_REPORTS)
    takedown = queries.takedown_by_id(report_id) if found and found[0].reporter_id is None else None
    if found is None or (takedown is not None and takedown.token_hash != hash_secret(token)):
        raise not_found()
    return found


def complaint_of(body: schemas.ReportStart | schemas.TakedownStart, reason: str) -> reporting.Complaint:
    """What the body complains of: something that the caller may see and does not own."""
    named = (body.kind, body.id) if body.kind else named_in(body.address)
    kind = KINDS[named[0]]
    found = kind.find(named[1])
    if found is not None and kind.is_shown is not None and not kind.is_shown(current_viewer(), found):
        found = None
    thing = checked(found, see=kind.see, do=Permission.REPORT)
    return reporting.complaint_of(kind.name, thing, reason=reason, text=body.text, address=caller_address())


def refuse_machines(body: schemas.ReportStart | schemas.TakedownStart) -> None:
    """Raise 422 for a visitor who has not solved a captcha, 403 for one at an address that is banned."""
    if current_viewer() is not None:
        return
    refuse_banned(caller_address())
    if not body.captcha_id or not body.captcha:
        raise Problem(422, "captcha-needed", "Read or hear the digits and type them in.")
    if not gate().captchas.is_solved(body.captcha_id, body.captcha):
        raise wrong_captcha()


def whole(case_id: str) -> schemas.WholeCase:
    seen = queries.seen_case(case_id)
    if seen is None:
        raise not_found()
    return presenting.present_whole(seen, oneself())


@blueprint.post("/reports")
@requires(Permission.REPORT)
@rated(Rate.REPORT)
@takes(body=schemas.ReportStart)
@gives(schemas.ReportOut, status=201)
@gives(schemas.ReportOut)
def report(body: schemas.ReportStart) -> Response:
    """Say that a thing is not right. A visitor solves a captcha; the same report twice counts once."""
    complaint = complaint_of(body, body.reason)
    refuse_machines(body)
    made, is_new = reporting.report(current_viewer(), complaint)
    return _reported(made, is_new=is_new)


def _reported(made: Report, *, is_new: bool) -> Response:
    return answer(presenting.present_report(made, load_case(made.case_id)), 201 if is_new else 200)


@blueprint.get("/reports/<report_id>")
@requires(Permission.SEE_OWN_REPORTS)
@gives(schemas.ReportOut)
def show_report(report_id: str) -> Response:
    """What became of one's own report."""
    return answer(presenting.present_report(*load_report(report_id)))


@blueprint.get("/me/reports")
@requires(Permission.SEE_OWN_REPORTS)
@takes(query=ListQuery)
@gives(schemas.MyReportList)
def list_own_reports(query: ListQuery) -> Response:
    """What the caller reported, newest first, and what became of it."""
    page = queries.reports_by(oneself(), query.wanted())
    return answer(
        schemas.MyReportList(items=[presenting.present_own_report(*row) for row in page.rows], next=page.next)
    )


@blueprint.post("/takedowns")
@requires(Permission.REPORT)
@rated(Rate.REPORT)
@takes(body=schemas.TakedownStart)
@gives(schemas.NewTakedown, status=201)
@gives(schemas.NewTakedown)
def ask_takedown(body: schemas.TakedownStart) -> Response:
    """Ask that something goes because it breaks one's rights; answered and decided like a report of copyright."""
    complaint = complaint_of(body, "copyright")
    refuse_machines(body)
    said = {name: getattr(body, name) for name in ("name", "email", "work", "source")}
    notice = reporting.Notice(**said, language=caller_language())
    made, token, is_new = reporting.ask_takedown(current_viewer(), complaint, notice)
    return answer(presenting.present_takedown(made, load_case(made.case_id), token), 201 if is_new else 200)


@blueprint.get("/takedowns/<report_id>")
@requires(Permission.SEE_OWN_REPORTS)
@takes(query=schemas.TakedownQuery)
@gives(schemas.ReportOut)
def show_takedown(report_id: str, query: schemas.TakedownQuery) -> Response:
    """What became of it, for the account that sent it or whoever has the secret of a visitor's."""
    found, takedown = load_report(report_id, token=query.token), queries.takedown_by_id(report_id)
    if takedown is None:
        raise not_found()
    return answer(presenting.present_report(*found))


@blueprint.get("/transparency")
@public
@gives(totals.Transparency)
def show_totals() -> Response:
    """How often in each month something was reported, done, appealed, and stopped by the site itself."""
    since = now() - timedelta(days=MOST_DAYS)
    return answer(totals.present_months(queries.totals(f"{since:%Y-%m}")))


@blueprint.post("/appeals")
@requires(Permission.APPEAL)
@takes(body=schemas.AppealStart)
@gives(schemas.AppealOut, status=201)
def appeal(body: schemas.AppealStart) -> Response:
    """Ask for another look at a decision about oneself or one's things; another moderator answers."""

    def create() -> tuple[schemas.AppealOut, int, str | None]:
        decision = queries.decision_by_id(body.decision)
        told = decision if decision is not None and decision.is_told else None
        decided = checked(told, see=Permission.APPEAL)
        return presenting.present_appeal(service.appeal(oneself(), decided, body.text)), 201, None

    return answer_once(fingerprint_of(body), create)


@blueprint.get("/me/decisions")
@requires(Permission.SEE_OWN_DECISIONS)
@takes(query=ListQuery)
@gives(schemas.MyDecisionList)
def list_own_decisions(query: ListQuery) -> Response:
    """What moderators decided about the caller and their things, newest first, and how appeals stand."""
    page = queries.decisions_about(oneself(), query.wanted())
    titles = queries.titles_of([seen.decision for seen in page.rows])
    items = [presenting.present_own(seen, titles) for seen in page.rows]
    return answer(schemas.MyDecisionList(items=items, next=page.next))


@blueprint.get("/moderation/queue")
@requires(Permission.MODERATE)
@takes(query=schemas.QueueQuery)
@gives(schemas.CaseList)
def list_cases(query: schemas.QueueQuery) -> Response:
    """What there is to decide, the most pressing first."""
    filters = queries.Filters(query.kind, query.state, query.claimed)
    page = queries.queue(oneself(), query.wanted(), filters)
    return answer(schemas.CaseList(items=[presenting.present_case(seen) for seen in page.rows], next=page.next))


@blueprint.get("/moderation/cases/<case_id>")
@requires(Permission.MODERATE)
@gives(schemas.WholeCase)
def show_case(case_id: str) -> Response:
    """One case with its reports and history; what it is about is shown to who has claimed it."""
    return answer(whole(case_id))


@blueprint.post("/moderation/cases/<case_id>/claim")
@requires(Permission.MODERATE)
@gives(schemas.WholeCase)
def claim(case_id: str) -> Response:
    """Have a case for oneself for ten minutes and look at what it is about; the log tells of the look."""
    cases.claim(oneself(), load_case(case_id))
    return answer(whole(case_id))


@blueprint.get("/moderation/cases/<case_id>/renditions/<any('64', '400', '1600'):size>")
@requires(Permission.MODERATE)
@gives("image/*")
def show_rendition(case_id: str, size: str) -> AnyResponse:
    """The picture that a case is about, for who has claimed it."""
    case = load_case(case_id)
    is_there = case.subject_kind == "image" and presenting.thing_through(case, oneself()) is not None
    image = shown_by_id(case.subject_id) if is_there else None
    if image is None:
        raise not_found()
    return rendition_answer(image, size)


@blueprint.post("/comments/<comment_id>/history")
@requires(Permission.MODERATE, Permission.SEE_COMMENTS)
@takes(query=ListQuery)
@gives(VersionList)
def show_history(comment_id: str, query: ListQuery) -> Response:
    """Look at what a comment said before it was changed or deleted; the log tells of the look."""
    comment, _place = load_comment(comment_id)
    page = versions_of(comment.id, query.wanted())
    items = [VersionOut(id=one.id, text=one.text, ended_at=one.ended_at) for one in page.rows]
    log.note("look", ("comment", comment_id), by=oneself().id)
    return answer(VersionList(items=items, next=page.next))


@blueprint.post("/moderation/cases/<case_id>/decisions")
@requires(Permission.MODERATE)
@takes(body=schemas.DecisionStart)
@gives(schemas.DecisionOut, status=201)
def decide(case_id: str, body: schemas.DecisionStart) -> Response:
    """Decide a case: several actions at once, each of which can be undone for 30 days."""

    def create() -> tuple[schemas.DecisionOut, int, str | None]:
        order = Order(**{**body.model_dump(), "actions": tuple(dict.fromkeys(body.actions))})
        decision = service.decide(oneself(), load_case(case_id), order)
        return presenting.present_decision(decision, oneself().name), 201, None

    return answer_once(fingerprint_of(body), create)


@blueprint.post("/moderation/decisions/<decision_id>/undo")
@requires(Permission.MODERATE)
@takes(body=schemas.UndoStart)
@gives(schemas.DecisionOut)
def undo(decision_id: str, body: schemas.UndoStart) -> Response:
    """Make everything as it was before a decision."""
    decision = load_decision(decision_id)
    service.undo(oneself(), decision, body.reason)
    return answer(presenting.present_decision(decision, None))


@blueprint.get("/moderation/log")
@requires(Permission.MODERATE)
@takes(query=ListQuery)
@gives(schemas.LogList)
def list_log(query: ListQuery) -> Response:
    """Who did what, when and why, newest first."""
    page = queries.log_page(query.wanted())
    return answer(schemas.LogList(items=[presenting.present_line(*row) for row in page.rows], next=page.next))


@blueprint.get("/moderation/log.jsonl")
@requires(Permission.MODERATE)
@gives("application/x-ndjson")
def export_log() -> Response:
    """The whole log, oldest first, a line of JSON each; every hash is over the line before it."""

    def lines() -> Iterator[str]:
        for entry in log.lines():
            yield json.dumps({**log.told(entry), "hash": entry.hash}, ensure_ascii=False) + "\n"

    return Response(stream_with_context(lines()), mimetype="application/x-ndjson")
