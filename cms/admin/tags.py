"""The room "Tags": what is said of tags, and one tag that becomes another on every picture that has it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from flask import Response, abort, flash, redirect, request, send_from_directory
from flask_admin import BaseView, expose

from cms.admin.room import ForModerators
from cms.admin.views import moderator
from cms.admin.words import said, words_in
from cms.errors import Problem, not_found
from cms.images.tags import LONGEST_TAG
from cms.pagination import Wanted
from cms.tag_changes import presenting, queries, service
from cms.tag_changes.schemas import TagPreviewOut
from cms.tags import queries as relations
from cms.tags.keys import meant_tag, tag_key
from cms.tags.kinds import TagKind, kind_of
from cms.tags.models import RelationKind
from cms.tags.refusals import Refusal, refused
from cms.tags.service import remove, say
from cms.transaction import reading, writing
from cms.wire.addresses import here
from cms.wire.language import caller_language

SCRIPT = "tags.js"
SHOWN = 50
UNDER_WAY = ("pending", "running", "undoing")


def typed(name: str) -> str:
    """A word of the form. Raises Problem 422 for one that is no tag."""
    word = request.form.get(name, "")
    if len(word) > LONGEST_TAG:
        raise refused(name, "too long", most=str(LONGEST_TAG))
    if not word.isprintable():
        raise refused(name, "no word")
    return word


def attempt(act: Callable[[], Any], *, within: Callable[[], AbstractContextManager[None]] = writing) -> Any:
    """What it gives; None where it is refused, which the next page says in the reader's language."""
    try:
        with within():
            return act()
    except Refusal as refusal:
        flash(refusal.sentence(caller_language()), "error")
    except Problem:
        flash(str(said("gone")), "error")
    return None


class TagsView(ForModerators, BaseView):  # type: ignore[misc]
    """Looked at and changed by moderators, through the same services as the API."""

    @expose("/")
    def index(self) -> Any:
        return self._page(preview=None)

    @expose("/preview/", methods=("POST",))
    def preview(self) -> Any:
        """What a change would do, beside everything else."""
        viewer = moderator()

        def look() -> TagPreviewOut:
            found = service.preview(viewer, typed("tag"), typed("to"))
            return presenting.present_preview(found, viewer, language=caller_language())

        return self._page(preview=attempt(look, within=reading))

    @expose("/change/", methods=("POST",))
    def change(self) -> Any:
        viewer, is_alias = moderator(), "alias" in request.form
        begun = attempt(lambda: service.begin(viewer, typed("tag"), typed("to"), alias=is_alias).id)
        return redirect(self.get_url(".index", watched=begun))

    @expose("/undo/", methods=("POST",))
    def undo(self) -> Any:
        viewer, change_id = moderator(), request.form.get("id", "")

        def put_back() -> None:
            change = queries.change_by_id(change_id)
            if change is None:
                raise not_found()
            service.undo(viewer, change)

        attempt(put_back)
        return redirect(self.get_url(".index", watched=change_id))

    @expose("/say/", methods=("POST",))
    def say(self) -> Any:
        """An alias, something broader, or a kind."""
        viewer, kind = moderator(), request.form.get("kind", "")
        if kind not in set(RelationKind):
            abort(400)
        attempt(lambda: say(viewer, kind, typed("word"), typed("target")))
        return redirect(self.get_url(".index"))

    @expose("/take-back/", methods=("POST",))
    def take_back(self) -> Any:
        viewer, relation_id = moderator(), request.form.get("id", "")

        def unsay() -> None:
            row = relations.relation_by_id(relation_id)
            if row is None:
                raise not_found()
            remove(viewer, row)

        attempt(unsay)
        return redirect(self.get_url(".index"))

    @expose("/script.js")
    def script(self) -> Response:
        """How far changes are, as it goes on."""
        return send_from_directory(Path(__file__).parent, SCRIPT, max_age=3600)

    def _page(self, *, preview: TagPreviewOut | None) -> Any:
        tag = request.args.get("tag", "")[:LONGEST_TAG]
        key = meant_tag(tag)[0] if tag_key(tag) else None
        with reading():
            changes = presenting.present_changes(queries.changes(Wanted(limit=SHOWN), key=key).rows)
            rows = presenting.present_relations(relations.history_of(key))
            kind = kind_of(key) if key is not None else None
        say = words_in(caller_language())
        return self.render(
            "admin/tags.html",
            tag=tag,
            kind=kind,
            kinds=list(TagKind),
            preview=preview,
            form=request.form,
            changes=changes,
            relations=rows,
            states={state: say(f"change.{state}") for state in (*UNDER_WAY, "done", "failed", "undone")},
            under_way=UNDER_WAY,
            watched=request.args.get("watched"),
            here=here,
        )
