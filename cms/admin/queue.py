"""The room "Queue": one case at a time for moderators, decided through the same services as the API."""

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, get_args

from flask import Response, flash, redirect, request, send_from_directory
from flask_admin import BaseView, expose
from pydantic import ValidationError

from cms.access.viewer import Viewer
from cms.admin.room import ForModerators
from cms.admin.views import moderator
from cms.admin.words import said
from cms.errors import Problem, not_found
from cms.extensions import now
from cms.moderation import cases, presenting, queries, schemas, service
from cms.moderation.actions import VERDICTS, Order, offered
from cms.pagination import Page, Wanted
from cms.transaction import reading, writing
from cms.wire.addresses import here

SHOWN = 50
KEYS = {
    "hide": "h",
    "restore": "r",
    "sensitive": "s",
    "remove_and_block": "x",
    "warn": "w",
    "limit": "l",
    "suspend": "p",
    "ban_address": "a",
    "note": "n",
    "dismiss": "d",
    "uphold": "u",
    "overturn": "o",
}
DAYS = ("", "1", "7", "30", "365")
ALIKE = ("dismiss", "hide", "restore", "remove_and_block", "warn")
"""What may be decided of several cases at once, without a look at each."""

FILES = ("queue.js", "queue.css")


def attempt(act: Callable[[], Any], *, within: Callable[[], AbstractContextManager[None]] = writing) -> Any:
    """What it gives; None where it is refused, which the next page says in the reader's language."""
    try:
        with within():
            return act()
    except ValidationError:
        flash(str(said("queue.actions")), "error")
    except Problem as problem:
        flash(str(said(word_for(problem))), "error")
    return None


def word_for(problem: Problem) -> str:
    if problem.status == 404:
        return "gone"
    if problem.status == 409:
        return "queue.conflict"
    field = problem.errors[0].field if problem.errors else ""
    return f"queue.{field}" if field in ("actions", "address", "invited") else "queue.other"


def wanted_kind() -> str | None:
    """Which cases alone are asked for, if any."""
    kind = request.values.get("kind", "")
    return kind if kind in get_args(schemas.CaseKind) else None


def ordered() -> Order:
    """What the form says, read as the API reads it. Raises ValidationError for what that would refuse."""
    form, days = request.form, request.form.get("days", "")
    until = now() + timedelta(days=int(days)) if days in DAYS[1:] else None
    told = {name: form.get(name, "") for name in ("reason", "rule", "address")}
    level = {"level": form["level"]} if form.get("level") else {}
    more = {**told, **level, "until": until, "invited": {"suspend", "invited"} <= {*form, *form.getlist("action")}}
    body = schemas.DecisionStart.model_validate({"actions": form.getlist("action"), **more})
    return Order(**{**body.model_dump(), "actions": tuple(dict.fromkeys(body.actions))})


class QueueView(ForModerators, BaseView):  # type: ignore[misc]
    """A list of what waits, or one case with all that helps to decide it."""

    @expose("/")
    def index(self) -> Any:
        viewer, case_id = moderator(), request.args.get("case", "")
        return self._case(viewer, case_id) if case_id else self._list(viewer)

    @expose("/next/", methods=("POST",))
    def next(self) -> Any:
        """Take the most pressing case, or the one behind that which is left for later."""
        return self._go_on(moderator(), after=request.form.get("after", ""))

    @expose("/take/", methods=("POST",))
    def take(self) -> Any:
        """Take this case."""
        viewer, case_id = moderator(), request.form.get("case", "")

        def claim() -> None:
            cases.claim(viewer, load(case_id))

        attempt(claim)
        return redirect(self._address(case=case_id))

    @expose("/decide/", methods=("POST",))
    def decide(self) -> Any:
        """Decide the case and take the next one; what is refused leaves the form as it was filled in."""
        viewer, case_id = moderator(), request.form.get("case", "")
        done = attempt(lambda: service.decide(viewer, load(case_id), ordered()).id)
        return self._case(viewer, case_id) if done is None else self._go_on(viewer, done=done)

    @expose("/bulk/", methods=("POST",))
    def bulk(self) -> Any:
        """Decide several cases alike, each by a decision of its own; what cannot be decided so is left, and counted."""
        viewer, chosen = moderator(), list(dict.fromkeys(request.form.getlist("case")))[:SHOWN]
        done = [is_decided(viewer, case_id) for case_id in chosen]
        told = said("bulk done").format(done.count(True), done.count(False)) if chosen else said("choose cases")
        flash(str(told), "well" if chosen and all(done) else "error")
        return redirect(self._address())

    @expose("/undo/", methods=("POST",))
    def undo(self) -> Any:
        viewer, decision_id = moderator(), request.form.get("decision", "")

        def put_back() -> str:
            decision = queries.decision_by_id(decision_id)
            if decision is None:
                raise not_found()
            service.undo(viewer, decision, request.form.get("reason", "")[:2000])
            return decision.case_id

        case_id = attempt(put_back)
        if case_id is not None:
            flash(str(said("undone now")), "well")
        return redirect(self._address(case=case_id or request.form.get("case", "")))

    @expose("/queue.js")
    def script(self) -> Response:
        """Keys, and where the focus goes."""
        return send_from_directory(Path(__file__).parent, FILES[0], max_age=3600)

    @expose("/queue.css")
    def style(self) -> Response:
        return send_from_directory(Path(__file__).parent, FILES[1], max_age=3600)

    def _go_on(self, viewer: Viewer, *, done: str = "", after: str = "") -> Any:
        found = attempt(lambda: cases.take_next(viewer, kind=wanted_kind(), after=after))
        return redirect(self._address(case="" if found is None else found.id, done=done))

    def _address(self, **parts: str) -> str:
        told = {**parts, "kind": wanted_kind() or ""}
        return str(self.get_url(".index", **{name: part for name, part in told.items() if part}))

    def _list(self, viewer: Viewer) -> Any:
        state = "closed" if request.args.get("state") == "closed" else "open"

        def look() -> Page[queries.SeenCase]:
            wanted = Wanted(limit=SHOWN, cursor=request.args.get("cursor") or None)
            return queries.queue(viewer, wanted, queries.Filters(wanted_kind(), state, None))

        page = attempt(look, within=reading)
        shown = [] if page is None else [presenting.present_case(seen) for seen in page.rows]
        following = None if page is None else page.next
        return self._page("admin/queue.html", shown=shown, state=state, following=following)

    def _case(self, viewer: Viewer, case_id: str) -> Any:
        seen = attempt(lambda: found_case(case_id, viewer), within=reading)
        if seen is None:
            return redirect(self._address())
        case, actions = seen
        is_mine = case.claimed_by == viewer.name and case.state == "open"
        return self._page("admin/case.html", case=case, actions=actions if is_mine else [], is_mine=is_mine)

    def _page(self, template: str, **more: Any) -> Any:
        """With what was decided a moment ago, so that it is said and can be undone."""
        done_id = request.args.get("done", "")
        with reading():
            done = queries.decision_by_id(done_id) if done_id else None
        return self.render(
            template,
            done=done,
            kind=wanted_kind(),
            kinds=get_args(schemas.CaseKind),
            rules=get_args(schemas.Reason),
            keys=KEYS,
            alike=ALIKE,
            verdicts=VERDICTS,
            days=DAYS,
            form=request.form,
            here=here,
            **more,
        )


def is_decided(viewer: Viewer, case_id: str) -> bool:
    """Decide as the form says, by itself; False where that is refused."""
    with suppress(ValidationError, Problem), writing():
        service.decide(viewer, load(case_id), ordered())
        return True
    return False


def load(case_id: str) -> Any:
    case = queries.case_by_id(case_id)
    if case is None:
        raise not_found()
    return case


def found_case(case_id: str, viewer: Viewer) -> tuple[schemas.WholeCase, list[str]]:
    """The case, and what may be done to what it is about."""
    seen = queries.seen_case(case_id)
    if seen is None:
        raise not_found()
    return presenting.present_whole(seen, viewer), offered(seen.case)
