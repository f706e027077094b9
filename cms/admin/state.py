"""The room "State": whether the site is well, in plain sentences; what failed, how much there is. It only looks."""

from pathlib import Path
from typing import Any

from flask import Response, send_from_directory
from flask_admin import BaseView, expose

from cms.access.guard import current_viewer
from cms.access.permissions import Permission
from cms.access.policy import permits
from cms.admin.room import ForModerators
from cms.jobs.names import JOB_TYPES
from cms.transaction import DatabaseFailed
from cms.upkeep.doctor import newest_schema
from cms.watch.asking import state
from cms.watch.version import version
from cms.work.models import Work, WorkState
from cms.work.queries import newest_failed

STYLE = "state.css"
MOST_ERRORS = 10
UNITS = ("B", "kB", "MB", "GB", "TB", "PB")


class StateView(ForModerators, BaseView):  # type: ignore[misc]
    """The whole of it on one page, for moderators; why a part is wrong, with names of places, for admins alone."""

    @expose("/")
    def index(self) -> Any:
        answers, numbers = state()
        return self.render(
            "admin/state.html",
            answers=answers,
            numbers=numbers,
            failures=failures() if numbers is not None else (),
            kinds=[job.kind for job in JOB_TYPES],
            states=list(WorkState),
            may_see_reasons=permits(current_viewer(), Permission.SEE_REASONS),
            version=version(),
            schema=newest_schema(),
            size=size,
        )

    @expose("/style.css")
    def style(self) -> Response:
        """What this room and the tables look like."""
        return send_from_directory(Path(__file__).parent, STYLE, max_age=3600)


def failures() -> list[Work]:
    """What was given up on last."""
    try:
        return list(newest_failed(limit=MOST_ERRORS))
    except DatabaseFailed:
        return []


def size(count: int) -> str:
    """So many bytes for people: three digits and a unit."""
    number, unit = float(count), 0
    while number >= 999.5 and unit < len(UNITS) - 1:
        number, unit = number / 1000, unit + 1
    return f"{number:.3g} {UNITS[unit]}"
