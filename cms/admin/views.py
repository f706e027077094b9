"""Tables to look at and buttons that call the same services as the API. Never: raw editing of rows."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, request
from flask_admin import AdminIndexView, expose
from flask_admin.actions import action
from flask_admin.contrib.sqla import ModelView
from markupsafe import Markup, escape
from wtforms import Form

from cms.access.audience import WAITING_FOR_MODERATORS
from cms.access.guard import current_viewer
from cms.access.permissions import Permission
from cms.access.policy import permits
from cms.access.sql import to_sql
from cms.access.viewer import Role, Viewer
from cms.accounts import service as accounts
from cms.accounts.models import Account
from cms.accounts.queries import account_by_name
from cms.accounts.quota import set_quota, usage_of
from cms.admin.cancelling import is_cancelled
from cms.admin.room import ForModerators
from cms.admin.words import labels, said
from cms.errors import Problem, invalid, not_found
from cms.extensions import db
from cms.images.models import Image
from cms.images.service import decide_held
from cms.moderation.service import suspend_outright
from cms.transaction import writing
from cms.wire.addresses import here
from cms.work.models import WorkState
from cms.work.queries import counts
from cms.work.service import retry

USED_VIEWS = frozenset({"index_view", "action_view", "set_quota"})
"""Of all that Flask-Admin offers; forms, exports and look-ups are not there at all."""

MOST_PAGES = 1_000_000
DENIED = said("denied")


def moderator() -> Viewer:
    """Who works here; whoever is not let in gets the answer of a page that is not there."""
    viewer = current_viewer()
    if viewer is None or not permits(viewer, Permission.MODERATE):
        raise not_found()
    return viewer


class ModeratorView(ForModerators, ModelView):  # type: ignore[misc]
    """A table that is looked at; every button is an action of ours."""

    can_create = can_edit = can_delete = False
    can_view_details = False
    column_display_actions = False
    page_size = 50
    _urls: list[Any]
    list_template = "admin/table.html"

    def create_blueprint(self, admin: Any) -> Any:
        """The addresses of this room: only those that are used."""
        self._urls = [found for found in self._urls if found[1] in USED_VIEWS]
        return super().create_blueprint(admin)

    def scaffold_form(self) -> Any:
        """No form: rows are not edited."""
        return Form

    def get_list(self, page: int | None, *order: Any, **more: Any) -> Any:
        """The rows of a page; one that nobody leafs to is the last that a database can count to."""
        return super().get_list(None if page is None else min(page, MOST_PAGES), *order, **more)

    def chosen(self, ids: Sequence[str]) -> list[Any]:
        return [row for row in (db.session.get(self.model, row_id) for row_id in ids) if row is not None]


class IndexView(ForModerators, AdminIndexView):  # type: ignore[misc]
    """What there is to do."""

    @expose()
    def index(self) -> Any:
        return redirect(here("/admin/queue/"))


def kept_by(_view: Any, _context: Any, account: Account, _name: str) -> str:
    """What an account keeps, of how much."""
    usage = usage_of(account)
    limits = (usage.quota_bytes, usage.quota_images)
    kept = zip((usage.bytes, usage.images), limits, strict=True)
    of_how_much = (f"{n:,}" if most is None else said("kept of").format(f"{n:,}", f"{most:,}") for n, most in kept)
    return str(said("kept").format(*of_how_much))


def is_open(_view: Any, _context: Any, account: Account, _name: str) -> str:
    return str(said("yes" if account.active else "no"))


def number(text: str) -> int | None:
    """What was typed; None where nothing was. Raises 422 for anything but digits."""
    if not text.strip():
        return None
    if not (text.strip().isascii() and text.strip().isdecimal()):
        raise invalid("quota", str(said("quota digits")))
    return int(text.strip()[:20])


class AccountsView(ModeratorView):
    """Accounts: suspend and open again; roles and quotas are given by admins."""

    column_list = ("name", "display_name", "email", "role", "active", "usage", "created_at")
    column_labels = labels(*column_list)
    column_formatters = {"usage": kept_by, "active": is_open}
    list_template = "admin/accounts.html"
    column_searchable_list = ("display_name",)
    column_default_sort = ("created_at", True)

    @action("suspend", said("suspend"), said("suspend?"))
    def suspend(self, ids: list[str]) -> None:
        self._each(ids, lambda account: suspend_outright(moderator(), account))

    @action("release", said("release account"), said("release account?"))
    def release(self, ids: list[str]) -> None:
        self._each(ids, lambda account: accounts.release(account, by=moderator()))

    @action("make_member", said("make_member"), said("make_member?"))
    def make_member(self, ids: list[str]) -> None:
        self._give_role(ids, Role.MEMBER)

    @action("make_moderator", said("make_moderator"), said("make_moderator?"))
    def make_moderator(self, ids: list[str]) -> None:
        self._give_role(ids, Role.MODERATOR)

    @action("make_admin", said("make_admin"), said("make_admin?"))
    def make_admin(self, ids: list[str]) -> None:
        self._give_role(ids, Role.ADMIN)

    def render(self, template: str, **kwargs: Any) -> Any:
        may = permits(current_viewer(), Permission.SET_QUOTA)
        return super().render(template, may_set_quota=may, **kwargs)

    @expose("/quota/", methods=("POST",))
    def set_quota(self) -> Any:
        """How much one account may keep; a field that is left empty means what the site gives."""
        try:
            with writing():
                self._set_quota(moderator(), *(request.form.get(name, "") for name in ("name", "bytes", "images")))
        except Problem as problem:
            flash(str(DENIED) if problem.status == 403 else problem.errors[0].message, "error")
        return redirect(self.get_url(".index_view"))

    def _set_quota(self, viewer: Viewer, name: str, most_bytes: str, most_images: str) -> None:
        account = account_by_name(name.strip())
        if account is None:
            raise invalid("name", str(said("no account")))
        set_quota(account, most_bytes=number(most_bytes), most_images=number(most_images), by=viewer)

    def _give_role(self, ids: list[str], role: Role) -> None:
        self._each(ids, lambda account: accounts.set_role(account, role, by=moderator()))

    def _each(self, ids: list[str], act: Any) -> None:
        try:
            with writing():
                for account in self.chosen(ids):
                    act(account)
        except Problem:
            flash(str(DENIED), "error")


def picture_of(_view: Any, _context: Any, image: Image, _name: str) -> Markup:
    """The small rendition; it leads to the page of the picture."""
    page, picture = here(f"/images/{image.id}"), here(f"/api/v1/images/{image.id}/renditions/64")
    words = image.title or str(said("held picture"))
    return Markup('<a href="{0}"><img src="{1}" width="64" alt="{2}"></a>').format(page, picture, escape(words))


class HeldImagesView(ModeratorView):
    """Pictures that the safety gate holds back until somebody has looked."""

    column_list = ("picture", "title", "owner_id", "effective_privacy", "created_at")
    column_labels = labels(*column_list)
    column_formatters = {"picture": picture_of}
    column_sortable_list = ("created_at",)
    column_default_sort = ("created_at", False)

    def get_query(self) -> Any:
        return super().get_query().where(to_sql(WAITING_FOR_MODERATORS, Image))

    def get_count_query(self) -> Any:
        return super().get_count_query().where(to_sql(WAITING_FOR_MODERATORS, Image))

    @action("release", said("release picture"), said("release picture?"))
    def release(self, ids: list[str]) -> None:
        self._decide(ids, release=True)

    @action("keep", said("keep"), said("keep?"))
    def keep(self, ids: list[str]) -> None:
        self._decide(ids, release=False)

    def _decide(self, ids: list[str], *, release: bool) -> None:
        moderator()
        with writing():
            for image in self.get_query().filter(Image.id.in_(ids)):
                decide_held(image, release=release)


class WorkView(ModeratorView):
    """Jobs: what is waiting, running, done, failed or cancelled, and why."""

    column_list = ("kind", "subject_id", "state", "attempts", "problem", "due_at", "updated_at")
    column_labels = labels(*column_list)
    column_default_sort = ("updated_at", True)
    column_sortable_list = ("kind", "state", "updated_at")
    list_template = "admin/jobs.html"

    def render(self, template: str, **kwargs: Any) -> Any:
        return super().render(template, work_counts=sorted(counts().items()), **kwargs)

    @action("retry", said("retry"), said("retry?"))
    def retry(self, ids: list[str]) -> None:
        moderator()
        with writing():
            for row in self.chosen(ids):
                if row.state == WorkState.FAILED:
                    retry(row)

    @action("cancel", said("cancel job"), said("cancel job?"))
    def cancel(self, ids: list[str]) -> None:
        viewer = moderator()
        with writing():
            done = [is_cancelled(viewer, row) for row in self.chosen(ids)]
        flash(str(said("cancelled jobs")).format(done.count(True), done.count(False)), "info" if all(done) else "error")
