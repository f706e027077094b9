"""The room "Sources": from where nothing is taken from the web, and how far the removing of what was taken is."""

from typing import Any

from flask import redirect, request
from flask_admin import BaseView, expose

from cms.access.guard import oneself
from cms.admin.queue import attempt
from cms.admin.room import ForModerators
from cms.errors import not_found
from cms.pagination import Wanted
from cms.provenance.models import BlockKind
from cms.source_blocks import queries, service
from cms.source_blocks.presenting import present_blocks
from cms.transaction import reading
from cms.wire.addresses import here

SHOWN = 50
LONGEST = {"value": 2000, "reason": 500}


def typed(name: str) -> str:
    return request.form.get(name, "").strip()[: LONGEST[name]]


class SourcesView(ForModerators, BaseView):  # type: ignore[misc]
    """Blocked and lifted through the same service as the API."""

    @expose("/")
    def index(self) -> Any:
        with reading():
            blocks = present_blocks(queries.blocks(Wanted(limit=SHOWN)).rows)
        return self.render("admin/sources.html", blocks=blocks, kinds=[kind.value for kind in BlockKind], here=here)

    @expose("/block/", methods=("POST",))
    def block(self) -> Any:
        viewer, kind = oneself(), request.form.get("kind", "")
        if kind in set(BlockKind):
            attempt(lambda: service.block(viewer, kind, typed("value"), typed("reason") or "-").id)
        return redirect(self.get_url(".index"))

    @expose("/lift/", methods=("POST",))
    def lift(self) -> Any:
        viewer, block_id = oneself(), request.form.get("id", "")

        def allow() -> None:
            row = queries.block_by_id(block_id)
            if row is None:
                raise not_found()
            service.lift(viewer, row, "")

        attempt(allow)
        return redirect(self.get_url(".index"))
