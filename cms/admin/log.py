"""The room "Log": what moderators did, to look at and to take away. It only looks."""

from typing import Any

from flask import request
from flask_admin import BaseView, expose

from cms.admin.queue import attempt
from cms.admin.room import ForModerators
from cms.moderation import presenting, queries
from cms.pagination import Wanted
from cms.transaction import reading
from cms.wire.addresses import here

SHOWN = 50


class LogView(ForModerators, BaseView):  # type: ignore[misc]
    """Newest first, a page at a time."""

    @expose("/")
    def index(self) -> Any:
        cursor = request.args.get("cursor") or None
        page = attempt(lambda: queries.log_page(Wanted(limit=SHOWN, cursor=cursor)), within=reading)
        lines = [] if page is None else [presenting.present_line(*row) for row in page.rows]
        following = None if page is None else page.next
        return self.render("admin/log.html", lines=lines, cursor=cursor, following=following, here=here)
