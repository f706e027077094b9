"""The room "Numbers": what happens on the site day by day, without anybody's name. It only looks."""

from typing import Any

from flask_admin import BaseView, expose

from cms.admin.room import ForModerators
from cms.transaction import DatabaseFailed
from cms.watch.statistics import EVENTS, Statistics, statistics


class NumbersView(ForModerators, BaseView):  # type: ignore[misc]
    """Totals, the last days, and where pictures are said to be from."""

    @expose("/")
    def index(self) -> Any:
        return self.render("admin/numbers.html", told=told(), events=EVENTS)


def told() -> Statistics | None:
    try:
        return statistics()
    except DatabaseFailed:
        return None
